#!/usr/bin/env python3
"""Results arrive in real databases: InfluxDB 1 and VictoriaMetrics (write paths of InfluxDB 1 and 2), started here on
loopback, and in servers of fake_influx.py that refuse, hang and cut.

    sinks.py XOM_BINARY

Exit code 1 if something is wrong. A database that is not installed is reported as skipped.
"""

import base64
import json
import os
import pathlib
import signal
import subprocess
import time
import urllib.parse
import urllib.request

from fake_influx import Answering, Hanging, Moody, Refusing, serving
from harness import HERE, installation, run_tests, service, wait_for

ANALYSES = """
[analysis.rates]
version = "v1"
exclude_tags = ["messy"]
data = "peak_basics"
[[analysis.rates.variable]]
name = "rate"
unit = "Hz"
value = "count(area > 10) / livetime"
[[analysis.rates.variable]]
name = "mean_area"
unit = "PE"
value = "mean(area)"
"""


def site(binary, sink, prefix="test_"):
    """The sample's runs 53101 to 53105 and a sink."""
    return installation(binary, 'prefix = "%s"\n[runs]\npoll = "0.2s"\n[sinks.influx]\n%s\n' % (prefix, sink), ANALYSES)


def query(url, influxql, database="xom"):
    body = urllib.parse.urlencode({"q": influxql, "db": database, "epoch": "ns"}).encode()
    with urllib.request.urlopen(url + "/query", body, timeout=20) as answer:
        return json.load(answer)["results"]


def points(url, influxql):
    return [row for result in query(url, influxql) for series in result.get("series", []) for row in series["values"]]


def influxdb_holds_what_the_store_holds(binary):
    with service("influxdb") as (env, _):
        url = env["XOM_TEST_INFLUXDB1_URL"]
        query(url, "CREATE DATABASE xom")
        with site(binary, 'url = "%s"\ndatabase = "xom"' % url) as one:
            one.xom("pass")
            found = one.json("sink", "check")
            assert found["equal"] > 10 and found["missing"] == found["different"] == found["extra"] == 0, found
            rows = points(url, "SELECT value, rate, error, n, runid FROM test_xomdata WHERE variable_name = 'rate'")
            stored = {r["run"]: r for r in one.json("results", "rates", "--limit", "0") if r["variable"] == "rate"}
            assert {row[5] for row in rows} == set(stored) and rows, rows
            for at, value, same, error, n, run in rows:
                assert value == same == stored[run]["value"] and error == stored[run]["error"] and n == stored[run]["n"]
                assert at % 1_000_000 == run
            assert points(url, "SELECT state, code FROM test_xomstate WHERE runid = 53101")[0][1:] == ["done", 3]

            # A tag comes: its points leave. It goes: they are back. Computed again: the same series.
            one.tag(53101, "messy")
            one.xom("pass")
            assert not points(url, "SELECT value FROM test_xomdata WHERE runid = 53101")
            assert points(url, "SELECT tags FROM test_xomrun WHERE runid = 53101")[0][1] == "messy"
            one.tag(53101)
            one.xom("pass")
            one.xom("recompute", "rates", "53102")
            one.xom("pass")
            assert one.json("sink", "check") == {**found, "waiting": 0}

            # What somebody deleted or wrote is found and put right; a lost database is made anew.
            query(url, "DELETE FROM test_xomdata WHERE variable_name = 'rate'")
            write(url, "test_xomrun value=1,runid=7i 7")  # not XOM's, and nothing it may touch
            extra = "test_xomdata,analysis_name=old,analysis_version=v1,variable_name=x,detector=tpc value=1,runid=53102i,flag=0i %d"
            write(url, extra % next(row[0] for row in rows if row[5] == 53102))
            damaged = one.json("sink", "check", expect=(1,))
            assert damaged["missing"] == len(rows) and damaged["extra"] == damaged["others"] == 1, damaged
            said = one.xom("sink", "check", "--repair", expect=(1,))
            assert "would delete" in said and "analysis_name=old" in said and "--really" in said and "nothing was changed" in said, said
            assert one.json("sink", "check", expect=(1,)) == damaged
            one.xom("sink", "check", "--repair", "--really")
            one.xom("pass")
            assert one.json("sink", "check") == {**found, "waiting": 0, "others": 1}
            assert points(url, "SELECT value FROM test_xomrun WHERE runid = 7"), "a point of somebody else is gone"
            query(url, "DROP DATABASE xom")
            query(url, "CREATE DATABASE xom")
            one.xom("sink", "rebuild")
            one.xom("pass")
            assert one.json("sink", "check") == {**found, "waiting": 0}


def write(url, lines, database="xom"):
    request = urllib.request.Request(url + "/write?db=" + database, lines.encode(), method="POST")
    urllib.request.urlopen(request, timeout=10).close()


def field_by_field_a_check_finds_what_somebody_changed(binary):
    with service("influxdb") as (env, _):
        url = env["XOM_TEST_INFLUXDB1_URL"]
        query(url, "CREATE DATABASE xom")
        with site(binary, 'url = "%s"\ndatabase = "xom"' % url) as one:
            one.xom("pass")
            whole = one.json("sink", "check")
            for measurement, change, word in (
                    ("xomdata", "error=99,n=1i", "error is 99 instead of"), ("xomdata", "lo=7", "lo is 7"), ("xomdata", "rate=1", "rate is 1"),
                    ("xomdata", "note=1", "note is 1 instead of nothing"),
                    ("xomstate", "attempt=77i", "attempt is 77"), ("xomstate", 'reason="because"', 'reason is "because"'),
                    ("xomrun", 'tags="bad"', 'tags is "bad"'), ("xomrun", "livetime_s=1", "livetime_s is 1")):
                of_one = ' AND variable_name = \'rate\'' if measurement == "xomdata" else ""
                series = query(url, "SELECT * FROM test_%s WHERE runid = 53102%s GROUP BY *" % (measurement, of_one))[0]["series"][0]
                tags = "".join(",%s=%s" % (name, value) for name, value in sorted(series["tags"].items()) if value)
                write(url, "test_%s%s %s %d" % (measurement, tags, change, series["values"][0][0]))
                found = one.json("sink", "check", expect=(1,))
                assert found["different"] == 1 and found["missing"] == found["extra"] == 0 and found["equal"] == whole["equal"] - 1, (change, found)
                assert word in found["examples"][0] and "different: test_" + measurement in found["examples"][0], (word, found)
                one.xom("sink", "check", "--repair", "--really")
                one.xom("pass")
                assert one.json("sink", "check") == whole, change


def nothing_of_the_original_is_ever_deleted(binary):
    """XOM under the original's own prefix: repairs, withdrawn and repeated tasks, tags and modes that change, a rebuild, in both layouts."""
    with service("influxdb") as (env, _):
        url = env["XOM_TEST_INFLUXDB1_URL"]
        for compat in ("", '\ncompat = "xom-1.2"'):
            query(url, "DROP DATABASE xom")
            query(url, "CREATE DATABASE xom")
            with site(binary, 'url = "%s"\ndatabase = "xom"%s' % (url, compat), prefix="prod_") as one:
                one.xom("pass")
                at = {run: time for time, _, run in points(url, "SELECT rate, runid FROM prod_xomdata")}
                theirs = []
                for run, begun in at.items():
                    for i, version in enumerate(("1.1", "1.2")):
                        # When it computed: after the run. Once at the very nanosecond of XOM's own point of another container.
                        # (In a mirror that would be XOM's own point: nothing is computed when its run starts.)
                        for time in (begun - begun % 10**9 + 7200 * 10**9, begun + 10**12 + i, begun + 10**6 * run, begun)[:3 if compat and i else 4]:
                            theirs.append("prod_xomdata,analysis_name=rates,analysis_version=v1,variable_name=rate,container=%s,xom_version=%s,run_id=%06d,tag0=x,sr_tag=no_sr_tag,"
                                          "run_mode=tpc_bkg rate=%d,runid=%di,chi2=3 %d" % ("other.simg", version, run, i, run, time))
                    theirs.append("prod_xomdata,datatype=main,analysis_name=rates,analysis_version=v1,variable_name=rate,container=None,tag=none rate=1.5,runid=%di,"
                                  'runids="%d",timestamp=0i %d' % (run, run, begun))
                    for what in ("todo", "done", "submitted", "tocheck"):
                        theirs.append("prod_xom%s,analysis_name=rates,analysis_version=v1,run_id=%06d rate=0,runid=%di %d" % (what, run, run, begun))
                write(url, "\n".join(theirs))

                def left():
                    rows = query(url, "SELECT * FROM /prod_xom(data|todo|done|submitted|tocheck)/ WHERE chi2 = 3 OR timestamp = 0 OR rate = 0")
                    return sorted(str([value for value in row if value is not None]) for result in rows for series in result.get("series", []) for row in series["values"])
                before = left()
                assert len(before) == len(theirs), (len(before), len(theirs))
                found = one.json("sink", "check")
                assert found["others"] == len(theirs) - 4 * len(at) and found["missing"] == found["extra"] == 0, found

                def still(what):
                    now = left()
                    assert now == before, "%s: of %d points of the original %d are left" % (what, len(before), len(now))
                still("check")
                one.xom("sink", "check", "--repair", "--really")
                still("nothing to repair")
                own = next(iter(at))
                tags = {"": "detector=tpc", "c": "container=None,xom_version=1.2,run_id=%06d" % own}["c" if compat else ""]
                write(url, "prod_xomdata,analysis_name=rates,analysis_version=v0,variable_name=rate,%s value=1,rate=1,runid=%di,flag=0i %d" % (tags, own, at[own]))
                assert one.json("sink", "check", expect=(1,))["extra"] == 1
                one.xom("sink", "check", "--repair", "--really")
                one.xom("pass")
                assert one.json("sink", "check") == found
                still("repair")
                one.tag(own, "messy")
                one.xom("pass")
                still("withdrawn")
                one.tag(own)
                one.xom("pass")
                one.xom("recompute", "rates", "53101-53105")
                one.xom("pass")
                still("computed again")
                path = next((one.folder / "strax").glob("%06d-metadata.json" % own))
                document = json.loads(path.read_text())
                document["mode"] = "other"
                path.write_text(json.dumps(document))
                one.xom("pass")
                still("another mode")
                one.xom("sink", "rebuild")
                one.xom("pass")
                still("rebuild")
                query(url, "DROP SERIES FROM prod_xomdata WHERE datatype = 'main' OR xom_version =~ /1/")
                assert one.json("sink", "check", expect=(0, 1))["extra"] == 0


def a_mirror_is_what_the_original_wrote(binary):
    with service("influxdb") as (env, _):
        url = env["XOM_TEST_INFLUXDB1_URL"]
        query(url, "CREATE DATABASE old")
        # A point of the original itself, in the same measurement: nobody deletes it.
        original = ('test_xomdata,analysis_name=rates,analysis_version=v0,variable_name=rate,container=None,xom_version=1.1,run_id=053101,tag0=x,'
                    'sr_tag=no_sr_tag,run_mode=tpc_bkg rate=1,runid=53101i 1700000000000000000')
        with site(binary, 'url = "%s"\ndatabase = "old"\ncompat = "xom-1.2"' % url) as one:
            path = next((one.folder / "strax").glob("053101-metadata.json"))
            document = json.loads(path.read_text())
            document.update(tags=[{"name": "_sr1_x"}, {"name": "good one"}], comments=[{"comment": "by hand"}, {"comment": "a,b"}])
            path.write_text(json.dumps(document))
            one.xom("pass")

            def series_of(run):
                found = query(url, "SELECT * FROM test_xomdata WHERE runid = %d AND time > 0 AND analysis_version <> 'v0' AND variable_name = 'rate' GROUP BY *" % run, "old")
                return [({k: v for k, v in one_series["tags"].items() if v}, dict(zip(one_series["columns"], one_series["values"][0])))
                        for one_series in found[0].get("series", [])]

            (tags, fields), = series_of(53101)
            stored = {r["run"]: r for r in one.json("results", "rates", "--limit", "0") if r["variable"] == "rate"}
            assert tags == {"analysis_name": "rates", "analysis_version": "v1", "variable_name": "rate", "container": "None", "xom_version": "1.2",
                            "run_id": "053101", "tag0": "_sr1_x", "tag1": "good one", "sr_tag": "_sr1_x", "run_mode": document["mode"],
                            "daq_comment": "by hand_a,b"}, tags
            run = stored[53101]
            assert fields["rate"] == run["value"] and fields["runid"] == 53101 and fields["rate_error"] == run["error"] and fields["n"] == run["n"], fields
            assert {row[0] for result in query(url, "SHOW MEASUREMENTS", "old") for one_series in result["series"] for row in one_series["values"]} == {"test_xomdata"}
            whole = one.json("sink", "check")
            assert whole["equal"] == len([r for r in one.json("results", "--limit", "0") if r["status"] == "ok"]) > 4, whole

            # Other tags are other series: the old ones go.
            one.tag(53101, "_sr2")
            one.xom("pass")
            (tags, fields), = series_of(53101)
            assert tags["tag0"] == tags["sr_tag"] == "_sr2" and "tag1" not in tags and fields["rate"] == run["value"], tags
            one.tag(53101, "messy")
            one.xom("pass")
            assert not series_of(53101)
            one.tag(53101)
            one.xom("recompute", "rates", "53102")
            one.xom("pass")
            assert series_of(53101)[0][0]["sr_tag"] == "no_sr_tag"
            assert one.json("sink", "check") == whole

            # Lost, it is made anew; what is different is found.
            query(url, "DELETE FROM test_xomdata WHERE run_id = '053102'", "old")
            assert one.json("sink", "check", expect=(1,))["missing"] == 2
            query(url, "DROP DATABASE old", "old")
            query(url, "CREATE DATABASE old", "old")
            one.xom("sink", "rebuild")
            one.xom("pass")
            assert one.json("sink", "check") == whole
            write(url, original, "old")
            one.tag(53101, "_sr3")
            one.xom("recompute", "rates", "53101")
            one.xom("pass")
            assert query(url, "SELECT rate FROM test_xomdata WHERE analysis_version = 'v0'", "old")[0]["series"], "the original's own point is gone"

            # How many series it makes is said.
            listed = one.json("sink", "list")[0]
            assert listed["compat"] == "xom-1.2" and listed["series"] == whole["equal"], listed
            assert "%d series" % whole["equal"] in one.xom("sink", "list")
            found = one.finding("series of sink influx")
            assert found["health"] == "warning" and "series" in found["found"] and "migration.md" in found["to_do"], found


def a_tag_with_too_many_values_is_refused_over_many_passes(binary):
    """A version for each run, one pass after the other, as from cron: what was told before counts."""
    with service("influxdb") as (env, _):
        url = env["XOM_TEST_INFLUXDB1_URL"]
        query(url, "CREATE DATABASE xom")
        variables = ",".join('{ name = "v%d", value = "count()" }' % i for i in range(999))
        with site(binary, 'url = "%s"\ndatabase = "xom"' % url) as one:
            (one.folder / "a.toml").write_text('[analysis.rates]\nversion = "v1"\ndata = "peak_basics"\nmin_run = 53101\nmax_run = 53101\nvariable = [%s]\n' % variables)
            one.xom("pass")
            assert not one.json("sink", "list")[0]["refused"]
            more = ",".join('{ name = "w%d", value = "count()" }' % i for i in range(3))
            with open(one.folder / "a.toml", "a") as file:
                file.write('[analysis.more]\nversion = "v1"\ndata = "peak_basics"\nmin_run = 53101\nmax_run = 53101\nvariable = [%s]\n' % more)
            said = one.xom("pass")
            refused = one.json("sink", "list")[0]["refused"]
            assert len(refused) == 2 and all("variable_name would take its 1001th value" in r["reason"] for r in refused), (refused, said)
            one.xom("recompute", "more", "53101")
            one.xom("pass")
            assert len(points(url, "SELECT value FROM test_xomdata WHERE analysis_name = 'more'")) == 1, "the same ones pass"


def a_user_that_may_only_read_is_named_with_what_to_do(binary):
    with service("influxdb", "--auth", "xom", "secret word") as (env, _):
        url = env["XOM_TEST_INFLUXDB1_URL"]

        def ask(influxql):
            request = urllib.request.Request(url + "/query", urllib.parse.urlencode({"q": influxql}).encode())
            request.add_header("Authorization", "Basic " + base64.b64encode(b"xom:secret word").decode())
            urllib.request.urlopen(request, timeout=10).close()

        for statement in ("CREATE DATABASE xom", "CREATE USER reader WITH PASSWORD 'secret word'", 'GRANT READ ON "xom" TO "reader"'):
            ask(statement)
        with site(binary, 'url = "%s"\ndatabase = "xom"\nuser = "reader"\npassword_file = "password"' % url) as one:
            found = one.finding("sink influx", expect=(1,))
            assert found["health"] == "broken" and "HTTP status 403" in found["found"] and "may not write" in found["found"], found
            assert 'GRANT ALL ON "xom" TO "reader"' in found["to_do"], found
            assert "HTTP status 403" in one.xom("pass") and one.json("sink", "list")[0]["waiting"] > 0
            ask('GRANT WRITE ON "xom" TO "reader"')
            assert one.finding("sink influx")["health"] == "ok"
            one.xom("pass")
            assert one.json("sink", "list")[0]["waiting"] == 0


def secrets_that_others_can_read_and_files_that_are_missing_are_named(binary):
    with site(binary, 'url = "http://127.0.0.1:1"\ndatabase = "xom"\nuser = "xom"\npassword_file = "password"') as one:
        (one.folder / "password").chmod(0o644)
        found = one.finding("secret of sink influx", expect=(1,))
        assert found["health"] == "broken" and "password can be read by everybody" in found["found"] and "chmod 600" in found["to_do"], found
        assert "can be read by everybody" in one.xom("pass", expect=(2,))
        (one.folder / "password").chmod(0o600)
        assert not [f for f in one.json("check", expect=(1,)) if f["subject"].startswith("secret")]
        (one.folder / "password").unlink()
        found = one.finding("sink influx", expect=(1,))["found"]
        assert "password" in found and not found.startswith("sink"), found
        assert "sink influx: sink influx" not in one.xom("check", expect=(1,))
    with site(binary, 'url = "http://u:pw@127.0.0.1:1"\ndatabase = "xom"') as one:
        for words in (("check",), ("sink", "list"), ("pass",)):
            said = one.xom(*words, expect=(1, 2))
            assert "holds a user or password" in said and "password_file" in said and "pw" not in said.replace("password", ""), said
        assert "is not a URL" in one.xom("import-results", "--influx", "abc", expect=(2,))
        assert "holds a user or password" in one.xom("import-results", "--influx", "http://u:pw@h", expect=(2,))


def check_says_what_to_do_about_a_sink(binary):
    with site(binary, 'url = "http://127.0.0.1:1"\ndatabase = "xom"') as one:
        found = one.finding("sink influx", expect=(1,))
        assert "no answer" in found["found"] and found["to_do"].startswith("start it, or correct url"), found
    of_two = 'api = 2\nbucket = "b"\norg = "o"\ntoken_file = "password"'
    for options, status, said, health, words in (
            (of_two, 204, b"", "ok", ""),
            (of_two, 400, b'{"code":"invalid","message":"writing requires points"}', "ok", ""),
            (of_two, 400, b"incoming write was empty", "ok", ""),
            (of_two, 401, b'{"code":"unauthorized","message":"unauthorized access"}', "broken", "correct token_file"),
            (of_two, 403, b'{"code":"forbidden","message":"insufficient permissions for write"}', "broken", "give it a token that may write the bucket b"),
            (of_two, 404, b'{"code":"not found","message":"bucket \\"b\\" not found"}', "broken", "make the bucket b"),
            (of_two, 400, b"Client sent an HTTP request to an HTTPS server.\n", "broken", "does the server want https?"),
            ('database = "xom"', 400, b"Client sent an HTTP request to an HTTPS server.\n", "broken", "does the server want https?"),
            (of_two, 502, b"", "broken", "look at its log")):
        Answering.status, Answering.said = status, said
        with serving(Answering) as url, site(binary, 'url = "%s"\n%s' % (url, options)) as one:
            found = one.finding("sink influx", expect=(0, 1))
            assert found["health"] == health and words in found.get("to_do", ""), (status, said, found)


def nothing_that_could_be_taken_over_is_a_failure(binary):
    with installation(binary, "", "") as one:
        one.xom("import-results", "nofile.json", expect=(1,))
        (one.folder / "bad.json").write_text("no json")
        one.xom("import-results", "bad.json", expect=(1,))
        good = {"analysis_name": "ly", "analysis_version": "v1", "variable_name": "ly", "runid": 53101, "ly": 1.5}
        (one.folder / "good.json").write_text(json.dumps(good))
        one.xom("import-results", "bad.json", "good.json", expect=(3,))
        one.xom("import-results", "good.json")


def a_wrong_password_keeps_everything_and_says_so(binary):
    with service("influxdb", "--auth", "xom", "secret word") as (env, _):
        url = env["XOM_TEST_INFLUXDB1_URL"]
        sink = 'url = "%s"\ndatabase = "xom"\nuser = "xom"\npassword_file = "password"' % url
        with site(binary, sink) as one:
            (one.folder / "password").write_text("wrong")
            assert "HTTP status 401" in one.finding("sink influx", expect=(1,))["found"]
            said = one.xom("pass")
            assert "HTTP status 401" in said and "secret" not in said, said
            waiting = one.json("sink", "list")[0]["waiting"]
            assert waiting > 0
            (one.folder / "password").write_text("secret word\n")
            found = one.finding("sink influx", expect=(1,))
            assert "make the database" in found["found"] and 'CREATE DATABASE "xom"' in found["to_do"], found
            said = one.xom("pass")
            assert "database not found" in said and one.json("sink", "list")[0]["waiting"] == waiting, said
            request = urllib.request.Request(url + "/query", urllib.parse.urlencode({"q": "CREATE DATABASE xom"}).encode())
            request.add_header("Authorization", "Basic " + base64.b64encode(b"xom:secret word").decode())
            urllib.request.urlopen(request, timeout=10).close()
            one.xom("pass")
            assert one.json("sink", "check")["missing"] == 0
            assert one.finding("sink influx")["health"] == "ok" and "takes points" in one.finding("sink influx")["found"]


def a_point_of_another_type_is_set_aside_and_named(binary):
    with service("influxdb") as (env, _):
        url = env["XOM_TEST_INFLUXDB1_URL"]
        query(url, "CREATE DATABASE xom")
        # Somebody wrote the field mean_area as text: in the shard of these runs it stays text.
        with site(binary, 'url = "%s"\ndatabase = "xom"' % url) as one:
            start = json.loads(next((one.folder / "strax").glob("053101-metadata.json")).read_text())["start"]
            seconds = start["$date"] // 1000 if isinstance(start, dict) else int(time.mktime(time.strptime(start[:19], "%Y-%m-%dT%H:%M:%S")))
            line = 'test_xomdata mean_area="text" %d' % (seconds * 10**9)
            urllib.request.urlopen(urllib.request.Request(url + "/write?db=xom", line.encode(), method="POST"), timeout=10).close()
            one.xom("pass")
            state = one.json("sink", "list")[0]
            assert state["waiting"] == 0
            assert state["refused"] and all("field type conflict" in r["reason"] and "mean_area" in r["line"] for r in state["refused"]), state
            assert "another prefix" in state["refused"][0]["reason"], state
            assert "another prefix" in one.xom("sink", "check", expect=(1,)), "what is missing was refused, and why"
            found = one.finding("points for sink influx")
            assert found["health"] == "warning" and "another prefix" in found["found"] and "sink rebuild" in found["to_do"], found
            assert points(url, "SELECT value FROM test_xomdata WHERE variable_name = 'rate'")


def a_server_killed_while_points_arrive_loses_none(binary):
    with service("influxdb") as (env, folder):
        url = env["XOM_TEST_INFLUXDB1_URL"]
        port = url.rsplit(":", 1)[1]
        query(url, "CREATE DATABASE xom")
        with site(binary, 'url = "%s"\ndatabase = "xom"' % url) as one:
            with one.watching():
                for round_ in range(3):
                    wait_for(lambda: one.folder.joinpath("xom.db").exists() and one.json("runs") and one.json("sink", "list")[0]["waiting"] == 0, "delivery")
                    os.kill(int(pathlib.Path(folder, "influxd.pid").read_text()), signal.SIGKILL)
                    for run in (53101, 53102, 53103):
                        one.xom("recompute", "rates", str(run))
                    wait_for(lambda: one.json("sink", "list")[0].get("problem"), "a problem that is shown")
                    subprocess.run([HERE / "services" / "influxdb-up", folder, port], check=True, capture_output=True)
                wait_for(lambda: not one.json("sink", "list")[0].get("problem") and one.json("sink", "list")[0]["waiting"] == 0, "delivery")
            found = one.json("sink", "check")
            assert found["equal"] > 10 and found["missing"] == found["different"] == found["extra"] == 0, found


def results_of_the_original_are_taken_over(binary):
    """Both generations' points, as the original wrote them."""
    lines = []
    for run in (53101, 53102):
        for version, computed, value in (("1.1", 10, 1.0), ("1.2", 20, 2.5 + run)):
            lines.append('prod_xomdata,analysis_name=light_yield,analysis_version=v0.2,variable_name=LYS1a,container=None,xom_version=%s,run_id=%06d,tag0=_sr1,'
                         'run_mode=tpc_kr83m LYS1a=%f,runid=%di,LYS1a_error=0.25,chi2=3,figure_path="" %d' % (version, run, value, run, computed * 10**9))
        lines.append('xom,datatype=main,analysis_name=test_scada,analysis_version=v0.0,variable_name=pressure,container=None,tag=none '
                     'pressure=1.9,runid=%di,runids="%d",timestamp=0i %d' % (run, run, run * 10**9))
    with service("influxdb") as (env, _):
        url = env["XOM_TEST_INFLUXDB1_URL"]
        query(url, "CREATE DATABASE original")
        urllib.request.urlopen(urllib.request.Request(url + "/write?db=original", "\n".join(lines).encode(), method="POST"), timeout=10).close()
        with installation(binary, "", '[analysis.light_yield]\nversion = "v0.2"\ncommand = ["false"]\nmax_run = 53102\nvariable = [{ name = "LYS1a", unit = "PE/keV" }]\n') as one:
            where = ("--influx", url, "--database", "original", "--measurement")
            assert "xom" in one.xom("import-results", *where, "absent", expect=(1,))
            found = one.json("import-results", *where, "prod_xomdata")
            assert found["records"] == 4 and found["replaced"] == 2 and found["analyses"][0]["imported"] == 2, found
            assert one.json("import-results", *where, "xom")["analyses"][0]["imported"] == 2
            one.xom("pass")
            results = {(r["analysis"], r["run"]): r for r in one.json("results", "--limit", "0")}
            assert results["light_yield", 53102]["value"] == 2.5 + 53102 and results["light_yield", 53102]["error"] == 0.25, results
            assert results["light_yield", 53102]["unit"] == "PE/keV" and results["test_scada", 53101]["value"] == 1.9, results
            assert one.json("status")["analyses"][0]["done"] == 2, "nothing is computed again"


def a_server_that_answers_other_than_influxdb_is_named_with_the_way_out(binary):
    Answering.status = 200
    with installation(binary, "", ANALYSES) as one, serving(Answering) as url:
        for said in (b'{"results": [{"series": [{"columns": ["key"], "values": [["analysis_name"]]}]}]}',
                     b'{"results": [{"series": [{"columns": ["key", "value"], "values": [["analysis_name"]]}]}]}',
                     b'{"results": [{"series": [{"columns": ["key", "value"], "values": [["analysis_name", 1]]}]}]}'):
            Answering.said = said
            found = one.xom("import-results", "--influx", url, "--measurement", "prod_xomdata", expect=(1,))
            assert url in found and ("as InfluxDB does; export" in found or "not InfluxQL's" in found) and "Flux" in found and "range_check" not in found, found


def an_import_that_may_not_read_says_which_options_there_are(binary):
    with installation(binary, "", ANALYSES) as one, serving(Answering) as url:
        where = ("import-results", "--influx", url, "--measurement", "prod_xomdata")
        Answering.status, Answering.said = 401, b'{"error": "unable to parse authentication credentials"}'
        said = one.xom(*where, expect=(1, 4))
        assert "no user and password is given" in said and "--password-file" in said, said
        said = one.xom(*where, "--user", "a", "--password-file", "password", expect=(1, 4))
        assert "with this user and password" in said and "--password-file" in said, said
        Answering.status, Answering.said = 404, b'{"code": "not found", "message": "no dbrp mapping found"}'
        said = one.xom(*where, "--token-file", "password", "--org", "o", expect=(1, 4))
        assert "influx v1 dbrp create" in said and "influx query --raw" in said, said


def victoriametrics_takes_both_write_paths(binary):
    with service("victoriametrics") as (env, _):
        url = next(value for key, value in env.items() if key.endswith("URL"))
        with installation(binary, "", ANALYSES) as one:
            said = one.xom("import-results", "--influx", url, "--measurement", "prod_xomdata", expect=(1,))
            assert "does not answer SHOW TAG VALUES as InfluxDB does" in said and "Flux" in said, said
        for api, more in ((1, 'database = "xom"'), (2, 'bucket = "xom"\norg = "o"\ntoken_file = "password"')):
            prefix = "v%d_" % api
            with site(binary, 'url = "%s"\napi = %d\n%s' % (url, api, more), prefix=prefix) as one:
                one.xom("pass")
                urllib.request.urlopen(url + "/internal/force_flush", timeout=10).close()
                # One variable: it keeps all numbers of a block with one exponent.
                match = urllib.parse.urlencode({"match[]": '{__name__="%sxomdata_value",variable_name="rate"}' % prefix})
                with urllib.request.urlopen(url + "/api/v1/export?" + match, timeout=10) as answer:
                    series = [json.loads(line) for line in answer]
                got = sorted(value for one_series in series for value in one_series["values"])
                wanted = sorted(r["value"] for r in one.json("results", "--limit", "0") if r["variable"] == "rate")
                assert len(got) == len(wanted) > 3 and all(abs(a - b) <= 1e-9 * abs(b) for a, b in zip(got, wanted)), (got, wanted)


def a_moody_server_gets_every_point_and_patience(binary):
    Moody.moods = [503, "cut", 429, "lost", 500, 413]
    with serving(Moody) as url:
        with site(binary, 'url = "%s/"\napi = 2\nbucket = "b"\norg = "o"\ntoken_file = "password"' % url) as one:
            with one.watching():
                wait_for(lambda: not Moody.moods and one.json("sink", "list")[0]["waiting"] == 0, "patience", 90)
            values = [line for line in Moody.lines if line.startswith("test_xomdata")]
            wanted = [r for r in one.json("results", "--limit", "0") if r["status"] == "ok"]
            assert len(values) == len(wanted) > 4, (len(values), len(wanted))
            assert Moody.requests < 60, "%d requests are no patience" % Moody.requests


def a_server_that_refuses_everything_loses_nothing(binary):
    with serving(Refusing) as url:
        with site(binary, 'url = "%s"\ndatabase = "b"' % url) as one:
            one.xom("pass")
            listed = one.json("sink", "list")[0]
            assert listed["waiting"] > 0 and not listed["refused"] and "refuses everything: HTTP status 400: no" in listed["problem"], listed
            Refusing.everything = False
            one.xom("pass")
            listed = one.json("sink", "list")[0]
            assert listed["waiting"] == 0 and "problem" not in listed, listed
            assert len(listed["refused"]) == 1 and "53103" in listed["refused"][0]["line"], listed
            values = [line for line in Refusing.lines if line.startswith("test_xomdata")]
            assert len(values) == len([r for r in one.json("results", "--limit", "0") if r["status"] == "ok"]) > 4
            one.tag(53103, "other")  # a batch of this one point: the server takes others
            one.xom("pass")
            listed = one.json("sink", "list")[0]
            assert len(listed["refused"]) == 2 and "problem" not in listed, listed


def an_engine_with_a_hanging_server_ends_in_time(binary):
    with serving(Hanging) as url, site(binary, 'url = "%s"\ndatabase = "xom"' % url) as one:
        with one.watching():
            wait_for(lambda: one.folder.joinpath("xom.db").exists() and one.json("status") and
                     len(one.json("results", "--limit", "0")) > 4, "results beside a sink that hangs")
            begun = time.monotonic()
        assert time.monotonic() - begun < 5, "it waited for the sink"
        assert one.json("sink", "list")[0]["waiting"] > 0
        assert "no answer" in one.finding("sink influx", expect=(1,))["found"]


run_tests((influxdb_holds_what_the_store_holds, nothing_of_the_original_is_ever_deleted, field_by_field_a_check_finds_what_somebody_changed, a_mirror_is_what_the_original_wrote,
           a_tag_with_too_many_values_is_refused_over_many_passes, a_wrong_password_keeps_everything_and_says_so,
           a_user_that_may_only_read_is_named_with_what_to_do, check_says_what_to_do_about_a_sink, secrets_that_others_can_read_and_files_that_are_missing_are_named,
           a_point_of_another_type_is_set_aside_and_named, a_server_killed_while_points_arrive_loses_none,
           results_of_the_original_are_taken_over, nothing_that_could_be_taken_over_is_a_failure,
           a_server_that_answers_other_than_influxdb_is_named_with_the_way_out, an_import_that_may_not_read_says_which_options_there_are,
           victoriametrics_takes_both_write_paths,
           a_moody_server_gets_every_point_and_patience, a_server_that_refuses_everything_loses_nothing,
           an_engine_with_a_hanging_server_ends_in_time))
