#!/usr/bin/env python3
"""Whole-program cases: runs each [[case]] of the TOML files here against a real xom binary.

    run_cases.py XOM_BINARY [--only TEXT] [--jobs N] [--keep] [FILE...]

Ends with 'N passed, N failed, N skipped'; exit code 1 if a case failed. README.md describes the cases.
"""

import argparse
import concurrent.futures
import fnmatch
import json
import math
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
SAMPLE = HERE.parent / "data" / "strax-small"
TIME_LIMIT_S = 120
KEYS = {
    "name", "files", "sample", "before", "engine", "tmpfs", "read_only", "not_as_root", "env", "run", "exit", "stdout", "stderr",
    "stdout_not", "stderr_not", "stdout_match", "stderr_match", "json", "json_near", "json_keys", "json_length",
    "after", "file_has", "file_absent",
}
LISTS = ("stdout", "stderr", "stdout_not", "stderr_not", "stdout_match", "stderr_match", "sample")


class Failed(Exception):
    pass


class Skipped(Exception):
    pass


def as_list(value):
    return value if isinstance(value, list) else [value]


def at_pointer(document, pointer):
    """RFC 6901, with '-1' for the last element of a list."""
    for part in pointer.split("/")[1:]:
        part = part.replace("~1", "/").replace("~0", "~")
        try:
            document = document[int(part)] if isinstance(document, list) else document[part]
        except (KeyError, IndexError, ValueError, TypeError):
            raise Failed("no %s in the JSON" % pointer) from None
    return document


def load(path):
    """Cases of one file; [setup] holds what all of them have in common."""
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    setup = document.get("setup", {})
    for case in document.get("case", []):
        merged = {**setup, **case, "files": {**setup.get("files", {}), **case.get("files", {})}}
        for key in set(merged) - KEYS:
            raise SystemExit("%s: case '%s': unknown key '%s'" % (path, case.get("name"), key))
        if "name" not in case or "run" not in merged:
            raise SystemExit("%s: every case needs name and run" % path)
        for key in LISTS:
            merged[key] = as_list(merged.get(key, []))
        merged["file"] = path.stem
        yield merged


def make_folder(folder, case):
    (folder / "strax").mkdir()
    for pattern in case["sample"]:
        found = [entry for entry in os.listdir(SAMPLE) if fnmatch.fnmatchcase(entry, pattern)]
        if not found:
            raise Failed("no sample data '%s'" % pattern)
        for name in found:
            target = folder / "strax" / name
            if (SAMPLE / name).is_dir():
                shutil.copytree(SAMPLE / name, target)
            else:
                shutil.copy(SAMPLE / name, target)
    for name, text in case["files"].items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def shell(script, folder, environment, what, user):
    done = subprocess.run(["sh", "-euc", script], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=TIME_LIMIT_S, errors="replace", **user)
    if done.returncode == 77:
        raise Skipped(done.stdout.strip() or what)
    if done.returncode != 0:
        raise Failed("'%s' ended with %d\n%s%s" % (what, done.returncode, done.stdout, done.stderr))


class Engine:
    """`xom watch`, beside which the command runs. Stopped by its pid."""

    def __init__(self, binary, folder, environment):
        self.log = open(folder / "engine.log", "w+", encoding="utf-8", errors="replace")
        self.process = subprocess.Popen([binary, "watch"], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                                        stdout=self.log, stderr=self.log)
        end = time.monotonic() + 60
        while "watching" not in self.said():
            if self.process.poll() is not None or time.monotonic() > end:
                raise Failed("the engine did not start:\n" + self.said())
            time.sleep(0.02)

    def said(self):
        self.log.seek(0)
        return self.log.read()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise Failed("the engine did not end within 10 s of SIGTERM") from None
        finally:
            self.log.close()


def in_namespace(argv, script):
    """The command after a script in a mount namespace of its own."""
    flags = ["-m"] if os.geteuid() == 0 else ["-r", "-m"]
    if not shutil.which("unshare") or subprocess.run(
            ["unshare", *flags, "sh", "-c", "mount -t tmpfs tmpfs /tmp"], capture_output=True).returncode != 0:
        raise Skipped("no mount namespace may be made here")
    return ["unshare", *flags, "sh", "-euc", script + ' && exec "$@"', "sh", *argv]


def close(found, wanted):
    return isinstance(found, (int, float)) and math.isclose(found, wanted, rel_tol=1e-6, abs_tol=1e-12)


def check(case, folder, done):
    exit_code = case.get("exit", 0)
    if done.returncode != exit_code:
        raise Failed("exit code %d, not %d" % (done.returncode, exit_code))
    for stream, text in (("stdout", done.stdout), ("stderr", done.stderr)):
        for part in case[stream]:
            if part not in text:
                raise Failed("'%s' is not in %s" % (part, stream))
        for part in case[stream + "_not"]:
            if part in text:
                raise Failed("'%s' is in %s" % (part, stream))
        for pattern in case[stream + "_match"]:
            if not re.search(pattern, text, re.M):
                raise Failed("%s does not match /%s/" % (stream, pattern))
    wants_json = [key for key in ("json", "json_near", "json_keys", "json_length") if key in case]
    if wants_json:
        try:
            document = json.loads(done.stdout)
        except ValueError as error:
            raise Failed("standard output is not one JSON document: %s" % error) from None
        for pointer, wanted in case.get("json", {}).items():
            found = at_pointer(document, pointer)
            if found != wanted or isinstance(found, bool) != isinstance(wanted, bool):
                raise Failed("%s is %r, not %r" % (pointer, found, wanted))
        for pointer, wanted in case.get("json_near", {}).items():
            found = at_pointer(document, pointer)
            if not close(found, wanted):
                raise Failed("%s is %r, not %r" % (pointer, found, wanted))
        for pointer, wanted in case.get("json_keys", {}).items():
            missing = set(wanted) - set(at_pointer(document, pointer))
            if missing:
                raise Failed("%s has no %s" % (pointer or "the document", ", ".join(sorted(missing))))
        for pointer, wanted in case.get("json_length", {}).items():
            found = len(at_pointer(document, pointer))
            if found != wanted:
                raise Failed("%s has %d elements, not %d" % (pointer or "the document", found, wanted))
    for name, text in case.get("file_has", {}).items():
        if text not in (folder / name).read_text(encoding="utf-8", errors="replace"):
            raise Failed("'%s' is not in the file %s" % (text, name))
    for name in as_list(case.get("file_absent", [])):
        if (folder / name).exists():
            raise Failed("the file %s is there" % name)


def run(case, binary, keep):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="xom-case-"))
    user = {}
    if case.get("not_as_root") and os.geteuid() == 0:  # root may do everything: somebody else tries
        user = {"user": 65534, "group": 65534, "extra_groups": []}
        binary = shutil.copy(binary, folder / "xom")
    engine = None
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8", "XOM": binary,
                   "PYTHON": sys.executable, "DIR": str(folder), "CASES": str(HERE), **case.get("env", {})}
    try:
        make_folder(folder, case)
        if user:
            subprocess.run(["chown", "-R", "65534:65534", str(folder)], check=True)
        if "before" in case:
            shell(case["before"], folder, environment, "before", user)
        if case.get("engine"):
            engine = Engine(binary, folder, environment)
        argv = [binary, *(word.replace("$DIR", str(folder)) for word in case["run"])]
        if "tmpfs" in case:
            argv = in_namespace(argv, "mkdir -p small && mount -t tmpfs -o size=%s tmpfs small" % case["tmpfs"])
        if case.get("read_only"):
            here = '"$DIR"'
            argv = in_namespace(argv, "mount --bind %s %s && mount -o remount,ro,bind %s && cd %s" % (4 * (here,)))
        done = subprocess.run(argv, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=TIME_LIMIT_S, errors="replace", **user)
        try:
            check(case, folder, done)
        except Failed as why:
            raise Failed("%s\n--- stdout\n%s\n--- stderr\n%s" % (why, done.stdout[-4000:], done.stderr[-4000:]))
        if "after" in case:
            shell(case["after"], folder, environment, "after", user)
    except subprocess.TimeoutExpired as late:
        raise Failed("it took longer than %d s" % late.timeout) from None
    finally:
        try:
            if engine:
                engine.stop()
        finally:
            if keep:
                print("kept: %s" % folder)
            else:
                shutil.rmtree(folder, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("xom")
    parser.add_argument("files", nargs="*", help="files of cases (default: all beside this program)")
    parser.add_argument("--only", default="", help="only cases whose name has this text")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--keep", action="store_true", help="leave the folders, and say where")
    options = parser.parse_args()
    binary = str(pathlib.Path(options.xom).resolve())
    files = [pathlib.Path(name) for name in options.files] or sorted(HERE.glob("*.toml"))
    cases = [case for path in files for case in load(path) if options.only in case["name"]]

    def outcome(case):
        try:
            run(case, binary, options.keep)
            return "passed", ""
        except Skipped as why:
            return "skipped", str(why)
        except (Failed, OSError) as why:
            return "FAILED", str(why)

    counts = {"passed": 0, "FAILED": 0, "skipped": 0}
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for case, (word, why) in zip(cases, pool.map(outcome, cases)):
            counts[word] += 1
            if word != "passed":
                print("%s  %s: %s: %s" % (word, case["file"], case["name"], why), flush=True)
    print("%d passed, %d failed, %d skipped" % (counts["passed"], counts["FAILED"], counts["skipped"]))
    return 1 if counts["FAILED"] or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
