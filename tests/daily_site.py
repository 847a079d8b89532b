"""One site as people have it: the demo's experiment, an engine with pages, a server beside it, and what can be seen of them in /proc."""

import collections
import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
DISK_MB = 96  # of the site's own disk


class Program:
    """`xom up` or `xom serve`; the address is known when it answers."""

    def __init__(self, site, *words):
        self.words, self.begun, self.address = words, time.monotonic(), ""
        self.log = open(site.logs / (words[0] + ".log"), "ab")
        self.process = subprocess.Popen([site.binary, *words, "--listen", "127.0.0.1:0"], cwd=site.folder, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=self.log)
        self.pid = self.process.pid
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            found = re.search(r"pages at (http://\S+?)/?$", line.decode().strip())
            if found:
                self.address = found.group(1)

    def lives(self):
        return self.process.poll() is None

    def end(self, how):
        """The exit code; "hangs" if there is none for 30 s."""
        if self.lives():
            self.process.send_signal(how)
        try:
            code = self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            code = "hangs"
        self.log.close()
        return code


class Site:
    """`folder` has the store and lies on a disk of its own; data and logs lie elsewhere."""

    def __init__(self, binary, root, folder, runs):
        self.binary, self.root, self.folder = binary, root, folder
        self.generator = str(pathlib.Path(binary).with_name("xom-demo"))
        self.data, self.logs = root / "data", root / "logs"
        self.logs.mkdir()
        self.full = []  # [from, until] of the disk, monotonic
        self.wrong = collections.Counter()
        self.lock = threading.Lock()
        subprocess.run([self.generator, "make", self.data, "--runs", str(runs)], check=True, stdout=subprocess.DEVNULL)
        self.configure(folder)

    def configure(self, folder):
        shutil.copytree(HERE.parent / "demo" / "analyses", folder / "analyses")
        (folder / "xom.toml").write_text('store = "xom.db"\ndata = ["%s"]\nanalyses = ["analyses/*.toml"]\n[runs]\ntype = "strax"\npoll = "1s"\n'
                                         '[local]\nslots = 2\n' % (self.data / "strax"))

    def note(self, what):
        """Something is wrong. Numbers that differ from time to time make it no other thing."""
        with self.lock:
            self.wrong[what] += 1

    def xom(self, *words, folder=None, longest_s=120):
        return subprocess.run([self.binary, *words], cwd=folder or self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=longest_s, errors="replace")

    def xom_json(self, *words, folder=None):
        done = self.xom(*words, "--json", folder=folder)
        if done.returncode != 0:
            raise RuntimeError("xom %s ended with %d: %s" % (" ".join(words), done.returncode, done.stderr))
        return json.loads(done.stdout)

    def database(self, folder=None):
        return contextlib.closing(sqlite3.connect("file:%s?mode=ro" % ((folder or self.folder) / "xom.db"), uri=True, timeout=20))

    def rows(self, query, *values):
        with self.database() as database:
            return database.execute(query, values).fetchall()

    def fill_disk(self):
        """As often as wanted: whatever is free is gone."""
        with open(self.folder / "fill", "ab", buffering=0) as file:
            with contextlib.suppress(OSError):
                while True:
                    file.write(bytes(1 << 16))
            with contextlib.suppress(OSError):
                while True:
                    file.write(bytes(512))

    def was_full(self, begun):
        """Whether the disk was full at some time since then; it takes a moment until all have noticed that it is not."""
        return any(until + 2 > begun for _, until in self.full)

    def ask(self, address, path, body=None, longest_s=60):
        """Status and bytes of an answer; None if there was no connection, or it ended early."""
        headers = {"Content-Type": "application/json"} if body is not None else {}
        request = urllib.request.Request(address + path, data=json.dumps(body).encode() if body is not None else None, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=longest_s) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()
        except (OSError, urllib.error.URLError, ValueError, EOFError, __import__("http.client").client.HTTPException):
            return None, b""


def status_kb(pid, key):
    for line in pathlib.Path("/proc/%d/status" % pid).read_text().splitlines():
        if line.startswith(key + ":"):
            return int(line.split()[1])
    return 0


def descriptors(pid):
    """Number -> what it is."""
    found = {}
    for entry in os.listdir("/proc/%d/fd" % pid):
        with contextlib.suppress(OSError):
            found[int(entry)] = os.readlink("/proc/%d/fd/%s" % (pid, entry))
    return found


def has_lock(pid, path):
    """Whether the process has a POSIX lock on the file."""
    inode = os.stat(path).st_ino
    for line in pathlib.Path("/proc/locks").read_text().splitlines():
        words = line.split()
        if "POSIX" in words and str(pid) in words and any(word.endswith(":%d" % inode) for word in words):
            return True
    return False


class Watcher(threading.Thread):
    """Looks at engine and server once a second."""

    def __init__(self, site, programs):
        super().__init__(daemon=True)
        self.site, self.programs = site, programs  # a function: name -> Program
        self.samples = collections.defaultdict(list)  # pid -> [(time, resident kB, descriptors)]
        self.largest_wal = 0
        self.over = threading.Event()

    def run(self):
        while not self.over.wait(1):
            for name, program in self.programs().items():
                # In its first moments it has not opened the store yet, or waits for the engine before it to end.
                if program.address and program.lives() and time.monotonic() - program.begun > 3:
                    with contextlib.suppress(FileNotFoundError, ProcessLookupError, PermissionError):
                        self.look(name, program.pid)
            with contextlib.suppress(FileNotFoundError):
                self.largest_wal = max(self.largest_wal, (self.site.folder / "xom.db-wal").stat().st_size)

    def look(self, name, pid):
        self.samples[pid].append((time.monotonic(), status_kb(pid, "VmRSS"), len(descriptors(pid))))
        deleted = self.deleted(pid)
        # SQLite's last connection deletes a file a moment before it closes it.
        if deleted and self.over.wait(0.5) is False and deleted & self.deleted(pid):
            self.site.note("%s works on deleted files: %s" % (name, ", ".join(sorted({os.path.basename(what) for _, what in deleted}))))
        if name == "up" and not has_lock(pid, self.site.folder / "xom.db"):
            time.sleep(0.2)
            now = self.programs()["up"]
            if now.pid == pid and now.lives() and not has_lock(pid, self.site.folder / "xom.db"):
                self.site.note("the engine has no lock on the store")

    def deleted(self, pid):
        return {(number, what) for number, what in descriptors(pid).items() if what.endswith(" (deleted)") and str(self.site.folder) in what}

    def growth(self):
        """Yields what grows: medians of the second and the last quarter of each long life."""
        def median(values):
            return sorted(values)[len(values) // 2]
        for pid, samples in self.samples.items():
            if len(samples) < 40:
                continue
            quarter = len(samples) // 4
            for index, what, allowed in ((1, "kB of memory", 32 * 1024), (2, "descriptors", 16)):
                before = median([sample[index] for sample in samples[quarter:2 * quarter]])
                after = median([sample[index] for sample in samples[-quarter:]])
                if after > before * 1.25 + allowed:
                    yield "process %d went from %d to %d %s in %.0f s" % (pid, before, after, what, samples[-1][0] - samples[0][0])
                print("process %d, %.0f s: %d, then %d %s" % (pid, samples[-1][0] - samples[0][0], before, after, what))
