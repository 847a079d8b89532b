"""What has to hold after a day of use (daily_use.py). Each check yields what is wrong, in words."""

import collections
import json
import signal
import time

import kill9

LARGEST_WAL_MB = 24  # checkpoints come at 4 MB; readers may hold them up for a while


def number_of_command(text):
    return json.loads(text)["command"]


def data_of(answer):
    return json.loads(answer)["data"]


def nothing_went_wrong_on_the_way(site, day, watcher):
    for what, count in site.wrong.most_common():
        yield what if count == 1 else "%s (%d times)" % (what, count)
    for name, program in day.living().items():
        if not program.lives():
            yield "xom %s ended by itself with %s" % (name, program.process.returncode)
    if day.changes_seen == 0:
        yield "no page was told of any change"
    if len(day.given) < day.rate * day.seconds / 60 / 3:
        yield "only %d commands were acknowledged" % len(day.given)


def every_acknowledged_command_was_carried_out(site, day, watcher):
    end = time.monotonic() + 30
    while site.rows("SELECT id FROM command WHERE done_ns IS NULL") and time.monotonic() < end:
        time.sleep(0.2)
    commands = {row[0]: row[1:] for row in site.rows("SELECT id, verb, analysis, min_run, max_run, done_ns, tasks, answer FROM command")}
    events = collections.Counter()
    for cause, evidence in site.rows("SELECT cause, evidence FROM event WHERE evidence LIKE 'command %'"):
        events[cause, int(evidence.split()[1].rstrip(":"))] += 1
    for number, *asked in day.given:
        found = commands.get(number)
        if not found or list(found[:4]) != asked:
            yield "command %d %s was acknowledged, the store has %s" % (number, asked, found)
        elif found[4] is None:
            yield "command %d %s was acknowledged and never carried out" % (number, asked)
        elif asked[0] == "exclude" and events["exclude", number] != found[5]:
            yield "command %d %s: %s; %d tasks were withdrawn" % (number, asked, found[6], events["exclude", number])
        elif asked[0] in ("recompute", "retry") and events[asked[0], number] > found[5]:
            yield "command %d %s: %s; %d tasks have it" % (number, asked, found[6], events[asked[0], number])
    comments = {row[0]: row[1:] for row in site.rows("SELECT id, run, text FROM comment")}
    for number, *said in day.comments:
        if list(comments.get(number, ())) != said:
            yield "comment %d %s was acknowledged, the store has %s" % (number, said, comments.get(number))


def without(one, analysis, low, high):
    """What an include leaves of an exclusion: the runs before and after."""
    if one[0] != analysis or one[2] < low or one[1] > high:
        return [one]
    return [part for part in ((analysis, one[1], low - 1), (analysis, high + 1, one[2])) if part[1] <= part[2]]


def exclusions_are_those_that_were_asked_for(site, day, watcher):
    """By all commands of the store in their order, also those whose acknowledgement was lost."""
    expected = []
    for verb, analysis, low, high in site.rows("SELECT verb, analysis, min_run, max_run FROM command WHERE done_ns IS NOT NULL ORDER BY id"):
        if verb == "exclude":
            expected.append((analysis, low, high))
        if verb == "include":
            expected = [part for one in expected for part in without(one, analysis, low, high)]
    found = site.rows("SELECT analysis, min_run, max_run FROM exclusion ORDER BY id")
    if sorted(found) != sorted(expected):
        yield "exclusions are %s, asked for were %s" % (found, expected)
    tasks = site.rows("SELECT stream.analysis, task.run, task.wanted, task.reason FROM task JOIN stream ON stream.id = task.stream")
    for analysis, run, wanted, reason in tasks:
        out = any(one[0] == analysis and one[1] <= run <= one[2] for one in expected)
        if out == bool(wanted) and (out or "excluded by" in reason):
            yield "%s of run %d is%s wanted, and %s: %s" % (analysis, run, "" if wanted else " not", "excluded" if out else "not excluded", reason)


def all_is_done_again_and_nothing_is_lost(site, day, watcher):
    """Exclusions go, what was cancelled or waits is tried again; then engine and server end and one pass follows."""
    for analysis in sorted({row[0] for row in site.rows("SELECT analysis FROM stream")}):
        for verb, runs in (("include", "0-"), ("retry", "0-")):
            done = site.xom(verb, analysis, runs)
            if done.returncode != 0:
                yield "xom %s %s ended with %d: %s" % (verb, analysis, done.returncode, done.stderr)
    end = time.monotonic() + 180
    again = time.monotonic() + 15
    while (left := open_tasks(site)) and time.monotonic() < end:
        time.sleep(0.5)
        if time.monotonic() > again:  # what was not wanted yet, or under way, when it was asked for before
            again = time.monotonic() + 15
            for analysis in {task[0] for task in left}:
                site.xom("retry", analysis, "0-")
    if left:
        yield "after 180 s there are open tasks: %s" % left[:5]
    for name in ("up", "serve"):
        day.end(name, signal.SIGTERM)
    (before,), = site.rows("SELECT max(id) FROM attempt")
    done = site.xom("pass", longest_s=300)
    failed = site.rows("SELECT task.run, attempt.outcome, attempt.reason FROM attempt JOIN task ON task.id = attempt.task "
                       "WHERE attempt.id > ? AND attempt.outcome <> 'ok'", before)
    # The experiment has runs with damaged data and one whose writer failed; whoever asks for them again is told so again.
    told = set(site.rows("SELECT task.run, attempt.outcome FROM attempt JOIN task ON task.id = attempt.task "
                         "WHERE attempt.id <= ? AND attempt.outcome IN ('corrupt_data', 'no_data')", before))
    as_before = bool(failed) and all((run, outcome) in told for run, outcome, _ in failed)
    if done.returncode != 0 and not (done.returncode == 3 and as_before):
        yield "the last pass ended with %d: %s\n%s" % (done.returncode, failed, done.stderr)
    for outcome, reason, count in site.rows("SELECT outcome, reason, count(*) FROM attempt WHERE outcome = 'to_check' GROUP BY 1, 2"):
        yield "%d attempts ended as %s: %s" % (count, outcome, reason)


def open_tasks(site):
    site.xom("status")  # a reader more
    return site.rows("SELECT stream.analysis, task.run, task.state, task.tries, task.reason FROM task JOIN stream ON stream.id = task.stream "
                     "WHERE wanted = 1 AND (state IN ('todo', 'submitted') OR state = 'tocheck' AND error_class = 'cancelled')")


def each_recomputing_gave_one_good_attempt(site, day, watcher):
    asked = dict(site.rows("SELECT task, count(*) FROM event WHERE cause = 'recompute' AND from_state = 'done' GROUP BY 1"))
    good = dict(((task, generation), count) for task, generation, count in
                site.rows("SELECT task, generation, count(*) FROM attempt WHERE outcome = 'ok' GROUP BY 1, 2"))
    for task, generation, state in site.rows("SELECT id, generation, state FROM task"):
        if generation != 1 + asked.get(task, 0):
            yield "task %d is in generation %d after %d times recomputing" % (task, generation, asked.get(task, 0))
        if state == "done" and [good.get((task, g), 0) for g in range(1, generation + 1)] != [1] * generation:
            yield "task %d has good attempts per generation %s" % (task, [good.get((task, g), 0) for g in range(1, generation + 1)])
    for task, generation, of_attempt in site.rows("SELECT result.task, result.generation, attempt.generation FROM result JOIN attempt "
                                                  "ON attempt.id = result.attempt WHERE result.generation <> attempt.generation"):
        yield "a result of task %d has generation %d, its attempt %d" % (task, generation, of_attempt)


def the_store_is_sound(site, day, watcher):
    with site.database() as database:
        yield from (row[0] for row in database.execute("PRAGMA integrity_check") if row[0] != "ok")
        yield from kill9.events_are_without_gap(site, {}, database)
        yield from kill9.nothing_is_left_over(site, {}, database)
    findings = site.xom("check", "--deep", "--json")
    for finding in json.loads(findings.stdout):
        if finding["subject"].startswith("store") and finding.get("level", "ok") not in ("ok", "note"):
            yield "xom check --deep: %s" % finding


def memory_descriptors_and_log_stay_small(site, day, watcher):
    watcher.over.set()
    watcher.join(5)
    yield from watcher.growth()
    print("largest write-ahead log: %.1f MB" % (watcher.largest_wal / 1e6))
    if watcher.largest_wal > LARGEST_WAL_MB * 1e6:
        yield "the write-ahead log had %.1f MB" % (watcher.largest_wal / 1e6)


def values_are_those_of_a_fresh_site(site, day, watcher):
    fresh = site.root / "fresh"
    fresh.mkdir()
    site.configure(fresh)
    site.xom("pass", folder=fresh, longest_s=600)

    def values(folder):
        return {(r["analysis"], r["version"], r["variable"], r["run"]): (r["value"], r.get("error"), r["n"], r["status"])
                for r in site.xom_json("results", "--limit", "0", folder=folder)}
    expected, found = values(fresh), values(site.folder)
    print("%d values" % len(expected))
    if not expected:
        yield "the fresh site has no values"
    for key in sorted(set(expected) | set(found)):
        if expected.get(key) != found.get(key):
            yield "%s of run %d: %s, in a fresh site %s" % (".".join(key[:3]), key[3], found.get(key), expected.get(key))


def all_of(site, day, watcher):
    for check in (nothing_went_wrong_on_the_way, every_acknowledged_command_was_carried_out, exclusions_are_those_that_were_asked_for,
                  memory_descriptors_and_log_stay_small, all_is_done_again_and_nothing_is_lost, each_recomputing_gave_one_good_attempt,
                  the_store_is_sound, values_are_those_of_a_fresh_site):
        try:
            wrong = list(check(site, day, watcher))
        except Exception as error:  # e.g. a store that cannot be read
            wrong = ["%s: %s" % (type(error).__name__, error)]
        yield check.__name__.replace("_", " "), wrong
