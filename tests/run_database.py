#!/usr/bin/env python3
"""Runs come from a MongoDB that is started here on loopback (mongod, else FerretDB).

    run_database.py XOM_BINARY

Exit code 1 if something is wrong. Without a server or Debian's python3-pymongo the tests are reported as skipped.
"""

import contextlib
import datetime
import json
import os
import pathlib
import signal
import subprocess

from harness import HERE, SAMPLE, Skipped, installation, run_tests, service, wait_for

ANALYSES = """
[analysis.rates]
version = "v1"
exclude_tags = ["messy"]
data = "peak_basics"
variable = [{ name = "rate", unit = "Hz", value = "count(area > 10) / livetime" }]
"""


class Database:
    """A collection with the sample's run documents."""

    def __init__(self, uri, folder):
        try:
            import bson
            import bson.json_util
            import pymongo
        except ImportError as missing:
            raise Skipped("apt-get install -y python3-pymongo (%s)" % missing) from None
        self.uri, self.folder, self.bson = uri, folder, bson
        self.runs = pymongo.MongoClient(uri, serverSelectionTimeoutMS=5000)["xenonnt"]["runs"]
        documents = [bson.json_util.loads(line) for line in (SAMPLE / "runs.jsonl").read_text().splitlines() if line.strip()]
        for document in documents:
            document["daq_config"] = {"options": ["x" * 1000] * 20}
        self.runs.insert_many(documents)

    def tag(self, run, *names):
        self.runs.update_one({"number": run}, {"$set": {"tags": [{"name": name, "user": "u"} for name in names]}})

    def kill(self):
        os.kill(int(pathlib.Path(self.folder, "mongodb.pid").read_text()), signal.SIGKILL)

    def start(self):
        subprocess.run([HERE / "services" / "mongodb-up", self.folder, self.uri.rsplit(":", 1)[1]], check=True, capture_output=True)


@contextlib.contextmanager
def database():
    with service("mongodb") as (env, folder):
        yield Database(env["XOM_TEST_MONGODB_URI"], folder)


def site(binary, uri, more=""):
    runs = '[runs]\ntype = "mongodb"\nuri = "%s"\npoll = "0.2s"\nround = "1s"\n%s\n' % (uri, more)
    return installation(binary, runs, ANALYSES)


def state(one, run):
    """Of the task; "unknown" while the engine does not know the run."""
    if not (one.folder / "xom.db").exists() or one.run("explain", "rates", str(run), expect=(0, 1)).returncode != 0:
        return "unknown"
    found = one.json("explain", "rates", str(run))[0]
    return found["task"]["state"] if found["wanted"] else "not wanted"


def runs_of_a_collection_are_those_of_the_same_documents_in_a_file(binary):
    with database() as db, site(binary, db.uri) as one:
        one.xom("pass")
        (one.folder / "other.toml").write_text(
            'data = "strax"\nanalyses = "a.toml"\nstore = "other.db"\n[runs]\ntype = "jsonl"\npath = "strax/runs.jsonl"\n')
        one.xom("--config", "other.toml", "pass")
        here, there = one.json("runs"), one.json("--config", "other.toml", "runs")
        assert here == there and len(here) == 9, (here, there)
        here, there = ([{**value, "computed": ""} for value in one.json(*where, "results", "rates")] for where in ((), ("--config", "other.toml")))
        assert here == there and here, (here, there)
        assert one.json("plan") == one.json("--config", "other.toml", "plan")


def late_tags_new_runs_and_runs_that_end_are_seen_while_watching(binary):
    with database() as db, site(binary, db.uri) as one:
        end = db.runs.find_one({"number": 53102})["end"]
        db.runs.update_one({"number": 53102}, {"$set": {"end": None}})
        new = db.runs.find_one_and_delete({"number": 53103})
        with one.watching():
            wait_for(lambda: state(one, 53101) == "done", "a first result")
            assert state(one, 53103) == "unknown" and state(one, 53102) != "done"
            db.tag(53101, "messy")
            wait_for(lambda: state(one, 53101) != "done", "a tag that excludes")
            db.tag(53101)
            wait_for(lambda: state(one, 53101) == "done", "the tag is gone")
            db.runs.update_one({"number": 53102}, {"$set": {"end": end}})
            wait_for(lambda: state(one, 53102) == "done", "a run that has ended")
            db.runs.insert_one(new)
            wait_for(lambda: state(one, 53103) == "done", "a new run")


def strange_documents_are_understood_or_named_and_stop_no_other(binary):
    with database() as db, site(binary, db.uri) as one:
        now = datetime.datetime(2023, 11, 20)
        db.runs.insert_many([
            {"number": 60001.0, "source": {"type": "Kr83m"}, "tags": {"name": "one"}, "start": now, "end": now, "x": {"y": [1, {}]}},
            {"number": db.bson.int64.Int64(60002), "source": "none", "tags": ["a", {"user": "without name"}], "start": "yesterday"},
            {"number": "60003", "mode": "number as text"},
            {"mode": "no number"},
            {"number": 60004, "mode": 7, "comments": [{"comment": "fine"}, 5], "data": {"type": "no list"}},
            {"number": 60005, "mode": "first"},
            {"number": 60005, "mode": "second"},
        ])
        said = one.xom("pass")
        runs = {run["number"]: run for run in one.json("runs", "--limit", "0")}
        assert {60001, 60002, 60004, 60005} <= set(runs) and 60003 not in runs, runs.keys()
        assert runs[60001]["source"] == "Kr83m" and runs[60001]["tags"] == ["one"], runs[60001]
        assert runs[60002]["tags"] == ["a"] and runs[60005]["mode"] == "first"
        for part in ("run 60002: tags[1] has no name", "run 60002: start is not a date", 'run 60003: has no integer as number and is left out', 'there is no "number"',
                     "run 60004: mode is not text", "run 60005: has more than one document"):
            assert part in said, (part, said)
        assert state(one, 53101) == "done"


def a_server_that_is_away_changes_nothing_and_is_named(binary):
    with database() as db, site(binary, db.uri) as one:
        one.xom("pass")
        before = one.json("runs")
        with one.watching():
            wait_for(lambda: one.json("status")["engine"].startswith("engine runs"), "an engine")
            db.kill()
            wait_for(lambda: "does not answer" in (one.folder / "watch.log").read_text(), "a warning")
            assert one.json("runs") == before and state(one, 53101) == "done"
            assert "does not answer" in one.finding("run source", expect=(1,))["found"]
            db.start()
            db.tag(53101, "messy")
            wait_for(lambda: state(one, 53101) != "done", "the server is back")
        log = (one.folder / "watch.log").read_text()
        assert log.count("does not answer") < 10, log


def data_are_available_where_the_documents_say(binary):
    with database() as db, site(binary, db.uri, 'sites = ["HERE_USERDISK"]') as one:
        db.runs.update_one({"number": 53101}, {"$set": {"data": [
            {"type": "peak_basics", "host": "rucio-catalogue", "location": "HERE_USERDISK", "status": "transferring",
             "did": "xnt_053101:peak_basics-hqy3mbplud"}]}})
        db.runs.update_one({"number": 53102}, {"$set": {"data": [
            {"type": "peak_basics", "host": "rucio-catalogue", "location": "HERE_USERDISK", "status": "transferred",
             "did": "xnt_053102:peak_basics-hqy3mbplud"}]}})
        one.xom("pass")
        assert state(one, 53102) == "done"
        for run, words in ((53101, "transferring"), (53103, "SYNTH_USERDISK")):
            found = one.json("explain", "rates", str(run))[0]
            assert found["task"]["state"] in ("waiting", "tocheck") and words in found["headline"], found
        db.runs.update_one({"number": 53101}, {"$set": {"data.0.status": "transferred"}})
        one.xom("pass")
        assert state(one, 53101) == "done"


def check_names_what_is_wrong_with_the_database(binary):
    with database() as db:
        with site(binary, db.uri) as one:
            found = one.finding("run source")
            assert found["health"] == "ok" and "MongoDB" in found["found"] and "9 runs" in found["found"], found
        with site(binary, db.uri, 'collection = "nothing"') as one:
            found = one.finding("run source", expect=(0, 1))
            assert found["health"] == "warning" and "xenonnt.nothing" in found["found"], found
        with site(binary, db.uri, 'user = "somebody"\npassword_file = "password"') as one:
            found = one.finding("run source", expect=(1,))
            assert "user and password" in found["found"] and "secret" not in found["found"] and found["to_do"] == "correct user and password", found
            (one.folder / "password").chmod(0o644)
            assert "chmod 600" in one.finding("secret of run source", expect=(1,))["to_do"]
    with site(binary, "mongodb://127.0.0.1:1") as one:
        found = one.finding("run source", expect=(1,))
        assert "does not answer" in found["found"] and "start MongoDB, or correct host and port in runs.uri" in found["to_do"], found


run_tests((runs_of_a_collection_are_those_of_the_same_documents_in_a_file,
           late_tags_new_runs_and_runs_that_end_are_seen_while_watching,
           strange_documents_are_understood_or_named_and_stop_no_other, a_server_that_is_away_changes_nothing_and_is_named,
           data_are_available_where_the_documents_say, check_names_what_is_wrong_with_the_database))
