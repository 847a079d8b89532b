"""Measures the server and the pages on an installation of 100 000 runs and writes the figures into docs/benchmarks.md.

python pages_report.py XOM SITE    SITE: what api_bench left
"""

import json
import os
import signal
import subprocess
import sys

import document
import http_bench

WEB = os.path.join(document.ROOT, "web")


def node(script, *argv, **environment):
    done = subprocess.run(["node", script, *argv], cwd=WEB, stdout=subprocess.PIPE, check=True, timeout=900,
                          env={**os.environ, **environment})
    return json.loads(done.stdout.decode().strip().splitlines()[-1])


def in_browser(xom, site):
    server, port = http_bench.serve(xom, site)
    try:
        return node("measure.mjs", "analysis_0.value", XOM_ADDRESS="http://127.0.0.1:%d" % port)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(10)


def http_rows(figures):
    for name, what, goal in (
            ("small_64", "small JSON, 64 connections", True), ("small_256", "small JSON, 256 connections", False),
            ("large_64", "body of 1 MB, 64 connections", False), ("large_256", "body of 1 MB, 256 connections", False),
            ("streams_500", "small JSON, 64 connections, beside 500 open streams of events", True),
            ("slow_300", "small JSON, 64 connections, beside 300 slow clients", True)):
        one = figures[name]
        text = "%.0f requests/s, p99 %.0f ms, %d not answered, RSS %.0f MB" % (
            one["per_s"], one["p99_ms"], one["bad"], one["rss_mb"])
        yield (what, text, "≥ 5 000 /s, p99 ≤ 50 ms" if goal else "",
               one["per_s"] >= 5000 and one["p99_ms"] <= 50 and one["bad"] == 0 if goal else None)


def page_rows(figures):
    size = figures["bundle_bytes"] / 1000
    yield "all files of the pages, compressed", "%.0f kB" % size, "≤ 250 kB", size <= 250
    for name, what, goal in (
            ("first_paint", "Now: first contentful paint, nothing cached", 1000),
            ("runs_filter", "Runs, 100 000 rows: filter to painted", 100),
            ("runs_sort", "Runs, 100 000 rows: another order to painted", 100),
            ("coverage", "Coverage, 100 000 runs x 20 analyses: click to drawn", 100),
            ("trend", "Trend of 100 000 runs: click to pixels", 150)):
        middle, least, most = figures[name]
        yield (what, "%.0f ms (%.0f to %.0f)" % (middle, least, most), "≤ %d ms" % goal if goal else "",
               middle <= goal if goal else None)


def latency_rows(figures):
    one = figures["without_computing"]
    yield ("data on disk to value in the open page, %d runs, without computing" % figures["runs"],
           "p50 %.2f s, p95 %.2f s" % (one["p50"], one["p95"]), "2 s, 5 s", one["p50"] <= 2 and one["p95"] <= 5)
    one = figures["whole"]
    yield "the same with computing", "p50 %.2f s, p95 %.2f s, most %.2f s" % (one["p50"], one["p95"], one["most"]), "", None


def main():
    xom, site = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    rows = [*http_rows(http_bench.measure(xom, site)), *page_rows(in_browser(xom, site)),
            *latency_rows(node("latency.mjs", "50"))]
    document.replace("pages", "pages: medians of 9, least and most", rows)


main()
