#!/usr/bin/env python3
"""Measures XOM with real servers, started here on loopback: MongoDB's protocol, Slurm, InfluxDB. Writes the third table of
docs/benchmarks.md.

    services.py XOM_BINARY [--small] [PART...]        PART: slurm, mongodb, influxdb

--small: a hundredth of everything, to see whether it works; the figures mean nothing.
"""

import contextlib
import datetime
import json
import os
import pathlib
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))
import document  # noqa: E402
from harness import service, wait_for  # noqa: E402

BINARY = os.path.abspath(sys.argv[1])
SMALL = "--small" in sys.argv
START_MS, RUN_MS = 1_700_000_000_000, 600_000


def size(number):
    return max(10, number // 100) if SMALL else number


def run_document(number):
    """What XENONnT's documents hold, shortened: about 1 kB."""
    start = datetime.datetime.fromtimestamp((START_MS + number * RUN_MS) / 1000, datetime.timezone.utc)
    return {
        "number": number, "name": "%06d" % number, "detectors": ["tpc", "neutron_veto", "muon_veto"], "mode": "tpc_bkg", "source": "none", "user": "daq",
        "start": start, "end": start + datetime.timedelta(minutes=9), "status": "transferred", "bootstrax": {"state": "done", "host": "eb0"},
        "tags": [{"name": "_sr1", "user": "daq", "date": start}], "comments": [{"user": "daq", "date": start, "comment": "automatic " + "x" * 60}],
        "rate": {"tpc": {"avg": 47.0, "max": 80.0}},
        "data": [{"host": "rucio-catalogue", "type": kind, "status": "transferred", "location": "UC_DALI_USERDISK", "did": "xnt_%06d:%s-abcdefghij" % (number, kind)}
                 for kind in ("raw_records", "peaks", "peak_basics", "event_info")],
    }


class Site:
    def __init__(self, toml, analyses, runs=0):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="xom-bench-"))
        (self.folder / "strax").mkdir()
        (self.folder / "xom.toml").write_text('data = "strax"\nanalyses = "a.toml"\n' + toml)
        (self.folder / "a.toml").write_text(analyses)
        with open(self.folder / "runs.jsonl", "w") as file:
            for number in range(1, runs + 1):
                file.write(json.dumps({"number": number, "name": "%06d" % number, "mode": "tpc_bkg", "start": {"$date": START_MS + number * RUN_MS},
                                       "end": {"$date": START_MS + number * RUN_MS + 540_000}}) + "\n")

    def xom(self, *words):
        done = subprocess.run([BINARY, "--quiet", *words], cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError("xom %s ended with %d: %s" % (" ".join(words), done.returncode, done.stderr))
        return done.stdout

    def ask(self, sql):
        """Empty, too, while the store is being made."""
        if not (self.folder / "xom.db").exists():
            return []
        with contextlib.closing(sqlite3.connect("file:%s?mode=ro" % (self.folder / "xom.db"), uri=True, timeout=10)) as database:
            try:
                return database.execute(sql).fetchall()
            except sqlite3.OperationalError as error:
                if "no such table" not in str(error):
                    raise
                return []

    def waiting(self):
        return json.loads(self.xom("sink", "list", "--json"))[0]["waiting"]

    @contextlib.contextmanager
    def watching(self):
        with open(self.folder / "watch.log", "ab") as log:
            engine = subprocess.Popen([BINARY, "watch"], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            yield engine
        finally:
            engine.terminate()
            engine.wait(20)


def quantile(values, q):
    values = sorted(values)
    return values[min(len(values) - 1, int(q * len(values)))]


def cpu_seconds(pid):
    fields = pathlib.Path("/proc/%d/stat" % pid).read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


SLURM = '[runs]\ntype = "jsonl"\npath = "runs.jsonl"\n[slurm]\npoll = "1s"\nlargest_array = %d\nslots = %d\n[limits]\nmemory = "100 MB"\n'
COMMAND = '[analysis.a]\nversion = "v1"\nexecutor = "slurm"\nslurm = [%s]\ncommand = ["sh", "-c", \'%s\']\nvariable = [{ name = "x" }]\n'


def submission(jobs, largest_array):
    """Jobs per second, from the first directory to the last accepted job; all of them are held."""
    site = Site(SLURM % (largest_array, jobs), COMMAND % ('"--hold"', "true"), runs=jobs)
    folder = site.folder / "slurm-jobs"
    with site.watching() as engine:
        wait_for(lambda: folder.exists() and any(folder.iterdir()), "a job", 60)
        begun = time.monotonic()

        def queued():
            return len(subprocess.run(["squeue", "-h", "-r", "--me", "-o", "%i"], capture_output=True, text=True).stdout.split()) >= jobs
        wait_for(queued, "all jobs are queued", 300)
        rate = jobs / (time.monotonic() - begun)
        before, at = cpu_seconds(engine.pid), time.monotonic()
        time.sleep(size(20_000) / 1000)
        used = (cpu_seconds(engine.pid) - before) / (time.monotonic() - at)
    begun = time.monotonic()
    subprocess.run(["squeue", "--noheader", "--me", "--array", "--states=all", "--format=%i|%j|%T"], capture_output=True, check=True)
    asked = time.monotonic() - begun
    subprocess.run(["scancel", "--me"], check=True)
    wait_for(lambda: not subprocess.run(["squeue", "-h", "--me", "-t", "PENDING"], capture_output=True, text=True).stdout, "an empty queue", 120)
    return rate, used, asked


def slurm():
    rows = []
    with service("slurm", "--nodes", "2", "--cpus", "8", "--fast") as (env, _):
        os.environ.update(env)
        rate, used, asked = submission(size(1000), 1000)
        rows.append(("Slurm: 1 000 jobs submitted as an array, directories included", "%.0f jobs/s" % rate, "≥ 100 /s", rate >= 100))
        rows.append(("Slurm: one squeue with 1 000 pending jobs", "%.0f ms" % (1e3 * asked), "", None))
        rows.append(("Slurm: the engine with 1 000 pending jobs, asking every second", "%.1f %% of a processor" % (100 * used), "", None))
        rate, _, _ = submission(size(200), 1)
        rows.append(("Slurm: 200 jobs submitted one by one", "%.0f jobs/s" % rate, "≥ 10 /s", rate >= 10))
        script = 'printf "{\\"results\\":[{\\"variable\\":\\"x\\",\\"value\\":%s}]}" $(date +%s.%N) > $XOM_OUT/r.json'
        jobs = size(60)
        site = Site(SLURM % (1000, 4), COMMAND % ("", script), runs=jobs)
        with site.watching():
            wait_for(lambda: len(site.ask("SELECT 1 FROM attempt WHERE outcome = 'ok'")) == jobs, "all results", 300)
        ended = dict(site.ask("SELECT task, ended_ns / 1e9 FROM attempt WHERE outcome = 'ok'"))
        late = [ended[task] - value for task, value in site.ask("SELECT task, value FROM result")]
        rows.append(("Slurm: end of the program to result in the store, 60 jobs", "p50 %.2f s, p95 %.2f s" % (quantile(late, 0.5), quantile(late, 0.95)),
                     "p95 ≤ 3 s", quantile(late, 0.95) <= 3))
    return rows


MONGODB = '[runs]\ntype = "mongodb"\nuri = "%s/?socketTimeoutMS=600000"\npoll = "0.5s"\n'
COUNT = '[analysis.a]\nversion = "v1"\ndata = "peak_basics"\nvariable = [{ name = "x", value = "count()" }]\n'


def children_cpu_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def with_documents(count, new):
    """Seconds: one question of pymongo for all documents, the first pass, XOM's processor time in it, each of some new documents to
    its run in the store. And the name of the server."""
    import pymongo
    with service("mongodb") as (env, _):
        uri = env["XOM_TEST_MONGODB_URI"]
        runs = pymongo.MongoClient(uri)["xenonnt"]["runs"]
        runs.create_index("number")
        for first in range(0, count, 1000):
            runs.insert_many([run_document(number) for number in range(first, min(first + 1000, count))])
        server = pymongo.MongoClient(uri).server_info()
        site = Site(MONGODB % uri, COUNT)
        begun = time.monotonic()
        found = sum(1 for _ in runs.find({}).sort("number"))
        question = time.monotonic() - begun
        begun, cpu = time.monotonic(), children_cpu_seconds()
        site.xom("pass")
        first, cpu = time.monotonic() - begun, children_cpu_seconds() - cpu
        assert site.ask("SELECT count(*) FROM run") == [(found,)] == [(count,)], site.ask("SELECT count(*) FROM run")
        late = []
        with site.watching():
            for number in range(count, count + new):
                begun = time.monotonic()
                runs.insert_one(run_document(number))
                wait_for(lambda: site.ask("SELECT 1 FROM run WHERE number = %d" % number), "the run", 600)
                late.append(time.monotonic() - begun)
    return question, first, cpu, late, "FerretDB" if "ferretdbVersion" in server else "MongoDB " + server["version"]


def mongodb():
    many, few = size(100_000), 1000
    question, first, cpu, late, name = with_documents(many, 2)
    rows = [
        ("%s, %d documents: first pass, all runs and as many tasks in the store" % (name, many),
         "%.1f s, of them %.1f s processor time of XOM; one question of pymongo for all of them takes %.1f s" % (first, cpu, question), "", None),
        ("%s, %d documents: a new one to run and task in the store" % (name, many), "%.1f s: %.1f of pymongo's questions" % (max(late), max(late) / question), "", None),
    ]
    question, _, _, late, name = with_documents(few, 10)
    rows.append(("%s, %d documents: a new one to run and task in the store, asking every 0.5 s" % (name, few),
                 "p50 %.2f s, most %.2f s; pymongo's question %.2f s" % (quantile(late, 0.5), max(late), question), "≤ 5 s", max(late) <= 5))
    return rows


VARIABLES = ("a", "b", "c", "d")


def values_file(path, runs):
    """A Flux answer with results of the original."""
    with open(path, "w") as file:
        file.write("_time,analysis_name,analysis_version,variable_name,runid,variable_value\n")
        for number in range(1, runs + 1):
            for k, variable in enumerate(VARIABLES):
                file.write("2024-01-01T00:00:00Z,a,v1,%s,%d,%r\n" % (variable, number, number * 0.1 + k))


def influxdb():
    """An outage: InfluxDB is stopped, results are recorded, it is started again."""
    runs = size(50_000)
    with service("influxdb") as (env, folder):
        url = env["XOM_TEST_INFLUXDB1_URL"]
        urllib.request.urlopen(url + "/query", b"q=CREATE+DATABASE+xom", timeout=20).close()
        site = Site('[runs]\ntype = "jsonl"\npath = "runs.jsonl"\n[sinks.influx]\nurl = "%s"\ndatabase = "xom"\n' % url,
                    '[analysis.a]\nversion = "v1"\ndata = "peak_basics"\nvariable = [%s]\n' % ", ".join('{ name = "%s", value = "count()" }' % v for v in VARIABLES), runs)

        def left():
            return site.ask("SELECT count(*) FROM outbox")[0][0]

        site.xom("pass")  # every run and every task are there; all of them wait for data
        assert left() == 0
        subprocess.run([HERE.parent / "tests" / "services" / "influxdb-down", folder], check=True, capture_output=True)
        values_file(site.folder / "values.csv", runs)
        begun = time.monotonic()
        site.xom("import-results", "values.csv")
        imported = time.monotonic() - begun
        rows = left()
        with site.watching():
            wait_for(lambda: site.ask("SELECT 1 FROM fact WHERE name = 'sink.influx.problem' AND value <> ''"), "a problem that is shown", 60)
            assert left() == rows, "something got through to nowhere"
            subprocess.run([HERE.parent / "tests" / "services" / "influxdb-up", folder, url.rsplit(":", 1)[1]], check=True, capture_output=True)
            begun = time.monotonic()
            wait_for(lambda: left() < rows, "the first points", 330)
            noticed = time.monotonic() - begun
            wait_for(lambda: left() == 0, "delivery", 600)
            caught_up = time.monotonic() - begun
        body = urllib.parse.urlencode({"q": "SELECT count(value) FROM xomdata", "db": "xom"}).encode()
        with urllib.request.urlopen(url + "/query", body, timeout=60) as answer:
            count = json.load(answer)["results"][0]["series"][0]["values"][0][1]
        assert count == runs * len(VARIABLES), count

        # The same into the same database once more, without an outage.
        site.xom("sink", "rebuild")
        with site.watching():
            begun = time.monotonic()
            wait_for(lambda: left() == 0, "delivery", 600)
            rebuilt = time.monotonic() - begun
    points = runs * (len(VARIABLES) + 1)  # values and states
    return [
        ("%d results of the original taken over from CSV, while InfluxDB is away" % (runs * len(VARIABLES)), "%.1f s" % imported, "", None),
        ("catch-up after an outage of InfluxDB 1.6: %d points (%d rows of the outbox)" % (points, rows),
         "%.1f s from its start until nothing waits, %.1f s of them until XOM tried again: %.0f points/s" % (caught_up, noticed, points / caught_up),
         "≥ 5 000 points/s", points / caught_up >= 5000),
        ("the same and all runs told again (`xom sink rebuild`), start of the engine included",
         "%.1f s: %.0f points/s" % (rebuilt, (points + runs) / rebuilt), "≥ 50 000 points/s", (points + runs) / rebuilt >= 50_000),
    ]


parts = {"slurm": slurm, "mongodb": mongodb, "influxdb": influxdb}
chosen = [word for word in sys.argv[2:] if word != "--small"] or list(parts)
rows = [row for part in chosen for row in parts[part]()]
if len(chosen) == len(parts) and not SMALL:
    document.replace("services", "servers on the same two processors", rows)
else:
    print(document.table(rows))
