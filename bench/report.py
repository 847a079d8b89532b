"""Runs all benchmarks in turn, several rounds, and writes the figures into docs/benchmarks.md.

python report.py BIN DATA PYTHON [--rounds 3]    BIN: folder of the programs; PYTHON: with strax, or "" for none
"""

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import time

import document

ROOT = document.ROOT


def run(argv):
    """The JSON line of a program, with the wall time of the whole process added."""
    start = time.perf_counter()
    done = subprocess.run(argv, stdout=subprocess.PIPE, check=True, timeout=900)
    seconds = time.perf_counter() - start
    out = json.loads(done.stdout.decode().strip().splitlines()[-1])
    out["process_s"] = seconds
    return out


def evict(folder):
    """Files of the folder are read from the disk the next time."""
    for parent, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(parent, name), "rb") as file:
                os.fsync(file.fileno())
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def same(a, b):
    """Counts equal, means equal as far as float32 sums go."""
    return all(x["n"] == y["n"] and x["histogram"] == y["histogram"] and math.isclose(x["mean"], y["mean"], rel_tol=1e-9)
               for x, y in zip(a["results"], b["results"]))


class Bench:
    def __init__(self, args):
        self.args, self.runs = args, {}

    def program(self, name, *argv):
        return [os.path.join(self.args.bin, name), *argv]

    def scan(self, run_name, *argv):
        return self.program("scan_bench", self.args.data, run_name, *argv)

    def strax(self, run_name, *argv):
        return [self.args.python, os.path.join(ROOT, "bench", "strax_compare.py"), self.args.data, run_name, *argv]

    def commands(self):
        """Name -> argv, in the order of one round: what is compared stands side by side."""
        list_ = {}
        for run_name, codec in (("090001", "blosc"), ("090002", "zstd")):
            for threads in ("1", "2"):
                key = "%s %s" % (codec, threads)
                list_["bare " + key] = self.program("bare_bench", self.args.data, run_name, "--threads", threads)
                list_["xom " + key] = self.scan(run_name, "--threads", threads)
                if self.args.python:
                    list_["strax " + key] = self.strax(run_name, "--workers", threads)
        list_["xom one"] = self.scan("090001")
        list_["xom ten"] = self.scan("090001", "--quantities", "10")
        list_["xom cold"] = self.scan("090003", "--threads", "2")
        list_["xom uncached"] = self.scan("090001")
        if self.args.python:
            list_["strax ten"] = self.strax("090001", "--quantities", "10")
            list_["strax cold"] = self.strax("090003")
            list_["strax uncached"] = self.strax("090001")
        list_["plan"] = self.program("plan_bench")
        list_["store"] = self.program("store_bench", os.path.join(self.args.data, "store"))
        list_["api"] = self.program("api_bench", os.path.join(self.args.data, "store"))
        list_["large"] = self.program("store_size_bench", os.path.join(self.args.data, "store"))
        return list_

    def measure(self):
        if self.args.python:
            for run_name in ("090001", "090002", "090003"):
                ours, theirs = run(self.scan(run_name, "--checksum")), run(self.strax(run_name, "--checksum"))
                if ours["sha256"] != theirs["sha256"]:
                    sys.exit("run %s: strax reads other rows than XOM" % run_name)
        for number in range(self.args.rounds):
            commands = self.commands()
            short = {name: argv for name, argv in commands.items() if name.startswith(("bare", "xom"))}
            for name, argv in [*short.items(), *short.items(), *commands.items()]:
                if name in ("strax ten", "large") and number > 0:
                    continue  # It takes minutes and scatters little.
                print("round %d: %s" % (number + 1, name), file=sys.stderr, flush=True)
                if name.endswith("uncached"):
                    evict(self.args.data)
                self.runs.setdefault(name, []).append(run(argv))
        for name in [name for name in self.runs if name.startswith("strax")]:
            if not same(self.runs[name][0], self.runs[name.replace("strax", "xom")][0]):
                sys.exit(name + ": strax computes other values than XOM")

    def median(self, name, key="seconds"):
        return statistics.median(one[key] for one in self.runs[name])

    def ratio(self, name, other, key="seconds"):
        """Of the least times: what the machine does for others only adds."""
        return self.least(name, key) / self.least(other, key)

    def least(self, name, key="seconds"):
        return min(one[key] for one in self.runs[name])

    def rows(self):
        """(what, figure, goal, met) with met True, False or None."""
        gb = self.runs["xom blosc 1"][0]["bytes"] / 1e9
        out = []
        for codec in ("blosc", "zstd"):
            for threads in ("1", "2"):
                key = "%s %s" % (codec, threads)
                speed, bare = gb / self.least("xom " + key), gb / self.least("bare " + key)
                of_bare = self.ratio("bare " + key, "xom " + key)
                goal = "≥ 1.0 of bare" if codec == "blosc" and threads == "1" else ""
                out.append(("scan, %s, %s thread(s)" % (codec, threads),
                            "%.2f GB/s; bare decompression %.2f; ratio %.2f" % (speed, bare, of_bare), goal,
                            of_bare >= 1 if goal else None))
                if self.args.python:
                    ratio = self.ratio("strax " + key, "xom " + key)
                    wanted = {"blosc 1": 2.5, "blosc 2": 4}.get(key)
                    out.append(("the same with strax, %s worker(s)" % threads,
                                "%.2f GB/s; XOM is %.1f times as fast" % (gb / self.least("strax " + key), ratio),
                                "≥ %g x" % wanted if wanted else "", ratio >= wanted if wanted else None))
        out.append(("scan, blosc, 1 thread, files not in the page cache",
                    "%.2f GB/s" % (gb / self.least("xom uncached")), "", None))
        if self.args.python:
            out.append(("the same with strax, 1 worker", "%.2f GB/s; XOM is %.1f times as fast" % (
                gb / self.least("strax uncached"), self.ratio("strax uncached", "xom uncached")), "", None))
        ten = self.ratio("xom ten", "xom one")
        out.append(("ten quantities against one, blosc, 1 thread", "%.2f times the time" % ten, "≤ 1.3", ten <= 1.3))
        if self.args.python:
            ratio = self.ratio("strax ten", "xom ten")
            out.append(("ten quantities, strax reading ten times", "XOM is %.1f times as fast" % ratio, "≥ 20 x",
                        ratio >= 20))
            ratio = self.ratio("strax cold", "xom cold", "process_s")
            out.append(("100 MB run in one chunk, whole process, 2 threads", "XOM %.2f s, strax %.2f s: %.1f times" % (
                self.least("xom cold", "process_s"), self.least("strax cold", "process_s"), ratio), "≥ 20 x",
                ratio >= 20))
        for threads in (1, 2):
            memory = self.median("xom blosc %d" % threads, "peak_rss_mb")
            out.append(("peak memory of the process, blosc, %d thread(s)" % threads, "%.0f MB" % memory,
                        "≤ 64 MB per thread", memory <= 64 * threads))
        cold, step = self.least("plan", "cold_s"), self.least("plan", "incremental_s")
        out.append(("plan, 100 000 runs x 20 analyses, after a restart", "%.2f s" % cold, "≤ 1 s", cold <= 1))
        out.append(("plan, one run changed", "%.3f ms" % (step * 1e3), "≤ 10 ms", step <= 0.01))
        memory = self.median("plan", "peak_rss_mb")
        out.append(("plan, peak memory, runs included", "%.0f MB" % memory, "≤ 300 MB", memory <= 300))
        values, trend = self.median("store", "values_per_s"), self.least("store", "trend_s")
        out.append(("results recorded, batches of 10 000 values, durable", "%.0f values/s" % values, "≥ 100 000/s",
                    values >= 1e5))
        out.append(("the same with planning and starting the attempts",
                    "%.0f values/s" % self.median("store", "values_per_s_whole"), "", None))
        out.append(("trend of 100 000 runs, one of ten variables", "%.1f ms" % (trend * 1e3), "≤ 10 ms", trend <= 0.01))
        out.append(("the same, per second of processor time, all steps",
                    "%.0f values/s" % self.median("store", "values_per_cpu_s"), "", None))
        for name, what, goal in (("trend_binary_all", "trend of 100 000 runs, binary, all points", 10),
                                 ("coverage", "coverage of 100 000 runs x 20 analyses", 100),
                                 ("runs_filter", "filter over 100 000 runs", 20)):
            took = self.median("api", name + "_ms")
            out.append(("answer of the server: " + what, "%.1f ms" % took, "≤ %d ms" % goal, took <= goal))
        large = self.runs["large"][0]
        out.append(("large store: %d tasks, %d values" % (large["tasks"], large["values"]),
                    "%.0f MB; last batch %.0f values/s (%.0f per second of processor time)" % (
                        large["file_mb"], large["last_values_per_s"], large["last_values_per_cpu_s"]), "", None))
        out.append(("trend of %d runs in it" % large["runs"], "%.1f ms" % (large["trend_s"] * 1e3), "", None))
        out.append(("start on it to the first correct pass",
                    "%.2f s (processor time %.2f s)" % (large["start_s"], large["start_cpu_s"]), "≤ 2 s for 10^6 tasks",
                    large["start_s"] <= 2 if large["tasks"] >= 1e6 else None))
        return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bin")
    parser.add_argument("data")
    parser.add_argument("python")
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    bench = Bench(args)
    bench.measure()
    document.replace("figures", "%d rounds, least times" % args.rounds, bench.rows())


main()
