#!/usr/bin/env python3
"""A run is read in one way wherever it is named: 53106 and 053106 are one run; what is no run is refused, superruns as such.

    run_spellings.py XOM_BINARY [TEXT]

Commands, requests, filters, the configuration, run documents, and files of the original.
"""

import contextlib
import http.client
import json
import re
import subprocess

import harness

RECIPES = """
[analysis.rate]
version = "v1"
min_run = "053101"
max_run = 53106
data = "peak_basics"
[[analysis.rate.variable]]
name = "rate"
unit = "Hz"
value = "count() / livetime"
[[analysis.rate.histogram]]
name = "areas"
x = {value = "area", bins = 5, range = [0, 100]}
"""
# No octal and no hexadecimal numbers, signs, fractions or numbers beyond all runs.
NO_RUNS = ("0x53", "+53106", "53106.0", "5e4", "abc", "1000000000000", "99999999999999999999")
SPELLINGS = ("53106", "053106", "0053106", "000000053106")


@contextlib.contextmanager
def installed(binary):
    with harness.installation(binary, "", RECIPES) as one:
        one.run("pass", expect=(0, 3))
        yield one


def without_moments(text):
    text = re.sub(r"\d+ (d|h|min)( \d+ (h|min|s))?\b", "T", text)
    return re.sub(r"[0-9.]+ (µs|ms|s)\b", "T", re.sub(r"20\d\d-\d\d-\d\dT[0-9:.]+Z|\d+ (µs|ms)|_ns\": \d+|_s\": [0-9.e-]+", "T", text))


def any_spelling(text):
    return re.sub("0*53106", "RUN", text)


def commands_read_a_run_alike(binary):
    with installed(binary) as one:
        for words in (["explain", "rate", "RUN"], ["explain", "--json", "rate", "RUN"], ["runs", "RUN"], ["runs", "RUN-RUN"],
                      ["runs", "RUN.."], ["runs", "--", "-RUN"], ["results", "rate", "--runs", "RUN"], ["latest", "rate", "--runs", "RUN"],
                      ["run", "rate", "RUN"], ["run", "rate", "RUN-53107"], ["data", "RUN"], ["data", "RUN", "peak_basics"],
                      ["retry", "rate", "RUN"], ["recompute", "rate", "RUN"], ["prioritise", "rate", "RUN", "--priority", "010"],
                      ["cancel", "rate", "RUN"]):
            said = {spelling: without_moments(one.xom(*[word.replace("RUN", spelling) for word in words], expect=(0, 1)))
                    for spelling in SPELLINGS}
            first = said[SPELLINGS[0]]
            assert "no range" not in first and "is no run" not in first, (words, first)
            for text in said.values():
                assert any_spelling(text) == any_spelling(first), (words, first, text)


def commands_refuse_what_is_no_run(binary):
    with installed(binary) as one:
        for words in (["explain", "rate", "RUN"], ["runs", "RUN"], ["results", "rate", "--runs", "RUN"], ["latest", "--runs", "RUN"],
                      ["run", "rate", "RUN"], ["retry", "rate", "RUN"], ["recompute", "rate", "RUN"], ["exclude", "rate", "RUN"],
                      ["include", "rate", "RUN"], ["prioritise", "rate", "RUN", "--priority", "1"], ["cancel", "rate", "RUN"]):
            for text in NO_RUNS:
                said = one.xom(*[word.replace("RUN", text) for word in words], expect=(2,))
                assert "is no run" in said, (words, text, said)
            assert "superrun" in one.xom(*[word.replace("RUN", "_sr0_bkg") for word in words], expect=(2,)), words
        for words in (["runs", "--limit", "0x10"], ["prioritise", "rate", "53101", "--priority", "1e3"]):
            assert "whole number" in one.xom(*words, expect=(2,)), words
        assert len(one.json("runs", "--limit", "02")) == 2


@contextlib.contextmanager
def served(one):
    process = subprocess.Popen([one.binary, "serve", "--listen", "127.0.0.1:0"], cwd=one.folder, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, text=True)
    try:
        port = int(re.search(r":(\d+)/", process.stdout.readline()).group(1))

        def ask(method, target, body=None):
            client = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            client.request(method, "/api/v1" + target, json.dumps(body) if body is not None else None,
                           {"Content-Type": "application/json", "X-XOM": "1", "Origin": "http://127.0.0.1:%d" % port})
            answer = client.getresponse()
            return answer.status, answer.read().decode()
        yield ask
    finally:
        process.terminate()
        process.wait(10)


def requests_read_a_run_alike(binary):
    with installed(binary) as one, served(one) as ask:
        targets = ["/runs/RUN", "/runs/RUN/histogram?analysis=rate&name=areas", "/runs?filter=RUN", "/runs?filter=RUN..",
                   "/runs?filter=number>=RUN", "/runs.csv?filter=..RUN", "/explain?analysis=rate&run=RUN", "/tasks?min_run=RUN",
                   "/tasks?max_run=RUN", "/tasks/counts?runs=RUN", "/tasks/counts?runs=RUN..053108", "/trend?v=rate.rate&min_run=RUN",
                   "/trend.csv?v=rate.rate&max_run=RUN", "/axis?min_run=RUN", "/coverage?min_run=RUN&max_run=RUN"]
        for target in targets:
            status, first = ask("GET", target.replace("RUN", SPELLINGS[0]))
            assert status in (200, 404) and "is not a" not in first, (target, status, first)
            for spelling in SPELLINGS[1:]:
                again = ask("GET", target.replace("RUN", spelling))
                cleared = [without_moments(re.sub(r'"(as_of_ns|request)": ?"?\w+"?', "", text)) for text in (first, again[1])]
                assert again[0] == status and cleared[0] == cleared[1], (target, spelling, first, again)
        for spelling in SPELLINGS[1:]:
            found = json.loads(ask("GET", "/search?q=" + spelling)[1])["data"]
            assert found and found[0]["url"] == "/runs/53106", found
        for run in (53101, "53101", "053101"):
            status, said = ask("POST", "/tasks/actions", {"verb": "recompute", "analysis": "rate", "runs": [run], "reason": "test"})
            assert status == 202, (run, status, said)
            status, said = ask("POST", "/tasks/actions", {"verb": "recompute", "analysis": "rate", "min_run": run, "max_run": run, "reason": "test"})
            assert status == 202, (run, status, said)
            status, said = ask("POST", "/comments", {"runs": [run], "text": "pump"})
            assert status == 201, (run, status, said)
            status, said = ask("POST", "/workbench", {"toml": RECIPES, "runs": [run]})
            assert status == 200 and '"run":53101' in said.replace(" ", ""), (run, status, said)


def requests_refuse_what_is_no_run(binary):
    with installed(binary) as one, served(one) as ask:
        for text in ("0x53", "53106.0", "abc", "_sr0_bkg", "1000000000000"):
            for target in ("/explain?analysis=rate&run=RUN", "/tasks?min_run=RUN", "/tasks/counts?runs=RUN", "/axis?max_run=RUN",
                           "/coverage?min_run=RUN", "/trend?v=rate.rate&max_run=RUN"):
                status, said = ask("GET", target.replace("RUN", text))
                assert status == 400 and text in said, (target, text, status, said)
            status, said = ask("GET", "/runs/" + text)
            assert status == 404 and "not a run" in said, (text, status, said)
            for body in ({"runs": [text]}, {"min_run": text, "max_run": 53106}):
                status, said = ask("POST", "/tasks/actions", {"verb": "retry", "analysis": "rate", "reason": "test", **body})
                assert status == 400 and text in said, (text, status, said)


def configuration_and_documents_read_a_run_alike(binary):
    with installed(binary) as one:
        plan = one.xom("plan")
        (one.folder / "a.toml").write_text(RECIPES.replace('"053101"', "53101").replace("53106", '"053106"'))
        assert one.xom("plan") == plan
        one.xom("config")
        (one.folder / "a.toml").write_text(RECIPES.replace('"053101"', '"0x10"'))
        assert '053101' in one.xom("config", expect=(2,))
        (one.folder / "a.toml").write_text(RECIPES.replace('"053101"', "053101"))
        assert '"053101"' in one.xom("config", expect=(2,))  # TOML has no such number: write text
        (one.folder / "a.toml").write_text(RECIPES)
        for number in (53105, "53105", "053105"):
            path = one.folder / "strax" / "053105-metadata.json"
            path.write_text(json.dumps({**json.loads(path.read_text()), "number": number, "comments": [{"text": "number %r" % number}]}))
            one.run("pass", expect=(0, 3))
            assert "number %r" % number in one.xom("runs", "53105"), number


def files_of_the_original_are_read_alike(binary):
    with installed(binary) as one:
        told = {}
        for low in ('"53101"', '"053101"', "53101"):
            (one.folder / "tool_config.json").write_text(
                '{"jobslimit": 4, "container_dict": {"image.sif": {"from": %s, "to": "053106"}}}' % low)
            told[low] = one.xom("import-config", "tool_config.json", expect=(0, 3))
        assert len(set(told.values())) == 1, told


if __name__ == "__main__":
    harness.run_tests([commands_read_a_run_alike, commands_refuse_what_is_no_run, requests_read_a_run_alike,
                       requests_refuse_what_is_no_run, configuration_and_documents_read_a_run_alike,
                       files_of_the_original_are_read_alike])
