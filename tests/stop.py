#!/usr/bin/env python3
"""ctrl-C and SIGTERM at random moments: what the engine itself stopped is simply todo.

    stop.py XOM_BINARY [--rounds N] [--seed N]

Runs arrive while `xom pass` and `xom watch` are begun and stopped by turns, recipes and programs being under way. Then ONE
pass follows, with the usual delays of retries. After it

* everything is done, without delay
* no attempt was a failure, no try was counted
* every engine ended by itself within 10 s, with exit code 130 (a pass that had ended before: 0)
* no attempt is open, no job directory and no process is left, `xom check --deep` finds nothing

Ends with 'N passed, N failed'; exit code 1 if a check failed.
"""

import argparse
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import time

import kill9

TOML = 'data = "strax"\n[runs]\npoll = "0.2s"\n[native]\nthreads = 1\n[local]\nslots = 2\n'


def add_runs(site, runs, dice):
    """Runs whose data are whole."""
    for _ in range(dice.choice((1, 2, 6))):
        run = runs[-1] + 1 if runs else kill9.FIRST_RUN + 10
        while run % 11 == 0 or run % 13 == 0:
            run += 1
        runs.append(run)
        site.add_run(run)


def torment(site, rounds, dice):
    """Returns the runs, and how engines ended that should have ended otherwise."""
    runs, wrong = [], []
    for number in range(rounds):
        add_runs(site, runs, dice)
        command, asked = dice.choice(("pass", "watch")), dice.choice((signal.SIGINT, signal.SIGTERM))
        with open(site.folder / "watch.log", "ab") as log:
            engine = subprocess.Popen([site.binary, command], cwd=site.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        # Before its handlers are there a signal ends it as kill -9 does: that is another test.
        begun = time.monotonic()
        while engine.poll() is None and time.monotonic() - begun < 10 and not handles_signals(engine.pid):
            time.sleep(0.002)
        time.sleep(dice.choice((0, 0.005, 0.02, 0.05, 0.1, 0.3)) * dice.random() * 2)
        engine.send_signal(asked)
        try:
            code = engine.wait(10)
        except subprocess.TimeoutExpired:
            engine.kill()
            code = "nothing for 10 s"
        if code != 130 and not (command == "pass" and code in (0, 3)):
            wrong.append("round %d: xom %s ended with %s after %s" % (number, command, code, asked.name))
    return runs, wrong


def handles_signals(pid):
    try:
        status = pathlib.Path("/proc/%d/status" % pid).read_text()
    except OSError:
        return False
    caught = next((int(line.split()[1], 16) for line in status.splitlines() if line.startswith("SigCgt")), 0)
    return caught >> (signal.SIGINT - 1) & 1


def everything_is_done_without_delay(site, runs, database):
    tasks = database.execute("SELECT stream.analysis, task.run, task.state, task.reason, task.next_ns FROM task JOIN stream ON "
                             "stream.id = task.stream WHERE task.wanted = 1").fetchall()
    wanted = {(analysis, run) for analysis in ("rates", "means", "program") for run in runs}
    for pair in sorted(wanted - {task[:2] for task in tasks}):
        yield "%s of run %d is not there" % pair
    for analysis, run, state, reason, later in tasks:
        if state != "done":
            yield "%s of run %d is %s%s: %s" % (analysis, run, state, ", delayed" if later else "", reason)


def nothing_counts_as_a_failure(site, runs, database):
    for outcome, reason, count in database.execute(
            "SELECT outcome, reason, count(*) FROM attempt WHERE outcome <> 'ok' AND reason <> 'stopped with the engine' GROUP BY 1, 2"):
        yield "%d attempts ended as %s: %s" % (count, outcome, reason)
    for task, tries in database.execute("SELECT id, tries FROM task WHERE tries > 0"):
        yield "%d tries are counted against task %d" % (tries, task)


CHECKS = (everything_is_done_without_delay, nothing_counts_as_a_failure, kill9.nothing_is_left_over,
          kill9.events_are_without_gap, kill9.is_sound)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("xom")
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options = parser.parse_args()
    print("seed %d, %d rounds" % (options.seed, options.rounds), flush=True)
    site = kill9.Site(str(pathlib.Path(options.xom).resolve()))
    (site.folder / "xom.toml").write_text(TOML)
    passed = failed = 0
    try:
        runs, ended = torment(site, options.rounds, random.Random(options.seed))
        site.xom("pass", longest_s=300)
        with site.database() as database:
            outcomes = database.execute("SELECT coalesce(outcome, 'open'), count(*) FROM attempt GROUP BY 1").fetchall()
            print("%d runs; attempts: %s" % (len(runs), ", ".join("%d %s" % (count, name) for name, count in outcomes)))
            for check in CHECKS:
                wrong = list(check(site, runs, database)) + (ended if check is kill9.is_sound else [])
                passed += not wrong
                failed += bool(wrong)
                if wrong:
                    print("FAILED  %s (seed %d)" % (check.__name__.replace("_", " "), options.seed))
                    print("\n".join("    " + text for text in wrong[:20]))
    finally:
        for pid in kill9.processes_in(site.folder):
            os.kill(pid, signal.SIGKILL)
        if failed:
            print("last lines of watch.log:\n" + (site.folder / "watch.log").read_text(errors="replace")[-2000:])
        shutil.rmtree(site.folder, ignore_errors=True)
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
