#!/usr/bin/env python3
"""kill -9 of `xom watch` at random moments, restarted each time: nothing is lost, nothing is recorded twice.

    kill9.py XOM_BINARY [--rounds N] [--seed N] [--keep]

While the engine lives and dies, runs arrive, tags come and go, and values are asked to be computed again. Then passes
run until nothing is left to do, and the store is read with SQLite alone:

* every wanted pair of run and analysis is done, or has a reason that `xom explain` tells
* every done task has exactly one good attempt per generation, and one row per variable, of that attempt
* events of each task are numbered without gap and each begins in the state in which the one before ended
* no attempt is open, no job directory and no process is left
* every value equals that of one undisturbed pass over a copy of the data

Ends with 'N passed, N failed'; exit code 1 if a check failed.
"""

import argparse
import collections
import json
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

SAMPLE = pathlib.Path(__file__).resolve().parent / "data" / "strax-small"
SOURCES = (53101, 53102, 53103, 53104, 53105)
PEAKS = "-peak_basics-hqy3mbplud"
FIRST_RUN = 60001
ANALYSES = {  # name -> variables
    "rates": ("rate", "rows"),
    "means": ("mean_area",),
    "program": ("twice",),
    "failing": ("never",),
}
CONFIGURATION = {
    "xom.toml": """
data = "strax"
[runs]
poll = "0.2s"
[native]
threads = 2
[local]
slots = 2
[retries.infrastructure]
retries = -1
first_delay = "1s"
longest_delay = "1s"
[retries.corrupt_data]
retries = 0  # who asks for damaged data to be computed again has the answer at once
[retries.no_data]  # data that vanished after they were looked for
first_delay = "1s"
longest_delay = "1s"
[retries.user_error]
first_delay = "1s"
longest_delay = "1s"
""",
    "analyses/all.toml": """
[analysis.rates]
version = "v1"
exclude_tags = ["messy"]
data = "peak_basics"
[[analysis.rates.variable]]
name = "rate"
unit = "Hz"
value = "count(area > 10) / livetime"
[[analysis.rates.variable]]
name = "rows"
value = "count()"

[analysis.means]
version = "v1"
exclude_tags = ["messy"]
data = "peak_basics"
[[analysis.means.variable]]
name = "mean_area"
unit = "PE"
value = "mean(area)"
where = "(area > 0) & (area < 1000)"

[analysis.program]
version = "v1"
exclude_tags = ["messy"]
command = ["sh", "program.sh", "{run}"]
[[analysis.program.variable]]
name = "twice"

[analysis.failing]
version = "v1"
exclude_tags = ["messy"]
min_run = 60001
max_run = 60003
command = ["sh", "-c", "exit 4"]
[[analysis.failing.variable]]
name = "never"
""",
    "analyses/program.sh": """
sleep 0.0$(($1 % 10))
printf '{"results": [{"variable": "twice", "value": %d, "error": 0, "n": 1}]}' $(($1 * 2)) > "$XOM_OUT/new"
mv "$XOM_OUT/new" "$XOM_OUT/result.json"
""",
}


class Site:
    """An installation in a folder of its own."""

    def __init__(self, binary):
        self.binary = binary
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="xom-kill9-"))
        (self.folder / "strax").mkdir()
        for name, text in CONFIGURATION.items():
            (self.folder / name).parent.mkdir(exist_ok=True)
            (self.folder / name).write_text(text)

    def add_run(self, run, tags=()):
        self.document(run, tags)
        self.add_data(run)

    def document(self, run, tags=()):
        """Times are those of the sample, so that the data fit."""
        document = json.loads((SAMPLE / ("%06d-metadata.json" % source_of(run))).read_text())
        document.update(name="%06d" % run, number=run, mode="tpc_bkg", tags=[{"name": tag} for tag in tags])
        path = self.folder / "strax" / ("%06d-metadata.json" % run)
        path.with_suffix(".new").write_text(json.dumps(document))
        os.replace(path.with_suffix(".new"), path)

    def add_data(self, run):
        """The sample's data under another run number. Of some runs peak_basics is missing, of some damaged."""
        for folder in SAMPLE.glob("%06d-veto_intervals-*" % source_of(run)):
            self.put(folder, run)
        if run % 11 != 0:
            self.put(SAMPLE / ("%06d%s" % (source_of(run), PEAKS)), run, damaged=run % 13 == 0)

    def put(self, folder, run, damaged=False):
        """Copies a data set and puts it in place by renaming, as strax does."""
        final = self.folder / "strax" / ("%06d%s" % (run, folder.name[6:]))
        made = final.with_name(final.name + "_temp")
        shutil.copytree(folder, made)
        for path in made.glob("*metadata.json"):
            text = path.read_text()
            path.write_text(text.replace('"run_id": "%s"' % folder.name[:6], '"run_id": "%06d"' % run))
        if damaged:
            chunk = sorted(path for path in made.iterdir() if path.suffix != ".json")[0]
            os.truncate(chunk, chunk.stat().st_size // 2)
        made.rename(final)

    def xom(self, *words, longest_s=120):
        return subprocess.run([self.binary, *words], cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=longest_s)

    def xom_json(self, *words):
        done = self.xom(*words, "--json")
        if done.returncode != 0 and not (words[0] == "pass" and done.returncode == 3):  # attempts that were killed
            raise RuntimeError("xom %s ended with %d: %s" % (" ".join(words), done.returncode, done.stderr))
        return json.loads(done.stdout)

    def watch(self):
        with open(self.folder / "watch.log", "a") as log:
            return subprocess.Popen([self.binary, "watch"], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log,
                                    stderr=log)

    def database(self):
        return sqlite3.connect("file:%s?mode=ro" % (self.folder / "xom.db"), uri=True)

    def pass_until_quiet(self, longest_s):
        """Passes until nothing is started and nothing could be soon."""
        end = time.monotonic() + longest_s
        while time.monotonic() < end:
            report = self.xom_json("pass")
            with self.database() as database:
                open_tasks = database.execute(
                    "SELECT count(*) FROM task WHERE wanted = 1 AND state IN ('todo', 'submitted')").fetchone()[0]
            if report["started"] == 0 and open_tasks == 0:
                return True
            time.sleep(0.2)
        return False

    def values(self):
        return {(r["analysis"], r["version"], r["variable"], r["run"]): (r["value"], r["error"], r["n"], r["status"])
                for r in self.xom_json("results", "--limit", "0")}


def source_of(run):
    return SOURCES[run % len(SOURCES)]


def processes_in(folder):
    """Pids of processes that work in the folder."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                if os.readlink(entry / "cwd").startswith(str(folder)):
                    found.append(int(entry.name))
            except OSError:
                pass
    return found


def torment(site, rounds, dice):
    """The rounds. Returns run -> tags as they are in the end, and how each engine ended that was not killed."""
    tags = {}
    ended = []

    def disturb():
        for _ in range(dice.choice((0, 1, 1, 2))):
            run = FIRST_RUN + len(tags)
            tags[run] = []
            site.add_run(run)
        if tags and dice.random() < 0.2:
            run = dice.choice(list(tags))
            tags[run] = [] if tags[run] else ["messy"]
            site.document(run, tags[run])
        if tags and dice.random() < 0.15:
            site.xom("recompute", dice.choice(("rates", "program")), str(dice.choice(list(tags))))

    for run in range(FIRST_RUN, FIRST_RUN + 10):
        tags[run] = []
        site.add_run(run)
    for number in range(rounds):
        engine = site.watch()
        try:
            for _ in range(dice.choice((1, 1, 2))):
                time.sleep(dice.choice((0.01, 0.05, 0.2, 0.5)) * (0.2 + dice.random()))
                disturb()
        finally:
            if engine.poll() is None:
                engine.send_signal(signal.SIGKILL)
            if engine.wait() != -signal.SIGKILL:
                said = (site.folder / "watch.log").read_text(errors="replace").splitlines()
                ended.append("round %d: the engine ended with %d: %s" % (number, engine.returncode, said[-1:]))
        if (number + 1) % 20 == 0:
            print("round %d of %d, %d runs" % (number + 1, rounds, len(tags)), flush=True)
    return tags, ended


def wanted_pairs(tags):
    for run, of_run in tags.items():
        for analysis in ANALYSES:
            if "messy" not in of_run and (analysis != "failing" or run <= 60003):
                yield analysis, run


# Checks: each returns what is wrong, in words; nothing if nothing is.

def is_sound(site, tags, database):
    yield from (row[0] for row in database.execute("PRAGMA integrity_check") if row[0] != "ok")
    done = site.xom("check", "--deep")
    if done.returncode != 0:
        yield "xom check --deep ended with %d:\n%s%s" % (done.returncode, done.stdout, done.stderr)


def every_wanted_pair_is_done_or_explained(site, tags, database):
    tasks = {(analysis, run): (state, reason, wanted) for analysis, run, state, reason, wanted in database.execute(
        "SELECT stream.analysis, task.run, task.state, task.reason, task.wanted FROM task JOIN stream ON "
        "stream.id = task.stream")}
    pairs = set(wanted_pairs(tags))
    for pair in sorted(pairs):
        state, reason, wanted = tasks.get(pair, ("absent", "", 0))
        has_data = pair[0] in ("program", "failing") or (pair[1] % 11 and pair[1] % 13)
        expected = "failed" if pair[0] == "failing" else "done" if has_data else "tocheck"
        if not wanted or state != expected:
            yield "%s of run %d is %s (wanted: %s), not %s: %s" % (*pair, state, wanted, expected, reason)
        elif state != "done":
            headline = site.xom_json("explain", pair[0], str(pair[1]))[0]["headline"]
            if not reason or reason not in headline:
                yield "%s of run %d is not explained: %s" % (*pair, headline)
    for pair, (state, reason, wanted) in tasks.items():
        if wanted and pair not in pairs:
            yield "%s of run %d should not be wanted" % pair


def no_result_is_there_twice(site, tags, database):
    good = collections.Counter(database.execute("SELECT task, generation FROM attempt WHERE outcome = 'ok'"))
    for key, count in good.items():
        if count > 1:
            yield "task %d has %d good attempts in generation %d" % (key[0], count, key[1])
    for task, analysis, generation in database.execute(
            "SELECT task.id, stream.analysis, task.generation FROM task JOIN stream ON stream.id = task.stream "
            "WHERE task.state = 'done'"):
        if good[task, generation] != 1:
            yield "task %d is done with %d good attempts" % (task, good[task, generation])
        rows = database.execute(
            "SELECT series.variable, result.generation, attempt.outcome, attempt.generation FROM result "
            "JOIN series ON series.id = result.series JOIN attempt ON attempt.id = result.attempt "
            "WHERE result.task = ?", (task,)).fetchall()
        if sorted(row[0] for row in rows) != sorted(ANALYSES[analysis]):
            yield "task %d has the results %s" % (task, [row[0] for row in rows])
        for row in rows:
            if row[1:] != (generation, "ok", generation):
                yield "result %s of task %d: generation, outcome, generation of its attempt are %s" % (
                    row[0], task, row[1:])


def events_are_without_gap(site, tags, database):
    events = collections.defaultdict(list)
    for task, sequence, before, after in database.execute(
            "SELECT task, sequence, from_state, to_state FROM event ORDER BY task, sequence"):
        events[task].append((sequence, before, after))
    for task, state, wanted, count in database.execute("SELECT id, state, wanted, events FROM task"):
        chain = events[task]
        if [entry[0] for entry in chain] != list(range(1, count + 1)):
            yield "task %d has %d events, numbered %s" % (task, count, [entry[0] for entry in chain])
        if chain and chain[0][1] != "":
            yield "task %d begins in %s" % (task, chain[0][1])
        for one, two in zip(chain, chain[1:]):
            if one[2] != two[1] and "withdrawn" not in (one[2], two[1]):
                yield "task %d goes to %s and then from %s" % (task, one[2], two[1])
        if wanted and chain and chain[-1][2] != state:
            yield "task %d is %s, its last event says %s" % (task, state, chain[-1][2])


def nothing_is_left_over(site, tags, database):
    for attempt, state in database.execute("SELECT id, state FROM attempt WHERE state <> 'ended'"):
        yield "attempt %d is still %s" % (attempt, state)
    for task, count, highest, promised in database.execute(
            "SELECT task.id, count(attempt.id), coalesce(max(attempt.number), 0), task.attempts FROM task LEFT JOIN "
            "attempt ON attempt.task = task.id GROUP BY task.id"):
        if not count == highest == promised:
            yield "task %d has %d attempts up to number %d, %d were begun" % (task, count, highest, promised)
    jobs = site.folder / "jobs"
    for entry in jobs.iterdir() if jobs.exists() else ():
        if entry.name != "quarantine":
            yield "job directory %s is left" % entry.name
    for entry in (jobs / "quarantine").iterdir() if (jobs / "quarantine").exists() else ():
        yield "job %s is in quarantine" % entry.name
    end = time.monotonic() + 10
    while processes_in(site.folder) and time.monotonic() < end:
        time.sleep(0.1)
    yield from ("process %d still runs" % pid for pid in processes_in(site.folder))


def values_equal_those_of_an_undisturbed_pass(site, tags, database):
    quiet = Site(site.binary)
    try:
        for run, of_run in tags.items():
            quiet.add_run(run, of_run)
        if not quiet.pass_until_quiet(120):
            yield "the undisturbed pass did not end"
        expected, found = quiet.values(), site.values()
        if not expected:
            yield "the undisturbed pass gave nothing"
        for key in sorted(set(expected) | set(found)):
            if expected.get(key) != found.get(key):
                yield "%s: %s, undisturbed %s" % (key, found.get(key), expected.get(key))
    finally:
        shutil.rmtree(quiet.folder, ignore_errors=True)


CHECKS = (is_sound, every_wanted_pair_is_done_or_explained, no_result_is_there_twice, events_are_without_gap,
          nothing_is_left_over, values_equal_those_of_an_undisturbed_pass)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("xom")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--keep", action="store_true", help="leave the folder, and say where")
    options = parser.parse_args()
    print("seed %d, %d rounds" % (options.seed, options.rounds), flush=True)
    site = Site(str(pathlib.Path(options.xom).resolve()))
    passed = failed = 0
    try:
        tags, ended = torment(site, options.rounds, random.Random(options.seed))
        print("%d runs, %d engines killed" % (len(tags), options.rounds - len(ended)))
        quiet = site.pass_until_quiet(180)
        with site.database() as database:
            attempts = collections.Counter(row[0] for row in database.execute("SELECT outcome FROM attempt"))
            print("attempts: " + ", ".join("%d %s" % (count, name) for name, count in attempts.most_common()))
            for check in CHECKS:
                wrong = list(check(site, tags, database))
                if check is is_sound:
                    wrong += ended
                if check is is_sound and not quiet:
                    wrong.append("tasks are still todo or submitted after 180 s of passes")
                if wrong:
                    failed += 1
                    print("FAILED  %s (seed %d)" % (check.__name__.replace("_", " "), options.seed))
                    print("\n".join("    " + text for text in wrong[:20]))
                else:
                    passed += 1
    except (OSError, RuntimeError, sqlite3.Error, subprocess.TimeoutExpired) as error:
        failed += 1
        print("FAILED  (seed %d): %s" % (options.seed, error))
    finally:
        for pid in processes_in(site.folder):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        if failed and (site.folder / "watch.log").exists():
            print("last lines of watch.log:\n" + (site.folder / "watch.log").read_text(errors="replace")[-2000:])
        if options.keep:
            print("kept: %s" % site.folder)
        else:
            shutil.rmtree(site.folder, ignore_errors=True)
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
