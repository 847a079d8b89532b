#!/usr/bin/env python3
"""docs/migration.md, step by step, with the original's configuration of both generations and a real InfluxDB 1 that holds
points as the original wrote them.

    original.py XOM_BINARY

Exit code 1 if something is wrong, 77 if there is no InfluxDB.
"""

import contextlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import urllib.parse
import urllib.request

from harness import HERE, SAMPLE, run_tests, service

RUNS = (53101, 53102, 53103)


def query(url, influxql):
    body = urllib.parse.urlencode({"q": influxql, "db": "xom", "epoch": "ns"}).encode()
    with urllib.request.urlopen(url + "/query", body, timeout=20) as answer:
        return [series for result in json.load(answer)["results"] for series in result.get("series", [])]


def points_of_the_original():
    """Two runs, each computed twice; the tasks of three; one result of an analysis that nobody has any more."""
    lines = []
    for run in RUNS[:2]:
        for version, computed, value in (("1.1", 1_717_000_000, 1.0), ("1.2", 1_718_000_000, run / 1000)):
            lines.append("prod_xomdata,analysis_name=light_yield,analysis_version=v0.2,variable_name=LYS1a,container=old.simg,xom_version=%s,run_id=%06d,"
                         'tag0=_sr1,sr_tag=_sr1,run_mode=tpc_bkg,daq_comment=fine LYS1a=%r,runid=%di,LYS1a_error=0.25,chi2=3.5,peak_basics="hqy3mbplud" %d'
                         % (version, run, value, run, computed * 10**9 + run * 1000))
    for measurement in ("prod_xomtodo", "prod_xomdone"):
        for run in RUNS:
            lines.append("%s,analysis_name=light_yield,analysis_version=v0.2,variable_name=LYS1a,run_id=%06d LYS1a=0,runid=%di %d" % (measurement, run, run, 1_718_000_000 * 10**9 + run))
    lines.append("prod_xomdata,analysis_name=forgotten,analysis_version=v0.0,variable_name=x,container=None,xom_version=1.2,run_id=053101 x=5,runid=53101i 1717000000000000000")
    return lines


class Site:
    def __init__(self, binary, folder):
        self.binary, self.folder = binary, pathlib.Path(folder)

    def xom(self, *words, expect=0):
        done = subprocess.run([self.binary, *words], cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
        said = done.stdout + done.stderr
        assert done.returncode == expect, "xom %s ended with %d: %s" % (" ".join(words), done.returncode, said)
        return said

    def json(self, *words, expect=0):
        done = subprocess.run([self.binary, *words, "--json"], cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
        assert done.returncode == expect, "xom %s ended with %d: %s%s" % (" ".join(words), done.returncode, done.stdout, done.stderr)
        return json.loads(done.stdout)

    def change(self, old, new, count=1):
        file = self.folder / "xom.toml"
        text, found = re.subn(old, lambda _: new, file.read_text(), count=count, flags=re.M)
        assert found, "%s is not in %s" % (old, file.read_text())
        file.write_text(text)


@contextlib.contextmanager
def original(binary):
    """The URL of an InfluxDB with the original's points, and a folder with its files, data and run database."""
    with service("influxdb") as (env, _), tempfile.TemporaryDirectory(prefix="xom-original-") as folder:
        url = env["XOM_TEST_INFLUXDB1_URL"]
        query(url, "CREATE DATABASE xom")
        urllib.request.urlopen(urllib.request.Request(url + "/write?db=xom", "\n".join(points_of_the_original()).encode(), method="POST"), timeout=10).close()
        site = Site(binary, folder)
        shutil.copytree(SAMPLE, site.folder / "processed")
        for generation in ("first", "second"):
            shutil.copytree(HERE / "config" / ("original-" + generation), site.folder / generation)
        documents = []
        for run in RUNS:
            document = json.loads((site.folder / "processed" / ("%06d-metadata.json" % run)).read_text())
            documents.append(json.dumps({"number": run, "mode": document["mode"], "detectors": ["tpc"], "status": "transferred", "start": document["start"],
                                         "end": document["end"], "tags": [{"name": "_sr1"}], "comments": [{"comment": "fine"}]}))
        documents += (site.folder / "first/runs.jsonl").read_text().splitlines()
        (site.folder / "runs.jsonl").write_text("\n".join(documents) + "\n")
        yield url, site


def everything(url):
    """All that the original wrote, as InfluxDB tells it."""
    found = query(url, "SELECT * FROM /^prod_/ WHERE xom_version =~ /./ OR run_id =~ /./ GROUP BY *")
    return sorted(str((series["name"], sorted(tag for tag in series["tags"].items() if tag[1]), [(column, cell) for column, cell in zip(series["columns"], row) if cell is not None]))
                  for series in found for row in series["values"])


def migration_md_is_true_step_by_step(binary):
    with original(binary) as (url, site):
        before = everything(url)
        assert len(before) == len(points_of_the_original())

        # 1. The configuration of both generations.
        site.xom("import-config", "second/prod.json", "second/tool_config.json", "--out", ".")
        site.xom("import-config", "first/xomconfig.cfg", "--out", "of-first")
        shutil.copy(site.folder / "of-first/analyses/original.toml", site.folder / "analyses/first.toml")
        recipes = (site.folder / "analyses/original.toml").read_text()
        assert 'success = "marker"' in recipes and 'undeclared = "keep"' in recipes and "overlapped a container" in recipes, recipes
        site.change(r"^data .*", 'data = ["processed"]')
        site.change(r"^analyses .*", 'analyses = ["analyses/*.toml"]')
        assert 'prefix   = "new_"' in (site.folder / "xom.toml").read_text()
        with open(site.folder / "xom.toml", "a") as file:
            file.write('\n[runs]\ntype = "jsonl"\npath = "runs.jsonl"\nready = ["transferred"]\n'
                       '\n[sinks.influx]\napi = 1\nurl = "%s"\ndatabase = "xom"\n' % url)
        site.xom("check")
        wanted = {one["analysis"]: one["wanted"] for one in site.json("plan")}
        assert wanted == {"light_yield": 3, "pressure": 3, "small_s2": 2}, wanted

        # 2. What was computed.
        where = ("--influx", url, "--database", "xom", "--measurement")
        for tasks in ("prod_xomtodo", "prod_xomdone"):
            assert "not results" in site.xom("import-results", *where, tasks, expect=2)
        tried = site.json("import-results", *where, "prod_xomdata", "--dry-run")
        found = site.json("import-results", *where, "prod_xomdata")
        assert tried["analyses"] == found["analyses"] and found["records"] == 5 and found["replaced"] == 2 and found["not_taken"] == 0, found
        again = site.json("import-results", *where, "prod_xomdata")
        assert all(one["imported"] == 0 for one in again["analyses"]), again
        assert "not configured any more" in site.xom("explain", "forgotten", "53101")
        assert "hqy3mbplud" in json.dumps(site.json("explain", "light_yield", "53101"))
        assert "computed 2024-06-10T" in site.xom("explain", "light_yield", "53101")
        assert all(one["computed"].startswith("2024-06-10T") for one in site.json("results", "light_yield"))
        tried = site.json("import-results", *where, "prod_xomdata", "--dry-run")
        assert [one["there_before"] for one in tried["analyses"]] == [one["there_before"] for one in again["analyses"]] == [1, 2], tried

        # 3. Side by side: what is imported is not computed, what is missing is; 60020 waits.
        said = site.xom("pass", expect=3)  # one script says ERRORWITHXOM
        assert said.count("small_s2 v0.0 gives area, rate") == 1, said
        results = {(one["analysis"], one["variable"], one["run"]): one for one in site.json("results", "--limit", "0")}
        for run in RUNS:
            one = results["light_yield", "LYS1a", run]
            assert one["value"] == run / 1000 and one["error"] == 0.25 and one["details"]["chi2"] == 3.5, one
            attempt = site.json("explain", "light_yield", str(run))[0]["attempts"][0]
            assert attempt["executor"] == ("import" if run != 53103 else "local"), attempt
        assert results["light_yield", "LYS1a", 53102]["container"] == "old.simg" and results["light_yield", "LYS1a", 53103]["container"] == "new.simg"
        assert results["small_s2", "rate", 60011]["value"] == 34.1
        states = {(one["key"]["analysis"] if "key" in one else one["analysis"], one["run"]): one for one in site.json("tasks", "--limit", "0")}
        assert "status transferring, wanted: transferred" in states["pressure", 60020]["reason"], states
        assert everything(url) == before
        # Computed again it is what the original had.
        site.xom("recompute", "light_yield", "53101-53102")
        site.xom("pass")
        for run in RUNS[:2]:
            one = next(r for r in site.json("results", "light_yield", "--limit", "0") if r["run"] == run)
            assert one["value"] == results["light_yield", "LYS1a", run]["value"] and one["error"] == 0.25, one
        values = {row[1]: row[2] for series in query(url, "SELECT runid, LYS1a, chi2, sr_tag FROM new_xomdata WHERE variable_name = 'LYS1a'") for row in series["values"]}
        assert values == {run: run / 1000 for run in RUNS}, values
        comments = {row[1]: row[2:] for series in query(url, "SELECT runid, daq_comment, sr_tag FROM new_xomrun") for row in series["values"]}
        assert comments[53101] == ["fine", "_sr1"], comments
        one = site.json("sink", "check")
        assert one["missing"] == one["different"] == one["extra"] == one["others"] == 0, one

        # 4. The prefix of the original: its points stay, whatever is repaired.
        assert "holds points of the original" not in site.xom("check")
        site.change(r'^prefix .*', 'prefix = "prod_"')
        assert "prod_xomdata holds points of the original XOM" in site.xom("check")
        site.xom("sink", "rebuild", "influx")
        site.xom("pass")
        one = site.json("sink", "check")
        assert one["missing"] == one["different"] == one["extra"] == 0 and one["others"] == 5, one
        assert "5 points in these measurements are not of this XOM; they are left alone" in site.xom("sink", "check")
        query(url, "DELETE FROM prod_xomrun WHERE time > 0")
        assert site.json("sink", "check", expect=1)["missing"] == 6
        assert "nothing was changed" in site.xom("sink", "check", "--repair", expect=1)
        site.xom("sink", "check", "--repair", "--really")
        site.xom("pass")
        assert site.json("sink", "check") == one
        assert everything(url) == before, "points of the original are gone"


run_tests((migration_md_is_true_step_by_step,))
