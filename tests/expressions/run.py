#!/usr/bin/env python3
"""Random expressions come out as in numexpr, to the bit: types, values and what is refused.

    run.py XOM_BINARY [--expressions N] [--values N] [--seed N]

Makes virtual environments with numexpr 2.10.2 and the newest one beside the binary (once; pip needs PyPI). The program
xom-expressions, beside the binary too, evaluates expressions on a table; `xom data` computes values of a data set.
Exit code 1 if something differs, 77 if numexpr cannot be had.
"""

import argparse
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
OLD = "2.10.2"  # in XENONnT's environments


def environment(folder, version):
    """The Python of an environment with this numexpr; "" is the newest."""
    python = folder / "bin" / "python"
    mark = folder / "complete"
    if version and mark.exists():
        return python
    if not mark.exists():
        subprocess.run(["/usr/bin/python3", "-m", "venv", "--clear", folder], check=True)
    wanted = "numexpr==" + version if version else "numexpr"
    done = subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--upgrade", wanted], text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode == 0:
        mark.touch()
    elif not mark.exists():
        print(done.stdout)
        print("skipped: pip cannot install %s" % wanted)
        sys.exit(77)
    return python


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("--expressions", type=int, default=4000)
    parser.add_argument("--values", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folder = options.binary.resolve().parent / "numexpr"
    folder.mkdir(exist_ok=True)
    old = environment(folder / OLD, OLD)
    new = environment(folder / "newest", "")
    words = [str(new), HERE / "compare.py", options.binary.resolve(), old]
    words += ["--expressions", str(options.expressions), "--values", str(options.values), "--seed", str(options.seed)]
    sys.exit(subprocess.run(words).returncode)


main()
