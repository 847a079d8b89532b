#!/usr/bin/env python3
"""Bad clients: a real `xom serve` stays alive and small, and goes on answering good ones.

    hostile_http.py XOM_BINARY [--seed N] [--growth-mb N]

Ends with 'N passed, N failed'; exit code 1 if a test failed.
"""

import argparse
import collections
import concurrent.futures
import http.client
import inspect
import json
import os
import pathlib
import random
import re
import resource
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback

SAMPLE = pathlib.Path(__file__).resolve().parent / "data" / "strax-small"
MARKUP = "<script>alert(1)</script>"
RECIPE = """
[analysis.peak_rate]
version = "v1"
title = "%s"
data = "peak_basics"
[[analysis.peak_rate.variable]]
name = "rows"
value = "count()"
""" % MARKUP
GROWTH_FILES = 32  # each worker opens the store when it first needs it


class Server:
    """A small installation, computed, and `xom serve` on it."""

    def __init__(self, binary, users=()):
        self.binary = binary
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="xom-hostile-"))
        (self.folder / "xom.toml").write_text('data = "%s"\nanalyses = "a.toml"\n' % SAMPLE)
        (self.folder / "a.toml").write_text(RECIPE)
        subprocess.run([binary, "--quiet", "pass"], cwd=self.folder, check=False, stdout=subprocess.DEVNULL)
        for name, password in users:
            secret = self.folder / "secret"
            secret.touch(0o600)
            secret.write_text(password + "\n")
            self.xom("user", "add", name, "--role", "operator", "--password-file", str(secret))
        self.log = open(self.folder / "log", "w+")
        self.process = subprocess.Popen([binary, "serve", "--listen", "127.0.0.1:0"], cwd=self.folder,
                                        stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.process.stdout.readline()
        found = re.search(r":(\d+)/", line)
        if not found:
            self.end()
            sys.exit("xom serve did not begin: see %s/log" % self.folder)
        self.port = int(found.group(1))

    def xom(self, *words):
        """What a command beside the server says."""
        return subprocess.run([self.binary, *words], cwd=self.folder, check=True, stdout=subprocess.PIPE, text=True).stdout

    def warm_up(self):
        """What it keeps from its first requests on is no growth."""
        for path in ("/api/v1/runs", "/api/v1/now", "/"):
            assert self.get(path)[0] == 200
        self.memory, self.files = self.rss_mb(), self.descriptors()

    def rss_mb(self):
        with open("/proc/%d/status" % self.process.pid) as file:
            return int(re.search(r"VmRSS:\s+(\d+)", file.read()).group(1)) / 1024

    def descriptors(self):
        return len(os.listdir("/proc/%d/fd" % self.process.pid))

    def connect(self):
        connection = socket.create_connection(("127.0.0.1", self.port))
        connection.settimeout(20)
        return connection

    def log_in(self, name, password, address="127.0.0.1"):
        """Status, and the cookie if there is one; from that address of this machine."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20, source_address=(address, 0))
        try:
            client.request("POST", "/api/v1/session", json.dumps({"name": name, "password": password}), {"Content-Type": "application/json"})
            answer = client.getresponse()
            return answer.status, (answer.getheader("Set-Cookie") or "").split(";")[0]
        finally:
            client.close()

    def get(self, path, **headers):
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            client.request("GET", path, headers=headers)
            answer = client.getresponse()
            return answer.status, answer.read()
        finally:
            client.close()

    def raw(self, data):
        """Everything the server says to these bytes until it closes; b'' for a connection that was just closed."""
        connection = self.connect()
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # closed already: what it said can still be read
        try:
            return all_of(connection)
        finally:
            connection.close()

    def status(self, data):
        """Of the first answer; 0: closed without one."""
        answer = self.raw(data)
        return int(answer.split()[1]) if answer.startswith(b"HTTP/1.1 ") else 0

    def must_be_well(self):
        assert self.process.poll() is None, "the server ended with %s" % self.process.returncode
        status, body = self.get("/api/v1/health")
        assert status == 200 and not json.loads(body)["data"]["engine"]["running"]
        until = time.monotonic() + 15  # descriptors of clients that just left
        while self.descriptors() > self.files + GROWTH_FILES and time.monotonic() < until:
            self.get("/api/v1/health")
        assert self.descriptors() <= self.files + GROWTH_FILES, "%d open files" % self.descriptors()
        assert self.rss_mb() <= self.memory + self.growth_mb, "%.0f MB after %.0f" % (self.rss_mb(), self.memory)

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        start = time.monotonic()
        try:
            code = self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        return code, time.monotonic() - start

    def remove(self):
        if self.process.poll() is None:
            self.end()
        self.log.close()
        shutil.rmtree(self.folder)


def close(connection, reset=False):
    if reset:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    connection.close()


def all_of(connection):
    data = b""
    try:
        while part := connection.recv(65536):
            data += part
    except OSError:
        pass
    return data


def request(*lines, body=b""):
    return "\r\n".join(lines + ("", "")).encode("latin-1") + body


GOOD = request("GET /api/v1/health HTTP/1.1", "Host: localhost", "Connection: close")


def test_what_is_not_http_is_told_so_or_cut_off(server):
    for data in (b"\0" * 100, b"\x16\x03\x01\x02\0\x01\0", b"GET", b"GET / HTTP/9.9\r\n\r\n", b"\r\n\r\n\r\n", b"GET  / HTTP/1.1\r\n\r\n",
                 b"GET / HTTP/1.1\nHost: x\n\n", b"GET / HTTP/1.1\r\nHost : x\r\n\r\n", b"G\0T / HTTP/1.1\r\nHost: x\r\n\r\n",
                 b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                 b"GET /\x01 HTTP/1.1\r\nHost: x\r\n\r\n", b"GET / HTTP/1.1\r\nHost\r\n\r\n",
                 b"GET / HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nX: a\r\n\tb\r\n\r\n",
                 b"GET / HTTP/1.1\r\n Host: x\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nX: a\r\n \r\n\r\n"):
        assert server.status(data) in (0, 400), data


def test_random_bytes(server):
    chance = random.Random(server.seed)
    for start in (b"", b"GET ", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: localhost\r\n", b"POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\n"
                  b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"):
        for _ in range(100):
            data = start + chance.randbytes(chance.choice((1, 10, 100, 3000, 30000)))
            assert server.status(data) in (0, 400, 413, 431), (start, data[:60])


def test_control_bytes_are_refused_wherever_they_are(server):
    for byte in [bytes([n]) for n in range(32)] + [b"\x7f"]:
        for data in (b"GE%sT / HTTP/1.1\r\nHost: localhost\r\n\r\n", b"GET /api/v1/ru%sns HTTP/1.1\r\nHost: localhost\r\n\r\n",
                     b"GET / HTTP/1%s.1\r\nHost: localhost\r\n\r\n", b"GET / HTTP/1.1\r\nHost: localhost\r\nX%s: y\r\n\r\n",
                     b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a%sb\r\n\r\n"):
            if byte == b"\t" and b"X: a" in data:
                continue  # a tab may be in a value
            assert server.status(data % byte) in (0, 400), data % byte


def test_half_requests_are_no_requests(server):
    whole = request("POST /api/v1/session HTTP/1.1", "Host: localhost", "Content-Type: application/json", "Content-Length: 38", "Connection: close",
                    body=b'{"name": "nobody", "password": "none"}')
    assert server.status(whole) == 401
    for end in range(len(whole)):
        assert server.status(whole[:end]) == 0, whole[:end]


def test_what_follows_a_body_gives_no_rights(server):
    answer = server.raw(request("POST /api/v1/tasks/actions HTTP/1.1", "Host: localhost", "Transfer-Encoding: chunked", "Connection: close",
                                body=b"2\r\n{}\r\n0\r\nContent-Type: application/json\r\nHost: evil.example\r\n\r\n"))
    assert b" 403 " in answer and b"Content-Type" in answer.split(b"\r\n\r\n")[1], answer


def test_two_lengths_of_one_body_are_refused(server):
    smuggled = b"GET /api/v1/runs HTTP/1.1\r\nHost: localhost\r\n\r\n"
    for lines in (("Content-Length: 4", "Transfer-Encoding: chunked"), ("Content-Length: 4", "Content-Length: 5"),
                  ("Content-Length: 4", "Content-Length: 4", "Content-Length: 0"), ("Content-Length: -1",),
                  ("Content-Length: 99999999999999999999",), ("Transfer-Encoding: chunked, identity",),
                  ("Transfer-Encoding: xchunked",), ("Content-Length: 0x4",), ("Content-Length : 4",), ("Transfer-Encoding:",),
                  ("Transfer-Encoding:", "Transfer-Encoding: x"), ("Transfer-Encoding: chunked", "Transfer-Encoding: identity"),
                  ("Transfer-Encoding: chunked", "Content-Length: 4"), ("Transfer-Encoding : chunked",), ("Content-Length: 4,5",)):
        answer = server.raw(request("POST /api/v1/session HTTP/1.1", "Host: localhost", "Content-Type: application/json", *lines,
                                    body=b"0\r\n\r\n" + smuggled))
        statuses = re.findall(rb"HTTP/1\.1 (\d+)", answer)
        assert len(statuses) <= 1, (lines, statuses)
        assert not statuses or 400 <= int(statuses[0]) < 500, (lines, statuses)


def test_chunks_that_lie_are_refused(server):
    start = request("POST /api/v1/session HTTP/1.1", "Host: localhost", "Content-Type: application/json", "Transfer-Encoding: chunked")
    for body in (b"zz\r\n{}\r\n0\r\n\r\n", b"ffffffffffffffff\r\n{}", b"2\r\n{}}}}\r\n0\r\n\r\n", b"2;" + b"x" * 40000 + b"\r\n{}\r\n"):
        assert server.status(start + body) in (0, 400, 413, 431), body[:40]


def test_too_much_is_refused_before_it_is_kept(server):
    assert server.status(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 5_000_000) in (0, 431)
    assert server.status(request("GET / HTTP/1.1", "Host: localhost", *("X-%d: y" % i for i in range(5000)))) in (0, 431)
    assert server.status(request("GET /api/v1/runs?filter=" + "a" * 9000 + " HTTP/1.1", "Host: localhost")) == 414
    assert server.status(request("POST /api/v1/session HTTP/1.1", "Host: localhost", "Content-Type: application/json",
                                 "Content-Length: 2000000")) == 413


def test_bodies_with_very_many_keys_or_levels_hold_no_worker(server):
    def post(path, body):
        return request("POST %s HTTP/1.1" % path, "Host: localhost", "Connection: close", "Content-Type: application/json",
                       "Content-Length: %d" % len(body), body=body)
    keys = b"{%s}" % b",".join(b'"k%d":1' % n for n in range(95_000))
    start = time.monotonic()
    for path, status in (("/api/v1/session", 413), ("/api/v1/comments", 413), ("/api/v1/workbench", 400)):
        for body in (keys, b"[" * 900_000, b'{"a":' * 150_000):
            assert server.status(post(path, body)) == status, (path, body[:20])
    for body in (b"[" * 4000, b'{"a":' * 800, b'{"runs":[1],"runs":[2]}'):
        assert server.status(post("/api/v1/session", body)) == 400, body[:20]
    deep = json.dumps({"toml": "a" + ".a" * 40_000 + " = 1", "runs": [53101]}).encode()
    assert server.status(post("/api/v1/workbench", deep)) == 400
    assert time.monotonic() - start < 20, "each of them has to be quick"


def test_paths_lead_nowhere_else(server):
    secrets = (b"root:", b"[analysis", b"SQLite format")
    for path in ("/../../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/%252e%252e/etc/passwd", "/..\\..\\etc\\passwd", "/assets/../xom.toml",
                 "/assets/%2e%2e%2fxom.toml", "//etc/passwd", "/api/v1/../../xom.db", "/api/v1/artifacts/../../xom.db", "/api/v1/artifacts/..%2f..%2fxom.db",
                 "/api/v1/artifacts/1%00", "/api/v1/attempts/..%2f1/log", "/xom.db", "/%00", "/%ff%fe", "/%zz", "/%", "http://other/etc/passwd", "*"):
        answer = server.raw(request("GET %s HTTP/1.1" % path, "Host: localhost", "Connection: close"))
        assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 404")), (path, answer[:40])
        assert not any(secret in answer for secret in secrets), path


def test_markup_is_shown_as_text(server):
    for path in ("/api/v1/%3Cscript%3E", "/api/v1/runs?filter=%3Cscript%3E(", "/%3Cscript%3E", "/api/v1/analyses", "/api/v1/analyses/peak_rate"):
        answer = server.raw(request("GET %s HTTP/1.1" % path, "Host: localhost", "Connection: close"))
        head = answer.split(b"\r\n\r\n", 1)[0].lower()
        assert b"content-type: text/html" not in head and b"x-content-type-options: nosniff" in head, path
        assert b"content-security-policy: default-src 'none'" in head, path


def test_other_sites_pages_may_do_nothing(server):
    for lines in (("Origin: http://evil.example",), ("Sec-Fetch-Site: cross-site",), ("Origin: null",)):
        assert server.status(request("POST /api/v1/tasks/actions HTTP/1.1", "Host: localhost", "Content-Type: application/json", "Content-Length: 2", *lines,
                                     body=b"{}")) == 403
    assert server.status(request("POST /api/v1/tasks/actions HTTP/1.1", "Host: localhost", "Content-Type: text/plain", "Content-Length: 2", body=b"{}")) == 403
    assert server.status(request("GET /api/v1/runs HTTP/1.1", "Host: evil.example", "Connection: close")) == 403


def test_slow_clients_do_not_slow_others_and_are_cut_off(server):
    idle = [server.connect() for _ in range(300)]
    headers = [server.connect() for _ in range(50)]
    bodies = [server.connect() for _ in range(50)]
    for connection in headers:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: ")
    for connection in bodies:
        connection.sendall(b"POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 4000\r\n\r\n")
    for _ in range(50):
        for connection in headers + bodies:
            try:
                connection.sendall(b"a")
            except OSError:
                pass  # cut off already
        start = time.monotonic()
        assert server.get("/api/v1/health")[0] == 200
        assert time.monotonic() - start < 5, "a good client had to wait"
    open_yet, until = set(idle + headers), time.monotonic() + 15
    while open_yet and time.monotonic() < until:
        for connection in select.select(list(open_yet), [], [], 0.5)[0]:
            try:
                over = not connection.recv(4096)
            except ConnectionError:
                over = True
            if over:
                open_yet.discard(connection)
    assert not open_yet, "%d slow clients are connected yet" % len(open_yet)
    for connection in idle + headers + bodies:
        close(connection)


def test_clients_that_leave_in_the_middle_are_forgotten(server):
    page = server.get("/")[1].decode()
    large = (re.findall(r'"(/assets/[^"]+\.js)"', page) + ["/api/v1/axis"])[0]
    for n in range(300):
        connection = server.connect()
        connection.sendall(request("GET %s HTTP/1.1" % large, "Host: localhost") * 20)
        if n % 3:
            connection.recv(1000)
        close(connection, reset=n % 2 == 0)


def test_requests_in_one_packet_are_answered_in_order(server):
    many = b"".join(request("GET /api/v1/runs?limit=%d HTTP/1.1" % n, "Host: localhost") for n in range(1, 6)) + GOOD
    answers = server.raw(many)
    assert answers.count(b"HTTP/1.1 200") == 6 and b'"engine":' in answers.rsplit(b"HTTP/1.1 200", 1)[1]


def test_streams_that_vanish_are_forgotten(server):
    streams = []
    for _ in range(64):
        connection = server.connect()
        connection.sendall(request("GET /api/v1/events HTTP/1.1", "Host: localhost", "Last-Event-ID: 0"))
        assert b" 200 " in connection.recv(4096)
        streams.append(connection)
    assert server.get("/api/v1/health")[0] == 200
    for n, connection in enumerate(streams):
        close(connection, reset=n % 4 != 0)


def test_more_connections_than_allowed_are_told_so(server):
    busy, refused = [], 0
    for _ in range(300):
        connection = server.connect()
        connection.sendall(b"GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        busy.append(connection)
        refused += b" 503 " in connection.recv(4096)
    assert refused == 300 - 256, refused
    for connection in busy:
        connection.close()
    until = time.monotonic() + 10
    while time.monotonic() < until:  # the places of those who left are free again
        if server.status(GOOD) == 200:
            return
    assert False, "nobody is admitted any more"


def test_idle_connections_of_one_client_take_no_place_from_others(server):
    # The server, which is running, keeps the limit it was started with.
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    idle = [server.connect() for _ in range(2000)]
    good = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20, source_address=("127.0.0.2", 0))
    for _ in range(20):
        good.request("GET", "/api/v1/health")
        answer = good.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
    assert server.status(GOOD) == 200, "the same client, once it asks for something"
    good.close()
    for connection in idle:
        connection.close()


def flood(port, count):
    """Wrong logins over one connection, a hundred at a time; how many had which status."""
    connection = socket.create_connection(("127.0.0.1", port))
    connection.settimeout(60)
    statuses = collections.Counter()
    for begin in range(0, count, 100):
        for n in range(begin, begin + 100):
            body = json.dumps({"name": "anna" if n % 2 else "name%d" % n, "password": "guess%d" % n}).encode()
            connection.sendall(request("POST /api/v1/session HTTP/1.1", "Host: localhost", "Content-Type: application/json",
                                       "Content-Length: %d" % len(body), body=body))
        answers = b""
        while len(found := re.findall(rb"HTTP/1\.1 (\d{3})", answers)) < 100:
            part = connection.recv(1 << 20)
            assert part, "the connection was closed"
            answers += part
        statuses.update(found)
    connection.close()
    return statuses


def test_a_flood_of_wrong_logins_holds_up_no_right_one(server):
    own = Server(server.binary, users=[("anna", "correct horse"), ("ben", "battery staple")])
    try:
        status, cookie = own.log_in("ben", "battery staple")
        assert status == 200, status
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            floods = [pool.submit(flood, own.port, 2500) for _ in range(4)]
            right = []
            while not all(one.done() for one in floods):
                start = time.monotonic()
                assert own.get("/api/v1/session", Cookie=cookie)[0] == 200
                assert own.get("/api/v1/health", Cookie=cookie)[0] == 200
                assert time.monotonic() - start < 5, "who is logged in had to wait"
                if len(right) < 4:
                    right.append(own.log_in("anna", "correct horse", "127.0.0.2")[0])
            for one in floods:
                assert set(one.result()) <= {b"401", b"429"}, one.result()
        assert right and set(right) == {200}, right
        rows = [row for row in json.loads(own.xom("user", "audit", "--limit", "100000", "--json")) if row["outcome"] == "refused"]
        assert len(rows) <= 2, "%d rows in the audit" % len(rows)
        assert own.end()[0] == 130
        rows = [row for row in json.loads(own.xom("user", "audit", "--limit", "100000", "--json")) if row["outcome"] == "refused"]
        assert 1 < len(rows) <= 4 and any(re.match(r"\d{4} more", row["detail"]) for row in rows), rows
    finally:
        own.remove()


def test_mutated_requests(server):
    chance = random.Random(server.seed)
    seeds = [request("GET /api/v1/runs?filter=mode:tpc_bkg&sort=-start&limit=10&columns=peak_rate.rows HTTP/1.1", "Host: localhost", "Connection: close"),
             request("GET /api/v1/trend?v=peak_rate.rows&points=100&min_run=53101 HTTP/1.1", "Host: localhost", "Accept-Encoding: gzip;q=0.5", "Connection: close"),
             request("GET /index.html HTTP/1.1", "Host: localhost", "Range: bytes=0-10", 'If-None-Match: "x"', "Connection: close"),
             request("GET /api/v1/coverage?bins=10&max_run=60000 HTTP/1.1", "Host: localhost", "Authorization: Bearer xom_0", "Connection: close"),
             request("POST /api/v1/workbench HTTP/1.1", "Host: localhost", "Content-Type: application/json", "Content-Length: 40", "Connection: close",
                     body=b'{"toml": "[analysis.a]", "runs": [53101]}')]
    for _ in range(3000):
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(data))
            what = chance.randrange(4)
            if what == 0:
                data[at] = chance.randrange(256)
            elif what == 1:
                del data[at:at + chance.randint(1, 20)]
            elif what == 2:
                data[at:at] = chance.choice([b"%00", b"%ff", b"&", b"=", b"99999999999999999999", b"-1", b"(", b"'", b"\r\n", b"nan", b"\xc3\x28", b"1e999"])
            else:
                data[at:at] = bytes(data[chance.randrange(len(data)):][:50])
            if not data:
                data += b"x"
        answer = server.raw(bytes(data))
        if answer:
            status = int(answer.split()[1])
            assert status < 500 or status == 503, (bytes(data), answer[:400])


def test_sigterm_ends_it_within_five_seconds_with_clients_connected(server):
    held = [server.connect() for _ in range(20)]
    held[0].sendall(request("GET /api/v1/events HTTP/1.1", "Host: localhost"))
    assert b" 200 " in held[0].recv(4096)
    code, seconds = server.end()
    assert code == 130 and seconds < 5, (code, seconds)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="tests with this in their name")
    parser.add_argument("--growth-mb", type=int, default=60, help="what the server's resident memory may grow by over all tests")
    args = parser.parse_args()
    server = Server(os.path.abspath(args.binary))
    server.seed, server.growth_mb = args.seed, args.growth_mb
    tests = [(name[5:].replace("_", " "), test) for name, test in inspect.getmembers(sys.modules[__name__], inspect.isfunction)
             if name.startswith("test_") and args.only in name]
    tests.sort(key=lambda pair: pair[1].__code__.co_firstlineno)
    passed = failed = 0
    try:
        server.warm_up()
        for name, test in tests:
            try:
                test(server)
                if "sigterm" not in test.__name__:
                    server.must_be_well()
                passed += 1
                print("ok      %s" % name)
            except Exception:  # noqa: the next test may still say something
                failed += 1
                print("FAILED  %s" % name)
                traceback.print_exc(file=sys.stdout)
    finally:
        if server.process.poll() is None:
            server.end()
        server.log.seek(0)
        for line in server.log:
            if "error" in line:
                print("log:", line.rstrip())
        server.log.close()
        shutil.rmtree(server.folder)
    print("%d passed, %d failed" % (passed, failed))
    sys.exit(failed > 0)


main()
