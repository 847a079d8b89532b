#!/usr/bin/env python3
"""What a command says arrives, or its exit code tells: every command into a full disk and into a closed pipe. Nothing else
arrives: no library speaks beside it, today or because of an earlier process.

    output.py XOM_BINARY [NAME]

Ends with 'N passed, N failed, N skipped'.
"""

import concurrent.futures
import contextlib
import os
import pathlib
import shutil
import subprocess
import tempfile

from every_command import ALONE, ANALYSES, COMMANDS, PROGRAM, expect_all_known, listed
from harness import SAMPLE, installation, run_tests

NEVER_END = {"watch"}


class Prepared:
    """A small installation that has computed, to be copied for each command."""

    def __init__(self, binary, folder):
        self.binary, self.folder, self.count = binary, pathlib.Path(folder), 0
        self.first = self.folder / "first"
        self.first.mkdir()
        (self.first / "copies").mkdir()
        (self.first / "xom.toml").write_text('data = "%s"\nanalyses = "a.toml"\n' % SAMPLE)
        narrow = 'version = "v1"\nmin_run = 53101\nmax_run = 53102'
        (self.first / "a.toml").write_text(ANALYSES.replace('version = "v1"', narrow))
        (self.first / "program.sh").write_text(PROGRAM)
        (self.first / "password").write_text("secret word\n")
        done = self.does(self.first, ["--quiet", "pass"], subprocess.DEVNULL)
        assert done.returncode == 0, done.stderr

    def does(self, folder, words, stdout):
        return subprocess.run([self.binary, *words], cwd=folder, stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.PIPE, text=True,
                              timeout=300)

    @contextlib.contextmanager
    def copy(self):
        with tempfile.TemporaryDirectory(dir=self.folder) as place:
            yield shutil.copytree(self.first, pathlib.Path(place) / "here")

    def into_a_full_disk(self, words):
        with self.copy() as folder, open("/dev/full", "wb", buffering=0) as full:
            return self.does(folder, words, full)

    def into_a_closed_pipe(self, words):
        reading, writing = os.pipe()
        os.close(reading)
        try:
            with self.copy() as folder:
                return self.does(folder, words, writing)
        finally:
            os.close(writing)

    def wrong(self, words):
        """What is not as it should be."""
        with self.copy() as folder:
            good = self.does(folder, words, subprocess.PIPE)
        if not good.stdout:
            return []
        # A command that fails anyway keeps its exit code.
        codes = {0: (1, 141), 3: (1, 141)}.get(good.returncode, (good.returncode, good.returncode))
        full, closed = self.into_a_full_disk(words), self.into_a_closed_pipe(words)
        name = "xom " + " ".join(words)
        wrong = []
        if full.returncode != codes[0] or "cannot write to standard output: No space left on device" not in full.stderr:
            wrong.append("%s > /dev/full ended with %d: %s" % (name, full.returncode, full.stderr))
        if closed.returncode != codes[1] or "standard output" in closed.stderr:
            wrong.append("%s | (closed) ended with %d: %s" % (name, closed.returncode, closed.stderr))
        return wrong


def output_that_does_not_arrive_is_told_by_the_exit_code(binary):
    with tempfile.TemporaryDirectory(prefix="xom-output-") as folder:
        site = Prepared(binary, folder)
        expect_all_known(subprocess.run([binary, "--help"], capture_output=True, text=True).stdout)
        commands = [words for words in listed(COMMANDS) + listed(ALONE) if words[0] not in NEVER_END]
        commands += [words + ["--json"] for words in commands if "--json" not in words]
        commands += [["--help"], ["--version"], ["results", "--help"]]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            wrong = [line for lines in pool.map(site.wrong, commands) for line in lines]
        assert not wrong, "\n".join(wrong)


def a_killed_process_leaves_nothing_that_its_successor_warns_of(binary):
    with installation(binary, "", ANALYSES) as one:
        process = subprocess.Popen([binary, "serve", "--listen", "127.0.0.1:0"], cwd=one.folder, stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL)
        process.stdout.readline()
        process.kill()
        process.wait()
        left = [path.name for path in pathlib.Path("/dev/shm").glob("*-%d" % process.pid)]
        assert not left, left


run_tests([a_killed_process_leaves_nothing_that_its_successor_warns_of, output_that_does_not_arrive_is_told_by_the_exit_code])
