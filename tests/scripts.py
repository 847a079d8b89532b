#!/usr/bin/env python3
"""The scripts of a checkout, asked for help or with a mistyped word: they tell, and start nothing.

    scripts.py

Ends with 'N passed, N failed'; exit code 1 if a test failed. Run in a copy without sources: what starts is seen, and ends soon.
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile

SCRIPTS = pathlib.Path(__file__).resolve().parent.parent / "scripts"
NAMES = sorted(p.name for p in SCRIPTS.iterdir() if p.suffix == "" and p.name != "bare")
WRONG = {"demo": "--onec", "build": "--relase", "package": "--fast", "test": "doxs", "setup": "tests", "web": "--chekc", "fuzz": "--seconds",
         "bench": "--gbs", "bench-pages": "--gb", "bench-services": "--gb"}


def run(copy, name, word):
    return subprocess.run([copy / "scripts" / name, word], cwd=copy, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
                          env={"PATH": "/usr/bin:/bin", "HOME": str(copy)})


def main():
    failed = []
    with tempfile.TemporaryDirectory(prefix="xom-scripts-") as folder:
        copy = pathlib.Path(folder)
        shutil.copytree(SCRIPTS, copy / "scripts")
        (copy / "web").mkdir()
        for name in NAMES:
            head = (SCRIPTS / name).read_text().splitlines()[1].removeprefix("# ")
            for word in ("--help", "-h"):
                done = run(copy, name, word)
                if done.returncode != 0 or not done.stdout.startswith(head) or done.stderr:
                    failed.append("%s %s ends with %d: %s%s" % (name, word, done.returncode, done.stdout, done.stderr))
            done = run(copy, name, WRONG[name])
            if done.returncode != 2 or WRONG[name] not in done.stderr or done.stdout:
                failed.append("%s %s ends with %d: %s%s" % (name, WRONG[name], done.returncode, done.stdout, done.stderr))
        done = run(copy, "test", "doxs")
        if "docs" not in done.stderr:
            failed.append("test does not list its parts: %s" % done.stderr)
    for line in failed:
        print("not ok", line)
    print("%d passed, %d failed" % (3 * len(NAMES) + 1 - len(failed), len(failed)))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
