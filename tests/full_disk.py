#!/usr/bin/env python3
"""A disk that gets full at random moments under a real `xom watch`: it goes on by itself, and what was acknowledged is done.

    full_disk.py XOM_BINARY [NAME]

The small disks are mounted in a mount namespace of its own; where none may be made, everything is skipped. XOM_TEST_SEED fixes the moments.
Ends with 'N passed, N failed, N skipped'.
"""

import contextlib
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from harness import SAMPLE, run_tests, wait_for

ROUNDS = 12
ANALYSES = """
[analysis.peak_rate]
version = "v1"
min_run = 53101
max_run = 53105
data = "peak_basics"
[[analysis.peak_rate.variable]]
name = "rate"
unit = "Hz"
value = "count() / livetime"
[analysis.program]
version = "v1"
min_run = 53101
max_run = 53102
command = ["sh", "-c", 'printf "{\\"results\\": [{\\"variable\\": \\"x\\", \\"value\\": 1}]}" > "$XOM_OUT/result.json"']
[[analysis.program.variable]]
name = "x"
"""
FAST = '[retries.infrastructure]\nretries = -1\nfirst_delay = "0.2s"\nlongest_delay = "1s"\n'


class Disk:
    """A folder on a small disk, with an installation in it."""

    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder
        (folder / "xom.toml").write_text('data = "%s"\nanalyses = "a.toml"\n%s' % (SAMPLE, FAST))
        (folder / "a.toml").write_text(ANALYSES)
        self.log = folder.parent / (folder.name + ".log")

    def fill(self):
        """To the last byte."""
        with open(self.folder / "filler", "wb", buffering=0) as file:
            for block in (1 << 16, 4096, 1):
                with contextlib.suppress(OSError):
                    while file.write(b"x" * block):
                        pass

    def free(self):
        (self.folder / "filler").unlink()

    def xom(self, *words):
        return subprocess.run([self.binary, *words], cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)

    @contextlib.contextmanager
    def watching(self):
        with open(self.log, "ab") as log:
            engine = subprocess.Popen([self.binary, "watch"], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            yield engine
            assert engine.poll() is None, "it ended with %s:\n%s" % (engine.returncode, self.log.read_text())
        finally:
            engine.send_signal(signal.SIGTERM)
            engine.wait(20)

    def is_done(self):
        done = self.xom("status", "--json")
        if done.returncode != 0:
            return False
        rows = json.loads(done.stdout)["analyses"]
        open_tasks = sum(row[state] for row in rows for state in ("submitted", "todo", "waiting", "failed", "tocheck"))
        return sum(row["done"] for row in rows) > 0 and open_tasks == 0


@contextlib.contextmanager
def small_disk(binary, size):
    with tempfile.TemporaryDirectory(prefix="xom-full-") as folder:
        place = pathlib.Path(folder) / "disk"
        place.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=%s" % size, "tmpfs", place], check=True)
        try:
            yield Disk(binary, place)
        finally:
            subprocess.run(["umount", "-l", place], check=True)


def a_disk_that_gets_full_at_any_moment_ends_no_engine(binary):
    seed = int(os.environ.get("XOM_TEST_SEED", random.SystemRandom().randrange(1_000_000)))
    print("seed %d" % seed)
    moments = random.Random(seed)
    for number in range(ROUNDS):
        with small_disk(binary, "8m") as disk:
            if number % 3 == 0:  # already full when it starts
                assert disk.xom("--quiet", "pass").returncode == 0
                disk.fill()
            with disk.watching() as engine:
                time.sleep(moments.uniform(0, 1.5))
                if number % 3 != 0:
                    disk.fill()
                acknowledged = disk.xom("recompute", "peak_rate", "53101", "--json").returncode == 0
                time.sleep(moments.uniform(0.5, 3))
                assert engine.poll() is None, "round %d: it ended with %s:\n%s" % (number, engine.returncode, disk.log.read_text())
                disk.free()
                wait_for(disk.is_done, "all is done; the engine said\n%s" % disk.log.read_text(), 90)
                said = disk.log.read_text()
                assert said.count("no space left") < 20, "round %d: a warning that repeats is written once:\n%s" % (number, said)
            if acknowledged:
                told = json.loads(disk.xom("explain", "peak_rate", "53101", "--json").stdout)
                assert json.dumps(told).count("recompute"), "round %d: what was acknowledged was not carried out" % number
            checked = disk.xom("check", "--deep")
            assert "no damage" in checked.stdout, "round %d: %s" % (number, checked.stdout)


def commands_on_a_full_disk_say_so_with_an_exit_code_of_their_own(binary):
    with small_disk(binary, "8m") as disk:
        assert disk.xom("--quiet", "pass").returncode == 0
        disk.fill()
        for words in (("recompute", "peak_rate", "53101"), ("exclude", "peak_rate", "53101"), ("pass",), ("user", "add", "anna", "--role", "admin",
                      "--password-file", "a.toml"), ("backup", "copy.db")):
            done = disk.xom(*words)
            assert done.returncode == 4 and "no space left" in done.stderr.lower(), "%s: %d %s" % (words, done.returncode, done.stderr)
        assert not list(disk.folder.glob("copy.db*")), "half a backup is left"
        disk.free()
        assert disk.xom("--quiet", "pass").returncode == 0
        assert "no damage" in disk.xom("check", "--deep").stdout


def in_a_namespace():
    """This program again, where disks may be mounted; 77 where that is not permitted."""
    flags = ["-m"] if os.geteuid() == 0 else ["-r", "-m"]
    may = shutil.which("unshare") and subprocess.run(["unshare", *flags, "sh", "-c", "mount -t tmpfs tmpfs /tmp"], capture_output=True).returncode == 0
    if not may:
        print("no mount namespace may be made here")
        return 77
    return subprocess.run(["unshare", *flags, sys.executable, *sys.argv], env={**os.environ, "XOM_TEST_NAMESPACE": "1"}).returncode


if "XOM_TEST_NAMESPACE" not in os.environ:
    sys.exit(in_a_namespace())
run_tests([commands_on_a_full_disk_say_so_with_an_exit_code_of_their_own, a_disk_that_gets_full_at_any_moment_ends_no_engine])
