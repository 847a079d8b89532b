#!/usr/bin/env python3
"""Results arrive in real databases: InfluxDB 1 and VictoriaMetrics (write paths of InfluxDB 1 and 2), started here on
loopback, and in a server of this file that refuses, hangs and cuts.

    sinks.py XOM_BINARY

Exit code 1 if something is wrong. A database that is not installed is reported as skipped.
"""

import base64
import gzip
import http.server
import json
import os
import pathlib
import signal
import socket
import subprocess
import threading
import time
import urllib.parse
import urllib.request

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
            request = urllib.request.Request(url + "/write?db=xom", b"test_xomrun value=1,runid=7i 7", method="POST")
            urllib.request.urlopen(request, timeout=10).close()
            damaged = one.json("sink", "check", expect=(1,))
            assert damaged["missing"] == len(rows) and damaged["extra"] == 1, damaged
            one.xom("sink", "check", "--repair")
            one.xom("pass")
            assert one.json("sink", "check") == {**found, "waiting": 0}
            query(url, "DROP DATABASE xom")
            query(url, "CREATE DATABASE xom")
            one.xom("sink", "rebuild")
            one.xom("pass")
            assert one.json("sink", "check") == {**found, "waiting": 0}


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
            assert "make the database" in one.finding("sink influx", expect=(1,))["found"]
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
            assert points(url, "SELECT value FROM test_xomdata WHERE variable_name = 'rate'")


def a_server_killed_while_points_arrive_loses_none(binary):
    with service("influxdb") as (env, folder):
        url = env["XOM_TEST_INFLUXDB1_URL"]
        port = url.rsplit(":", 1)[1]
        query(url, "CREATE DATABASE xom")
        with site(binary, 'url = "%s"\ndatabase = "xom"' % url) as one:
            with one.watching():
                for round_ in range(3):
                    wait_for(lambda: one.folder.joinpath("xom.db").exists() and one.json("sink", "list")[0]["waiting"] == 0, "delivery")
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


def victoriametrics_takes_both_write_paths(binary):
    with service("victoriametrics") as (env, _):
        url = next(value for key, value in env.items() if key.endswith("URL"))
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


class Moody(http.server.BaseHTTPRequestHandler):
    """Answers what `moods` says, in turn; then 204. Keeps every line that came whole."""
    protocol_version = "HTTP/1.1"
    moods, lines, requests = [], set(), 0

    def do_POST(self):
        cls = type(self)
        cls.requests += 1
        body = self.rfile.read(int(self.headers["Content-Length"]))
        mood = cls.moods.pop(0) if cls.moods else 204
        if mood == "cut":
            return self.cut()
        if mood in (204, "lost") and self.headers.get("Content-Encoding") == "gzip":
            assert "Token secret word" in self.headers["Authorization"]
            cls.lines.update(gzip.decompress(body).decode().splitlines())
        if mood == "lost":  # it arrived, the answer did not
            return self.cut()
        self.send_response(mood)
        if mood == 429:
            self.send_header("Retry-After", "1")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def cut(self):
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_):
        pass


def a_moody_server_gets_every_point_and_patience(binary):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Moody)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = "http://127.0.0.1:%d" % server.server_address[1]
    Moody.moods, Moody.lines, Moody.requests = [503, "cut", 429, "lost", 500, 413], set(), 0
    try:
        with site(binary, 'url = "%s/"\napi = 2\nbucket = "b"\norg = "o"\ntoken_file = "password"' % url) as one:
            with one.watching():
                wait_for(lambda: not Moody.moods and one.json("sink", "list")[0]["waiting"] == 0, "patience", 90)
            values = [line for line in Moody.lines if line.startswith("test_xomdata")]
            wanted = [r for r in one.json("results", "--limit", "0") if r["status"] == "ok"]
            assert len(values) == len(wanted) > 4, (len(values), len(wanted))
            assert Moody.requests < 60, "%d requests are no patience" % Moody.requests
    finally:
        server.shutdown()


def an_engine_with_a_hanging_server_ends_in_time(binary):
    class Hanging(Moody):
        def do_POST(self):
            time.sleep(20)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hanging)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with site(binary, 'url = "http://127.0.0.1:%d"\ndatabase = "xom"' % server.server_address[1]) as one:
            with one.watching():
                wait_for(lambda: one.folder.joinpath("xom.db").exists() and one.json("status") and
                         len(one.json("results", "--limit", "0")) > 4, "results beside a sink that hangs")
                begun = time.monotonic()
            assert time.monotonic() - begun < 5, "it waited for the sink"
            assert one.json("sink", "list")[0]["waiting"] > 0
            server.server_close()
            assert "no answer" in one.finding("sink influx", expect=(1,))["found"]
    finally:
        server.shutdown()


run_tests((influxdb_holds_what_the_store_holds, a_wrong_password_keeps_everything_and_says_so,
           a_point_of_another_type_is_set_aside_and_named, a_server_killed_while_points_arrive_loses_none,
           results_of_the_original_are_taken_over, victoriametrics_takes_both_write_paths, a_moody_server_gets_every_point_and_patience,
           an_engine_with_a_hanging_server_ends_in_time))
