#!/usr/bin/env python3
"""Nobody but SQLite opens or closes a file of the store: every command and every endpoint of a real xom, under store_guard.c.

    store_files.py XOM_BINARY [NAME]

Ends with 'N passed, N failed, N skipped'; exit code 77 where there is no C compiler.
"""

import contextlib
import http.client
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

from every_command import ALONE, COMMANDS, ANALYSES, PROGRAM, expect_all_known, listed
from harness import HERE, Installation, Skipped, run_tests, wait_for


class Guarded(Installation):
    """An installation whose processes are watched."""

    def __init__(self, binary, folder, guard):
        super().__init__(binary, folder, '[sinks.influx]\nurl = "http://127.0.0.1:9"\ndatabase = "xom"\n', ANALYSES)
        (self.folder / "program.sh").write_text(PROGRAM)
        (self.folder / "copies").mkdir()
        self.store, self.offences = self.folder / "xom.db", self.folder / "offences"
        self.env = {**os.environ, "LD_PRELOAD": str(guard), "XOM_GUARDED": str(self.store), "XOM_GUARD_REPORT": str(self.offences)}

    def does(self, *words):
        return subprocess.run([self.binary, *words], cwd=self.folder, env=self.env, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=300)

    def said(self):
        """What the guard said since it was asked last: how many processes SQLite opened the store in, and what is wrong."""
        lines = self.offences.read_text().splitlines() if self.offences.exists() else []
        self.offences.unlink(missing_ok=True)
        return lines.count("sqlite"), [line for line in lines if line != "sqlite"]

    def expect_nothing_wrong(self, what):
        _, wrong = self.said()
        assert not wrong, "%s: %s" % (what, "; ".join(sorted(set(wrong))))

    @contextlib.contextmanager
    def serving(self, command):
        """`xom up` or `xom serve` beside the block: its process, and a function that asks it."""
        with open(self.folder / (command + ".log"), "wb") as log:
            process = subprocess.Popen([self.binary, command, "--listen", "127.0.0.1:0"], cwd=self.folder, env=self.env,
                                       stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            port = int(re.search(r":(\d+)/", process.stdout.readline()).group(1))

            def ask(method, path, body=None):
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
                headers = {"Content-Type": "application/json"} if body is not None else {}
                connection.request(method, path, None if body is None else json.dumps(body), headers)
                answer = connection.getresponse()
                endless = answer.getheader("Content-Type", "").startswith("text/event-stream")
                text = b"" if endless else answer.read()
                connection.close()
                return answer.status, text

            yield process, ask
            assert process.poll() is None, "xom %s ended with %s" % (command, process.returncode)
        finally:
            process.terminate()
            process.wait(30)
            process.stdout.close()

    def expect_locks(self, process):
        """It has all its files, under their names, and its locks on them."""
        names = {os.path.realpath(link): link for link in pathlib.Path("/proc/%d/fd" % process.pid).iterdir()}
        lost = [name for name in names if "xom.db" in name and name.endswith("(deleted)")]
        assert not lost, "deleted under process %d: %s" % (process.pid, ", ".join(lost))
        for suffix in ("", "-shm"):
            facts = os.stat(str(self.store) + suffix)
            lock = r"POSIX\s+ADVISORY\s+READ\s+%d [0-9a-f]+:[0-9a-f]+:%d " % (process.pid, facts.st_ino)
            assert re.search(lock, pathlib.Path("/proc/locks").read_text()), "process %d has no lock on xom.db%s" % (process.pid, suffix)


@contextlib.contextmanager
def guarded(binary):
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang-14")
    if not compiler:
        raise Skipped("no C compiler")
    with tempfile.TemporaryDirectory(prefix="xom-guarded-") as folder:
        guard = pathlib.Path(folder) / "guard.so"
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", guard, HERE / "store_guard.c", "-ldl"], check=True)
        installation = pathlib.Path(folder).resolve() / "here"
        installation.mkdir()
        yield Guarded(binary, installation, guard)


def endpoints(ask, ids):
    """Every path of the interface, its variables filled in."""
    document = json.loads(ask("GET", "/api/v1/openapi.json")[1])
    for path, methods in document["paths"].items():
        yield from ((method.upper(), re.sub(r"\{(\w+)\}", lambda name: ids.get(name.group(1), "1"), path)) for method in methods)


def the_guard_sees_whoever_opens_a_file_of_the_store(binary):
    with guarded(binary) as site:
        site.does("pass")
        opened, wrong = site.said()
        assert opened >= 1 and not wrong, (opened, wrong)
        for words in (["cat", "xom.db"], ["python3", "-c", "import os; os.close(os.open('xom.db', os.O_RDONLY))"], ["cp", "xom.db", "other.db"]):
            subprocess.run(words, cwd=site.folder, env=site.env, stdout=subprocess.DEVNULL, check=True)
            assert site.said()[1], "%s was not seen" % " ".join(words)


def every_command_leaves_the_files_to_sqlite(binary):
    with guarded(binary) as site:
        expect_all_known(site.does("--help").stdout)
        for words in listed(ALONE):
            site.does(*words)
            site.expect_nothing_wrong("xom " + " ".join(words))
        with site.serving("up") as (process, _):
            for words in listed(COMMANDS):
                site.does(*words)
                site.expect_nothing_wrong("xom up, beside xom " + " ".join(words))
                site.expect_locks(process)
        site.expect_nothing_wrong("the end of xom up")


def every_endpoint_leaves_the_files_to_sqlite(binary):
    bodies = {
        "/api/v1/tasks/actions": {"verb": "recompute", "analysis": "peak_rate", "min_run": 53101, "max_run": 53101, "reason": "x"},
        "/api/v1/session": {"name": "anna", "password": "secret word"},
    }
    ids = {"number": "53101", "run": "53101", "name": "peak_rate", "analysis": "peak_rate", "variable": "rate"}
    with guarded(binary) as site:
        site.does("pass")
        site.does("pass")
        for command in ("up", "serve"):
            with site.serving(command) as (process, ask):
                seen = 0
                for method, path in endpoints(ask, ids):
                    body = bodies.get(path, {"text": "a word"}) if method in ("POST", "PUT") else None
                    for _ in range(3):  # several workers
                        status, text = ask(method, path, body)
                        assert status not in (500, 503), "%s %s: %d %s" % (method, path, status, text[:300])
                    seen += status < 400
                    site.does("status")  # who is the last one to close the store deletes its log
                    site.expect_nothing_wrong("xom %s: %s %s" % (command, method, path))
                    site.expect_locks(process)
                assert seen > 15, "only %d endpoints gave an answer" % seen
                wait_for(lambda: process.poll() is None, "it still runs")
            site.expect_nothing_wrong("the end of xom " + command)


run_tests([the_guard_sees_whoever_opens_a_file_of_the_store, every_command_leaves_the_files_to_sqlite,
           every_endpoint_leaves_the_files_to_sqlite])
