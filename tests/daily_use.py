#!/usr/bin/env python3
"""Ordinary use of one site by several processes at once, on the demo's experiment.

    daily_use.py XOM_BINARY [--minutes M] [--rate COMMANDS_PER_MINUTE] [--seed N] [--keep]

`xom up` and `xom serve` run, `xom pass` comes by a timer, operators give commands (retry, recompute, exclude, include, cancel,
prioritise) in processes of their own and through HTTP and write comments, readers look (status, results, explain, runs, check,
jobs, backup), pages are open (what pages ask for, and their event streams), new runs arrive, the site's disk becomes full twice,
the engine is ended with ctrl-C and started again ten times, and killed -9 some times. All the while

* no answer is a 5xx and no command fails, except while the disk is full
* engine and server work on no deleted file of the store, and the engine has its lock on it

and in the end every acknowledged command was carried out, nothing is lost, memory and descriptors have not grown, the
write-ahead log stayed small, and all values are those of a fresh site. Ends with 'N passed, N failed, N skipped'. Without the
right to mount a file system, the full disks are skipped. It needs `xom-demo` beside the binary.
"""

import argparse
import contextlib
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

import daily_checks
import kill9
from daily_site import DISK_MB, Program, Site, Watcher

RUNS = 60
RESTARTS, KILLS = 10, 3
ANALYSES = ("peak_rates", "single_electron", "hot_spot", "peak_shape", "event_rate", "vetoes", "daq_rate", "light_yield",
            "charge_yield", "electron_lifetime", "krypton_energy", "cryostat", "stored_size")
FIRST_RUN = 53001
VERBS = ("recompute",) * 8 + ("retry",) * 3 + ("exclude",) * 2 + ("include",) * 2 + ("prioritise",) * 2 + ("cancel",)


class Day:
    """What happens. One thread per actor; `over` ends them."""

    def __init__(self, site, seconds, rate, dice, may_fill):
        self.site, self.seconds, self.rate, self.dice, self.may_fill = site, seconds, rate, dice, may_fill
        self.over = threading.Event()
        self.programs, self.changing, self.engine = {}, threading.Lock(), threading.Lock()
        self.given, self.comments, self.changes_seen, self.asked, self.read = [], [], 0, 0, 0
        self.restarts = self.kills = 0

    def living(self):
        with self.changing:
            return dict(self.programs)

    def begin(self, name):
        """Starts it until it holds: a pass may have the store just now."""
        for _ in range(60):
            program = Program(self.site, name)
            while program.lives() and not program.address:
                time.sleep(0.02)
            if program.address:
                with self.changing:
                    self.programs[name] = program
                return
            program.end(signal.SIGTERM)
            if program.process.returncode != 1:
                raise RuntimeError("xom %s ended with %s at once" % (name, program.process.returncode))
        raise RuntimeError("xom %s could not be started" % name)

    def end(self, name, how):
        code = self.programs[name].end(how)
        if code != (-9 if how == signal.SIGKILL else 130):
            self.site.note("xom %s ended with %s after %s" % (name, code, signal.Signals(how).name))

    def address(self, dice):
        return dice.choice([program.address for program in self.living().values() if program.address])

    # The actors.

    def engine_restarts(self, dice):
        moments = sorted((i + 0.2 + 0.6 * dice.random()) / (RESTARTS + KILLS) for i in range(RESTARTS + KILLS))
        kills = set(dice.sample(range(RESTARTS + KILLS), KILLS))
        begun = time.monotonic()
        for number, moment in enumerate(moments):
            # In the last fifth nothing is disturbed, so that one can see whether it grows.
            if self.over.wait(max(0, begun + 0.8 * self.seconds * moment - time.monotonic())):
                return
            with self.engine:
                kill = number in kills
                self.end_engine(signal.SIGKILL if kill else signal.SIGINT)
                self.kills, self.restarts = self.kills + kill, self.restarts + (not kill)
                self.begin("up")

    def end_engine(self, how):
        if not self.programs["up"].lives():
            return self.note_end()
        self.end("up", how)

    def note_end(self):
        said = (self.site.logs / "up.log").read_text(errors="replace").splitlines()
        self.site.note("the engine ended by itself with %s: %s" % (self.programs["up"].process.returncode, said[-1:]))

    def disk(self, dice):
        """Becomes full twice; the second time an engine ends meanwhile, and one tries to begin."""
        for moment in (0.25, 0.55):
            if self.over.wait(max(0, self.begun + (moment + 0.1 * dice.random()) * self.seconds - time.monotonic())):
                return
            with self.engine:
                with self.full_disk(min(5 + 3 * dice.random(), self.seconds / 10)):
                    if moment > 0.5:
                        time.sleep(dice.random())
                        self.end_engine(signal.SIGINT)
                        self.restarts += 1
                        self.begin_on_full_disk()
                if not self.programs["up"].lives():
                    if moment < 0.5:
                        self.note_end()
                    self.begin("up")

    def begin_on_full_disk(self):
        program = Program(self.site, "up")
        while program.lives() and not program.address:
            time.sleep(0.02)
        with self.changing:
            self.programs["up"] = program
        if not program.lives() and program.process.returncode not in (1, 4):
            self.site.note("xom up, begun on a full disk, ended with %d" % program.process.returncode)

    @contextlib.contextmanager
    def full_disk(self, seconds):
        """Full for so long, and as long as the block lasts."""
        over = threading.Event()

        def keep_full():
            while not over.wait(0.2):
                self.site.fill_disk()
        self.site.fill_disk()
        self.site.full.append((time.monotonic(), float("inf")))
        filler, until = threading.Thread(target=keep_full, daemon=True), time.monotonic() + seconds
        filler.start()
        try:
            yield
            time.sleep(max(0, until - time.monotonic()))
        finally:
            over.set()
            filler.join()
            (self.site.folder / "fill").unlink()
            self.site.full[-1] = (self.site.full[-1][0], time.monotonic())

    def timer(self, dice):
        while not self.over.wait(5):
            begun = time.monotonic()
            done = self.site.xom("pass")
            busy = done.returncode == 1 and "another engine holds" in done.stderr
            if done.returncode not in (0, 3) and not busy and not self.site.was_full(begun):
                self.site.note("xom pass ended with %d: %s" % (done.returncode, done.stderr[-300:]))

    def some_runs(self, dice):
        first = FIRST_RUN + dice.randrange(RUNS)
        return first, first + dice.choice((0, 0, 0, 2, 9))

    def operator(self, dice):
        while not self.over.wait(dice.expovariate(self.rate / 60 / 2)):
            verb, analysis = dice.choice(VERBS), dice.choice(ANALYSES)
            low, high = self.some_runs(dice)
            begun = time.monotonic()
            if dice.random() < 0.5:
                words = [verb, analysis, "%d-%d" % (low, high), "--reason", "daily use"]
                done = self.site.xom(*words, *(["--priority", str(dice.randrange(1, 9))] if verb == "prioritise" else []), "--json")
                if done.returncode == 0:
                    self.given.append((daily_checks.number_of_command(done.stdout), verb, analysis, low, high))
                elif not self.site.was_full(begun):
                    self.site.note("xom %s ended with %d: %s" % (verb, done.returncode, done.stderr[-300:]))
            else:
                body = {"verb": verb, "analysis": analysis, "min_run": low, "max_run": high, "reason": "daily use"}
                if verb == "prioritise":
                    body["priority"] = dice.randrange(1, 9)
                data = self.post("/api/v1/tasks/actions", body, 202, dice)
                self.given += [(command, verb, analysis, low, high) for command in (data or {}).get("commands", [])]
            if dice.random() < 0.2:
                text = "comment %d" % dice.randrange(10**9)
                data = self.post("/api/v1/comments", {"runs": [low], "text": text}, 201, dice)
                self.comments += [(number, low, text) for number in (data or {}).get("ids", [])]

    def post(self, path, body, expected, dice):
        begun = time.monotonic()
        status, answer = self.site.ask(self.address(dice), path, body)
        if status == expected:
            return daily_checks.data_of(answer)
        if status is not None and not self.site.was_full(begun):
            self.site.note("POST %s is answered with %d: %s" % (path, status, answer[:300]))
        return None

    def reader(self, dice):
        while not self.over.wait(0.3 * dice.random()):
            run, analysis = FIRST_RUN + dice.randrange(RUNS), dice.choice(ANALYSES)
            begun = time.monotonic()
            words = dice.choice((["status"], ["results", "--limit", "0"], ["explain", analysis, str(run)], ["runs"], ["check"], ["jobs"],
                                 ["latest"], ["backup", str(self.site.root / ("backup-%d.db" % dice.randrange(10**9)))]))
            done = self.site.xom(*words)
            self.read += 1
            # `check` may say that no engine runs, that the disk is nearly full, or that a run's data are damaged.
            if done.returncode not in ((0, 1, 3) if words[0] == "check" else (0,)) and not self.site.was_full(begun):
                self.site.note("xom %s ended with %d: %s" % (words[0], done.returncode, done.stderr[-300:]))
            if words[0] == "backup":
                for path in self.site.root.glob(os.path.basename(words[1]) + "*"):
                    shutil.rmtree(path) if path.is_dir() else path.unlink()

    def page(self, dice):
        while not self.over.wait(0.2 * dice.random()):
            run, analysis = FIRST_RUN + dice.randrange(RUNS), dice.choice(ANALYSES)
            path = dice.choice((
                "/api/v1/now", "/api/v1/operations", "/api/v1/health", "/metrics", "/api/v1/session", "/api/v1/analyses", "/", "/runs",
                "/api/v1/runs?limit=100&facets=1&columns=peak_rates.peak_rate_mid_area", "/api/v1/runs?numbers=1&limit=1000000",
                "/api/v1/runs.csv?filter=mode:tpc_*", "/api/v1/runs?filter=light_yield:done&sort=-number", "/api/v1/runs/%d" % run,
                "/api/v1/analyses/%s" % analysis, "/api/v1/variables?q=rate", "/api/v1/trend?v=event_rate.total&v=light_yield.LYS1&gaps=1&usual=1",
                "/api/v1/trend?v=single_electron.se_gain&points=50", "/api/v1/trend.csv?v=peak_shape.s1_aft", "/api/v1/trend.bin?v=vetoes.busy_count_rate_hz",
                "/api/v1/axis", "/api/v1/coverage?bins=120", "/api/v1/tasks?analysis=%s&limit=100" % analysis,
                "/api/v1/tasks/counts?runs=%d..%d" % (run, run + 9), "/api/v1/search?q=%d" % run,
                "/api/v1/explain?analysis=%s&run=%d" % (analysis, run), "/api/v1/runs/%d/histogram?analysis=peak_rates&name=area" % run))
            begun = time.monotonic()
            status, answer = self.site.ask(self.address(dice), path)
            self.asked += status is not None
            if status is not None and status != 200 and not (status == 404 and str(run) in path) and not self.site.was_full(begun):
                self.site.note("GET %s is answered with %d: %s" % (path.replace(str(run), "N"), status, answer[:200]))

    def open_page(self, dice):
        """Events, as a page has them."""
        while not self.over.wait(0.1):
            with contextlib.suppress(OSError, ValueError, AttributeError):
                with urllib.request.urlopen(self.address(dice) + "/api/v1/events", timeout=20) as stream:
                    for line in stream:
                        self.changes_seen += line.startswith(b"event: change")
                        if self.over.is_set():
                            break

    def play(self):
        self.begun = time.monotonic()
        self.begin("up")
        self.begin("serve")
        watcher = Watcher(self.site, self.living)
        watcher.start()
        with open(self.site.logs / "live.log", "ab") as log:
            live = subprocess.Popen([self.site.generator, "live", self.site.data, "--every", "4s"], stdout=log, stderr=log)
        actors = [self.engine_restarts, self.timer, self.operator, self.operator, self.reader, self.page, self.page, self.open_page, self.open_page]
        threads = [threading.Thread(target=self.act, args=(actor, random.Random(self.dice.random())), daemon=True)
                   for actor in actors + [self.disk] * self.may_fill]
        for thread in threads:
            thread.start()
        self.over.wait(self.seconds)
        self.over.set()
        for thread in threads:
            thread.join(90)
        live.terminate()
        live.wait(60)
        return watcher

    def act(self, actor, dice):
        try:
            actor(dice)
        except Exception as error:  # one that ends is told, and ends no other
            self.site.note("%s: %s: %s" % (actor.__name__, type(error).__name__, error))


@contextlib.contextmanager
def disk(folder, may_mount):
    folder.mkdir()
    if may_mount:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=%dm" % DISK_MB, "tmpfs", folder], check=True)
    try:
        yield
    finally:
        if may_mount:
            subprocess.run(["umount", "-l", folder], check=False)


def in_own_mounts():
    """Goes on in a process that may mount, if there can be one: its mounts are seen by nobody else, and go with it."""
    if "XOM_DAILY_MOUNTS" in os.environ:
        return os.environ["XOM_DAILY_MOUNTS"] == "yes"
    for words in (["unshare", "--mount"], ["unshare", "--mount", "--user", "--map-root-user"]):
        with contextlib.suppress(OSError):
            tried = subprocess.run([*words, "mount", "-t", "tmpfs", "tmpfs", "/tmp"], stdin=subprocess.DEVNULL, capture_output=True)
            if tried.returncode == 0:
                os.environ["XOM_DAILY_MOUNTS"] = "yes"
                os.execvp(words[0], [*words, sys.executable, *sys.argv])
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("xom")
    parser.add_argument("--minutes", type=float, default=2)
    parser.add_argument("--rate", type=float, help="commands of operators a minute (default: 20, at least 200 in all)")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--keep", action="store_true", help="leave the folder, and say where")
    options = parser.parse_args()
    may_mount = in_own_mounts()
    rate = options.rate or max(20, 200 / options.minutes)
    print("seed %d; again: %s %s --minutes %g --rate %g --seed %d" % (options.seed, sys.argv[0], options.xom, options.minutes, rate, options.seed), flush=True)
    root = pathlib.Path(tempfile.mkdtemp(prefix="xom-daily-"))
    passed = failed = 0
    with disk(root / "site", may_mount):
        try:
            site = Site(str(pathlib.Path(options.xom).resolve()), root, root / "site", RUNS)
            day = Day(site, 60 * options.minutes, rate, random.Random(options.seed), may_mount)
            watcher = day.play()
            print("%d commands acknowledged, %d comments, %d readers, %d answers, %d changes seen; %d times ctrl-C, %d times kill -9, %d full disks" % (
                len(day.given), len(day.comments), day.read, day.asked, day.changes_seen, day.restarts, day.kills, len(site.full)), flush=True)
            for name, wrong in daily_checks.all_of(site, day, watcher):
                passed, failed = passed + (not wrong), failed + bool(wrong)
                if wrong:
                    print("FAILED  %s (seed %d)\n%s" % (name, options.seed, "\n".join("    " + text for text in wrong[:20])), flush=True)
        except Exception as error:
            failed += 1
            print("FAILED  (seed %d): %s: %s" % (options.seed, type(error).__name__, error))
        finally:
            for pid in kill9.processes_in(root):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            if failed:
                for log in sorted((root / "logs").glob("*.log")):
                    print("last lines of %s:\n%s" % (log.name, log.read_text(errors="replace")[-2000:]))
            if options.keep:
                kept = pathlib.Path(tempfile.mkdtemp(prefix="xom-daily-kept-"))
                shutil.copytree(root, kept, dirs_exist_ok=True)
                print("kept: %s" % kept)
    shutil.rmtree(root, ignore_errors=True)
    if not may_mount:
        print("skipped the full disk: no file system may be mounted here")
    print("%d passed, %d failed, %d skipped" % (passed, failed, not may_mount))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
