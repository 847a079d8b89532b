#!/usr/bin/env python3
"""A whole site: run documents in MongoDB, strax data that arrive late, recipes and scripts in Apptainer on Slurm, results in
InfluxDB, while tags change, InfluxDB is away for a while, and the engine is killed -9 again and again.

    site.py XOM_BINARY [--runs N] [--kills N] [--seed N]

In the end the store, InfluxDB (every field of every point) and values that Python alone computed from the files have to agree for
every pair of run and analysis, and the table of events alone has to show that no rule was broken. Ends with 'N passed, N failed,
N skipped'. What cannot be installed is reported as skipped. With the defaults it takes about 5 minutes on two busy processors, and ends by itself after 15.
"""

import argparse
import calendar
import collections
import contextlib
import json
import os
import pathlib
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

import recomputed
from harness import HERE, SAMPLE, Skipped, image, may_mount_images, service, wait_for

SOURCES = (53104, 53105)  # written with bz2, which Python reads alone
PEAKS = "-peak_basics-hqy3mbplud"
FIRST_RUN = 60001
LONGEST_S = 600  # for what is still to do when the last run has arrived

TOML = """
data = "strax"
analyses = "a.toml"
prefix = "test_"
[runs]
%(runs)s
poll = "0.3s"
round = "2s"
[slurm]
runs_per_job = 5
poll = "0.5s"
collect_grace = "20s"
lost_after = "20s"
submission_grace = "3s"
[containers]
%(containers)s
[retries.infrastructure]
retries = -1
first_delay = "0.5s"
longest_delay = "2s"
"""

RECIPES = {
    "rate": "count(area > 10) / livetime",
    "rows": "count()",
    "mean_area": "mean(area)",
    "widest": "max(endtime - time)",
    "aft": "mean(area_fraction_top)",
}
# Of the original's generations, and ours: name -> script. Each gives a value that is known without it.
SCRIPTS = {
    "chunks": """
import glob, json, os, sys, xomlib
files = glob.glob(os.path.join(os.environ["XOM_DATA"].split(":")[0], sys.argv[1] + "-peak_basics-*", "*metadata.json"))
chunks = json.load(open(files[0]))["chunks"]
xomlib.save(chunks=xomlib.Result(sum(chunk["n"] for chunk in chunks), n=len(chunks)))
""",
    "older": """
import sys, xomlib
r = xomlib.Xomresult(analysis_name="older", analysis_version="v1", variable_name="older", variable_value=int(sys.argv[1]) + 0.5, runid=int(sys.argv[1]), data={"older_error": 0.25})
r.save()
r.xom_message(success=True)
""",
    "newer": """
import argparse, xomlib
from xomlib.xomlibutils import *
parser = argparse.ArgumentParser()
parser.add_argument("run")
parser.add_argument("folder")
parser.add_argument("--prefix", default="")
asked = parser.parse_args()
xomlib.Xomresult(measurement_name=asked.prefix + "xomdata", analysis_name="newer", analysis_version="v1", variable_name="newer", variable_value=2 * int(asked.run), runid=int(asked.run)).write_json(asked.folder)
print("SUCCESSWITHXOM")
""",
}


def analyses(executor):
    text = ""
    for name, value in RECIPES.items():
        text += '[analysis.%s]\nversion = "v1"\ndata = "peak_basics"\nexclude_tags = ["messy"]\n%svariable = [{ name = "%s", value = "%s" }]\n' % (
            name, executor + 'time_limit = "2min"\nmemory = "300 MB"\n', name, value)
    for name in SCRIPTS:
        command = ["python3", name + ".py", "{run_id}"] + (["{out}", "--prefix", "test_"] if name == "newer" else [])
        text += ('[analysis.%s]\nversion = "v1"\ndata = "peak_basics"\nexclude_tags = ["messy"]\n%scommand = %s\n'
                 'containers = [{ image = "IMAGE", min_run = 1 }]\nvariable = [{ name = "%s" }]\n') % (
                     name, executor + 'time_limit = "2min"\nmemory = "500 MB"\n', json.dumps(command), name)
    return text


def source_of(run):
    return SOURCES[run % len(SOURCES)]


class Site:
    """Everything of one site; what is up depends on the day."""

    def __init__(self, binary, folder, collection, uri, container, influx_url):
        self.binary, self.folder, self.runs, self.influx_url = binary, folder, collection, influx_url
        self.tags, self.image = {}, os.path.basename(container)
        (folder / "strax").mkdir()
        toml = TOML % {"runs": 'type = "mongodb"\nuri = "%s"' % uri,
                       "containers": 'kind = "apptainer"\nimages = "%s"\nprogram = "%s"' % (os.path.dirname(container), os.environ["XOM_TEST_APPTAINER"])}
        (folder / "xom.toml").write_text(toml + '[sinks.influx]\nurl = "%s"\ndatabase = "xom"\n' % influx_url)
        (folder / "a.toml").write_text(analyses('executor = "slurm"\n').replace("IMAGE", self.image))
        for name, script in SCRIPTS.items():
            (folder / (name + ".py")).write_text(script)

    def document(self, run):
        document = json.loads((SAMPLE / ("%06d-metadata.json" % source_of(run))).read_text())
        document = {key: document[key] for key in ("start", "end", "livetime", "mode", "source", "detectors") if key in document}
        from bson import json_util
        return {**json_util.loads(json.dumps(document)), "number": run, "name": "%06d" % run, "mode": "tpc_bkg",
                "tags": [{"name": tag} for tag in self.tags[run]]}

    def add_data(self, run):
        """Data of this run alone, put in place by renaming, as strax does."""
        final = self.folder / "strax" / ("%06d%s" % (run, PEAKS))
        made = final.with_name(final.name + "_temp")
        recomputed.write_variant(SAMPLE / ("%06d%s" % (source_of(run), PEAKS)), made, source_of(run), run)
        made.rename(final)

    def tag(self, run, *tags):
        self.tags[run] = list(tags)
        self.runs.update_one({"number": run}, {"$set": {"tags": [{"name": tag} for tag in tags]}})

    def watch(self):
        log = open(self.folder / "watch.log", "ab")
        with log:
            return subprocess.Popen([self.binary, "watch"], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def xom_json(self, *words):
        done = subprocess.run([self.binary, *words, "--json"], cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode != 0:
            raise AssertionError("xom %s ended with %d: %s%s" % (" ".join(words), done.returncode, done.stdout, done.stderr))
        return json.loads(done.stdout)

    def database(self):
        return contextlib.closing(sqlite3.connect("file:%s?mode=ro" % (self.folder / "xom.db"), uri=True, timeout=10))

    def unfinished(self):
        """Tasks that are wanted and not done, and values that are not delivered."""
        with self.database() as database:
            states = database.execute("SELECT stream.analysis, task.run, task.state, task.reason FROM task JOIN stream ON stream.id = task.stream "
                                      "WHERE task.wanted = 1 AND task.state <> 'done'").fetchall()
            wanted = database.execute("SELECT count(*) FROM task WHERE wanted = 1").fetchone()[0]
        expected = (len(RECIPES) + len(SCRIPTS)) * sum("messy" not in tags for tags in self.tags.values())
        return states or ([] if wanted == expected else ["%d tasks are wanted, not %d" % (wanted, expected)])


def play(site, runs, kills, dice, influx):
    """The life of the site, with an engine that is killed `kills` times; ends when all runs have arrived."""
    waiting = []  # documents are there, data not yet
    arrivals = list(range(FIRST_RUN, FIRST_RUN + runs))
    moments = sorted(dice.randrange(runs) for _ in range(kills))
    away = (runs // 3, runs // 2)  # of InfluxDB
    engine = site.watch()
    killed = 0
    try:
        for number, run in enumerate(arrivals):
            site.tags[run] = []
            site.runs.insert_one(site.document(run))
            waiting.append(run)
            while waiting and dice.random() < 0.7:
                site.add_data(waiting.pop(dice.randrange(len(waiting))))
            if dice.random() < 0.1:
                other = dice.choice(arrivals[:number + 1])
                site.tag(other, *([] if site.tags[other] else ["messy"]))
            if number == away[0]:
                influx("down")
            if number == away[1]:
                influx("up")
            time.sleep(dice.choice((0.02, 0.1, 0.3)))
            while moments and moments[0] <= number:
                moments.pop(0)
                time.sleep(dice.random())
                if engine.poll() is not None:
                    raise AssertionError("the engine ended with %d by itself" % engine.returncode)
                engine.send_signal(signal.SIGKILL)
                engine.wait()
                killed += 1
                engine = site.watch()
        for run in waiting:
            site.add_data(run)
        wait_for(lambda: not site.unfinished() and site.xom_json("sink", "list")[0]["waiting"] == 0,
                 "everything is done and delivered", min(120 + 4 * runs, LONGEST_S))
    except AssertionError:
        print((site.folder / "watch.log").read_text(errors="replace")[-3000:], "\n", site.unfinished()[:5])
        raise
    finally:
        engine.send_signal(signal.SIGTERM)
        engine.wait(20)
    return killed


# What has to hold in the end: each yields what is wrong, in words.

def values_are_those_that_python_alone_computes(site, values):
    expected = {}
    for run, tags in site.tags.items():
        if "messy" in tags:
            continue
        folder = site.folder / "strax" / ("%06d%s" % (run, PEAKS))
        document = site.document(run)
        for variable, value in recomputed.recipes(folder, (document["end"] - document["start"]).total_seconds()).items():
            expected[variable, run] = value
        chunks = recomputed.metadata_of(folder)[1]["chunks"]
        expected["chunks", run] = (sum(chunk["n"] for chunk in chunks), None, len(chunks))
        expected["older", run] = (run + 0.5, 0.25, -1)
        expected["newer", run] = (2 * run, None, -1)
    if len({expected["mean_area", run] for run in site.tags if ("mean_area", run) in expected}) < len(site.tags) // 4:
        yield "the data of too many runs are the same to tell them apart"
    for key in sorted(set(expected) | set(values)):
        ours, theirs = values.get(key), expected.get(key)
        if ours is None or theirs is None or not all(map(recomputed.agree, ours, theirs)):
            yield "%s of run %d is %s, Python computes %s" % (*key, ours, theirs)


def points_of(site, measurement):
    """(run, other tags) -> fields, of all there is."""
    body = urllib.parse.urlencode({"q": "SELECT * FROM test_%s GROUP BY *" % measurement, "db": "xom", "epoch": "ns"}).encode()
    with urllib.request.urlopen(site.influx_url + "/query", body, timeout=60) as answer:
        series = json.load(answer)["results"][0].get("series", [])
    points = {}
    for one in series:
        tags = {name: value for name, value in one["tags"].items() if value}
        for row in one["values"]:
            fields = {name: value for name, value in zip(one["columns"], row) if value is not None}
            key = (fields["runid"], tags.get("analysis_name"), tags.get("variable_name"))
            if key in points:
                fields = {"twice": key}
            points[key] = {**fields, **tags}
    return points


def influxdb_has_the_same_points_field_by_field(site, values):
    expected = {"xomdata": {}, "xomstate": {}, "xomrun": {}}
    places = {}
    for run, tags in site.tags.items():
        document = site.document(run)
        start_ms, end_ms = (calendar.timegm(document[key].utctimetuple()) * 1000 + document[key].microsecond // 1000 for key in ("start", "end"))
        places[run] = {"time": start_ms * 10**6 + run % 10**6, "runid": run}
        detectors = "+".join(sorted(document["detectors"]))
        expected["xomrun"][run, None, None] = {
            **places[run], "detector": detectors, "run_mode": document["mode"], "title": "run %d" % run, "text": document["source"],
            "tags": ",".join(sorted(tags)), "sr_tag": next((tag for tag in reversed(tags) if "_sr" in tag), "no_sr_tag"), "daq_comment": "",
            "end_ms": end_ms, "livetime_s": (end_ms - start_ms) / 1000}
    attempts = {}
    with site.database() as database:
        for analysis, run, state, reason, count in database.execute("SELECT analysis, run, state, reason, attempts FROM task JOIN stream ON stream.id = stream WHERE wanted = 1"):
            attempts[analysis, run] = count
            assert state == "done" and reason == "", (analysis, run, state, reason)
    analysis_of = {**{name: name for name in RECIPES}, **{name: name for name in SCRIPTS}}
    for (variable, run), (value, error, n) in values.items():
        analysis = analysis_of[variable]
        image_tag = {"container": site.image} if analysis in SCRIPTS else {}
        series = {"analysis_name": analysis, "analysis_version": "v1", **image_tag}
        of_run = expected["xomrun"][run, None, None]
        expected["xomstate"][run, analysis, None] = {**places[run], **series, "state": "done", "code": 3, "attempt": attempts[analysis, run], "reason": ""}
        spread = {"error": error, "lo": value - error, "hi": value + error} if error is not None else {}
        entries = {"n": n} if n >= 0 else {}  # -1: the program did not say how many
        expected["xomdata"][run, analysis, variable] = {
            **places[run], **series, **spread, **entries, "variable_name": variable, "detector": of_run["detector"],
            "run_mode": of_run["run_mode"], "value": value, variable: value, "flag": 0}
    for measurement, wanted in expected.items():
        found = points_of(site, measurement)
        for key in sorted(set(found) | set(wanted), key=str):
            if found.get(key) != wanted.get(key):
                yield "%s %s is %s in InfluxDB, not %s" % (measurement, key, found.get(key), wanted.get(key))


def events_alone_show_that_every_rule_was_kept(site, _):
    allowed = {"": {"waiting", "todo"}, "waiting": {"todo", "tocheck", "waiting"}, "todo": {"submitted", "waiting"},
               "submitted": {"done", "todo", "failed", "tocheck", "waiting"}, "failed": {"todo", "waiting"}, "tocheck": {"todo", "waiting"}, "done": {"todo"}}
    chains = collections.defaultdict(list)
    with site.database() as database:
        for task, sequence, before, after, cause in database.execute("SELECT task, sequence, from_state, to_state, cause FROM event ORDER BY task, sequence"):
            chains[task].append((sequence, before, after, cause))
    if not chains:
        yield "there are no events"
    for task, chain in chains.items():
        if [entry[0] for entry in chain] != list(range(1, len(chain) + 1)):
            yield "task %d has gaps in its events: %s" % (task, chain)
        state, done = "", 0  # withdrawn is no state: it marks a task that keeps its own
        for _, before, after, cause in chain:
            if after == "withdrawn" or before == "withdrawn":
                if before not in (state, "withdrawn") or after not in (state, "withdrawn", "waiting", "todo"):
                    yield "task %d is %s, then comes an event from %s to %s" % (task, state, before, after)
            elif before != state:
                yield "task %d is %s, its next event begins in %s" % (task, state, before)
            elif after not in allowed[before]:
                yield "task %d went from %s to %s (%s)" % (task, before, after, cause)
            done += after == "done" and before == "submitted"
            state = state if after == "withdrawn" else after
        if done > 1:
            yield "task %d was computed %d times, nobody asked for it again" % (task, done)


def no_job_is_left(site, _):
    for path in (site.folder / "slurm-jobs").iterdir():
        if path.name != "quarantine":
            yield "the job directory %s is left" % path.name
    queue = subprocess.run(["squeue", "-h", "--me", "-t", "PENDING,RUNNING"], capture_output=True, text=True).stdout
    if queue.strip():
        yield "jobs are left: " + queue


CHECKS = (values_are_those_that_python_alone_computes, influxdb_has_the_same_points_field_by_field, events_alone_show_that_every_rule_was_kept, no_job_is_left)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--runs", type=int, default=60)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    asked = parser.parse_args()
    print("seed %d" % asked.seed, flush=True)
    passed = failed = 0
    try:
        import bson.json_util  # noqa: F401, both of Debian's python3-pymongo
        import pymongo
    except ImportError as missing:
        print("apt-get install -y python3-pymongo (%s)" % missing)
        return 77
    try:
        container = image()["XOM_TEST_SIF" if may_mount_images() else "XOM_TEST_ROOTFS"]
        with contextlib.ExitStack() as stack:
            mongo, _ = stack.enter_context(service("mongodb"))
            slurm, _ = stack.enter_context(service("slurm", "--nodes", "2", "--cpus", "8", "--fast"))
            env, influx_folder = stack.enter_context(service("influxdb"))
            os.environ.update(slurm)
            url = env["XOM_TEST_INFLUXDB1_URL"]
            urllib.request.urlopen(url + "/query", b"q=CREATE+DATABASE+xom", timeout=20).close()

            def influx(what):
                port = url.rsplit(":", 1)[1]
                subprocess.run([HERE / "services" / ("influxdb-" + what), influx_folder] + ([port] if what == "up" else []), check=True, capture_output=True)

            folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="xom-site-")))
            uri = mongo["XOM_TEST_MONGODB_URI"]
            site = Site(os.path.abspath(asked.binary), folder, pymongo.MongoClient(uri)["xenonnt"]["runs"], uri, container, url)
            begun = time.monotonic()
            killed = play(site, asked.runs, asked.kills, random.Random(asked.seed), influx)
            values = {(r["variable"], r["run"]): (r["value"], r.get("error"), r["n"]) for r in site.xom_json("results", "--limit", "0")}
            with site.database() as database:
                attempts = database.execute("SELECT count(*), sum(outcome = 'ok') FROM attempt").fetchone()
                others = database.execute("SELECT outcome, reason, count(*) FROM attempt WHERE outcome <> 'ok' GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 5").fetchall()
            print("".join("%d attempts ended as %s: %s\n" % (count, outcome, reason) for outcome, reason, count in others), end="")
            print("%d runs, %d values, %d attempts (%d ok), %d kills, %.0f s" % (len(site.tags), len(values), *attempts, killed, time.monotonic() - begun))
            for check in CHECKS:
                wrong = list(check(site, values))
                passed += not wrong
                failed += bool(wrong)
                if wrong:
                    print("FAILED   %s\n  %s" % (check.__name__.replace("_", " "), "\n  ".join(map(str, wrong[:10]))))
    except Skipped as why:
        print("skipped: %s" % why)
        return 77
    except Exception as error:
        failed += 1
        print("FAILED   %s: %s" % (type(error).__name__, error))
    print("%d passed, %d failed, 0 skipped" % (passed, failed))
    return 1 if failed else 0


sys.exit(main())
