#!/usr/bin/env python3
"""Level-triggered: after a changed tag, version, selection or data directory the next pass does the right thing.

    level.py XOM_BINARY [--only TEXT]

Ends with 'N passed, N failed'; exit code 1 if a test failed.
"""

import argparse
import inspect
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback

SAMPLE = pathlib.Path(__file__).resolve().parent / "data" / "strax-small"
PEAKS = "-peak_basics-hqy3mbplud"
RECIPE = """
[analysis.peak_rate]
version = "%(version)s"
exclude_tags = ["messy"]
min_run = %(min_run)d
data = "peak_basics"
[[analysis.peak_rate.variable]]
name = "%(variable)s"
value = "%(value)s"
"""


class Site:
    """One installation in a folder of its own."""

    def __init__(self, binary, source="strax"):
        self.binary = binary
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="xom-level-"))
        self.strax = self.folder / "strax"
        self.documents = {}
        self.ended_ms = int(time.time() * 1000) - 3_600_000
        self.source = source
        self.strax.mkdir()
        text = 'data = "strax"\n[runs]\npoll = "1s"\n'
        if source == "jsonl":
            text += 'type = "jsonl"\npath = "runs.jsonl"\n'
        (self.folder / "xom.toml").write_text(text)
        self.recipe()

    def recipe(self, version="v1", min_run=1, variable="rows", value="count()"):
        (self.folder / "analyses").mkdir(exist_ok=True)
        (self.folder / "analyses" / "peaks.toml").write_text(RECIPE % locals())

    def run_document(self, run, tags=()):
        """Writes the document of a sample run, with these tags besides its own."""
        document = json.loads((SAMPLE / ("%06d-metadata.json" % run)).read_text())
        document["tags"] += [{"name": tag, "user": "ann"} for tag in tags]
        length = document["end"]["$date"] - document["start"]["$date"]
        document["end"]["$date"] = self.ended_ms  # within the horizon: data are still expected
        document["start"]["$date"] = self.ended_ms - length
        self.documents[run] = document
        if self.source == "jsonl":
            lines = [json.dumps(self.documents[number]) + "\n" for number in sorted(self.documents)]
            replace(self.folder / "runs.jsonl", "".join(lines))
        else:
            replace(self.strax / ("%06d-metadata.json" % run), json.dumps(document))
            for other in SAMPLE.glob("%06d-veto_intervals-*" % run):  # a run is known by its data
                shutil.copytree(other, self.strax / other.name, dirs_exist_ok=True)

    def data(self, run):
        """Puts the peak_basics of a sample run in place, by renaming, as strax does."""
        name = "%06d%s" % (run, PEAKS)
        shutil.copytree(SAMPLE / name, self.strax / (name + "_temp"))
        (self.strax / (name + "_temp")).rename(self.strax / name)

    def remove_data(self, run):
        shutil.rmtree(self.strax / ("%06d%s" % (run, PEAKS)))

    def xom(self, *words, code=0):
        done = subprocess.run([self.binary, *words], cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=60)
        partly = words[0] == "pass" and code == 0 and done.returncode == 3  # attempts that fail on purpose
        assert done.returncode == code or partly, "xom %s ended with %d\n%s%s" % (
            " ".join(words), done.returncode, done.stdout, done.stderr)
        return done

    def xom_json(self, *words):
        return json.loads(self.xom(*words, "--json").stdout)

    def one_pass(self):
        return self.xom_json("pass")

    def task(self, run, version=None):
        words = ["explain", "peak_rate", str(run)] + (["--analysis-version", version] if version else [])
        return self.xom_json(*words)[0]

    def values(self):
        return {(r["run"], r["version"], r["variable"]): r["value"] for r in self.xom_json("results", "--limit", "0")}

    def wait_for(self, what, condition, longest_s=20):
        end = time.monotonic() + longest_s
        while not condition():
            assert time.monotonic() < end, "not within %d s: %s" % (longest_s, what)
            time.sleep(0.1)


def replace(path, text):
    new = path.with_suffix(".new")
    new.write_text(text)
    os.replace(new, path)


def rows(run):
    """What the sample's own record says."""
    expected = json.loads((SAMPLE / "expected.json").read_text())
    return expected["runs"]["%06d" % run]["data"]["%06d%s" % (run, PEAKS)]["table"]["rows"]


def two_done_runs(site):
    for run in (53101, 53102):
        site.data(run)
        site.run_document(run)
    report = site.one_pass()
    assert report["done"] == 2, report
    assert site.values() == {(run, "v1", "rows"): rows(run) for run in (53101, 53102)}


def a_tag_that_comes_withdraws_the_run_and_one_that_goes_brings_it_back(site):
    two_done_runs(site)
    site.run_document(53101, ["messy"])
    report = site.one_pass()
    assert (report["withdrawn"], report["started"]) == (1, 0), report
    assert list(site.values()) == [(53102, "v1", "rows")]
    assert "tag 'messy' is excluded" in site.task(53101)["headline"]

    site.run_document(53101)
    report = site.one_pass()
    assert (report["wanted"], report["started"]) == (1, 0), report
    assert len(site.values()) == 2
    assert len(site.task(53101)["attempts"]) == 1
    assert site.xom("pass").stdout == "nothing to do\n"


def a_tag_that_comes_in_a_list_of_run_documents(site):
    two_done_runs(site)
    site.run_document(53101, ["messy"])
    assert site.one_pass()["withdrawn"] == 1
    site.run_document(53101)
    assert site.one_pass()["started"] == 0
    assert len(site.values()) == 2


a_tag_that_comes_in_a_list_of_run_documents.source = "jsonl"


def a_new_version_is_computed_and_the_old_results_stay(site):
    two_done_runs(site)
    site.recipe(version="v2", value="2 * count()")
    report = site.one_pass()
    assert (report["wanted"], report["done"]) == (2, 2), report
    values = site.values()
    assert values[53101, "v2", "rows"] == 2 * rows(53101)
    assert values[53101, "v1", "rows"] == rows(53101)
    assert "superseded by v2" in site.task(53101, "v1")["headline"]
    assert site.one_pass()["started"] == 0


def a_version_that_waits_is_withdrawn_by_the_next(site):
    site.run_document(53101)
    site.one_pass()
    site.recipe(version="v2")
    site.data(53101)
    assert site.one_pass()["done"] == 1
    assert list(site.values()) == [(53101, "v2", "rows")]
    old = site.task(53101, "v1")
    assert not old["task"]["wanted"] and "superseded" in old["headline"], old


def a_changed_definition_under_an_old_version_is_refused(site):
    two_done_runs(site)
    site.recipe(value="count() + 1")
    error = site.xom("pass", code=1).stderr
    assert "peak_rate" in error and "v1" in error and "version" in error, error
    site.recipe()
    assert site.one_pass()["started"] == 0


def a_changed_selection_withdraws_and_brings_back(site):
    two_done_runs(site)
    site.recipe(min_run=53102)
    assert site.one_pass()["withdrawn"] == 1
    assert list(site.values()) == [(53102, "v1", "rows")]
    site.recipe()
    assert site.one_pass()["started"] == 0
    assert len(site.values()) == 2


def a_removed_data_directory_costs_no_result(site):
    two_done_runs(site)
    site.remove_data(53101)
    assert site.one_pass()["started"] == 0
    assert len(site.values()) == 2
    assert site.task(53101)["task"]["state"] == "done"


def data_removed_before_they_were_read_are_waited_for_and_computed_when_they_are_back(site):
    site.data(53101)
    site.run_document(53101)
    site.xom("plan", "--store")
    site.remove_data(53101)
    site.one_pass()
    assert "peak_basics of run 053101 is missing" in site.task(53101)["headline"]
    site.data(53101)
    assert site.one_pass()["done"] == 1
    assert site.values() == {(53101, "v1", "rows"): rows(53101)}


def a_recompute_without_data_keeps_the_old_value_until_they_are_back(site):
    two_done_runs(site)
    site.remove_data(53101)
    site.xom("recompute", "peak_rate", "53101")
    site.one_pass()
    assert site.task(53101)["task"]["state"] != "done"
    assert site.values()[53101, "v1", "rows"] == rows(53101)
    site.data(53101)
    site.xom("retry", "peak_rate", "53101")
    site.one_pass()
    task = site.task(53101)["task"]
    assert (task["state"], task["generation"]) == ("done", 2), task


def a_data_folder_that_is_away_changes_nothing(site):
    two_done_runs(site)
    site.data(53103)
    site.run_document(53103)
    site.xom("plan", "--store")
    away = site.folder / "away"
    site.strax.rename(away)
    site.xom("pass", code=3)  # the run source is not there
    away.rename(site.strax)
    assert site.one_pass()["done"] == 1
    assert len(site.values()) == 3


def watch_sees_all_of_it_by_itself_and_ends_cleanly(site):
    site.run_document(53101)
    with open(site.folder / "watch.log", "w") as log:
        watch = subprocess.Popen([site.binary, "watch"], cwd=site.folder, stdin=subprocess.DEVNULL, stdout=log,
                                 stderr=log)
    try:
        known = lambda run: (site.folder / "xom.db").exists() and any(
            r["number"] == run for r in site.xom_json("runs"))
        site.wait_for("the run is known", lambda: known(53101))
        site.data(53101)
        site.wait_for("data that came are computed", lambda: len(site.values()) == 1)
        site.data(53102)
        site.run_document(53102)
        site.wait_for("a run that came is computed", lambda: len(site.values()) == 2)
        site.run_document(53101, ["messy"])
        site.wait_for("a tag that came withdraws", lambda: len(site.values()) == 1)
        site.run_document(53101)
        site.wait_for("a tag that went brings back", lambda: len(site.values()) == 2)
        begin = time.monotonic()
        watch.send_signal(signal.SIGTERM)
        assert watch.wait(20) == 130
        assert time.monotonic() - begin < 5
    finally:
        if watch.poll() is None:
            watch.kill()
            watch.wait()


def tests():
    helpers = {replace, rows, two_done_runs, tests, main}
    for name, function in list(globals().items()):
        if inspect.isfunction(function) and function not in helpers:
            yield name.replace("_", " "), function


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("xom")
    parser.add_argument("--only", default="", help="only tests whose name has this text")
    options = parser.parse_args()
    passed = failed = 0
    for name, function in tests():
        if options.only not in name:
            continue
        site = Site(str(pathlib.Path(options.xom).resolve()), getattr(function, "source", "strax"))
        try:
            function(site)
            passed += 1
        except Exception:
            failed += 1
            print("FAILED  %s\n%s" % (name, traceback.format_exc()), flush=True)
        finally:
            shutil.rmtree(site.folder, ignore_errors=True)
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
