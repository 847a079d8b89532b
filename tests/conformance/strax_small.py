#!/usr/bin/env python3
"""What the real strax wrote and read, entry by entry, against what `xom data` says.

usage: strax_small.py XOM_BINARY DATA_DIR

DATA_DIR holds strax data and expected.json, which was made with the real strax: rows, field offsets,
checksums, selections, merges, time ranges, and what strax says of unfinished and damaged data. Prints what
failed, counts and a closing line "N passed, N failed"; ends 1 if anything failed. Standard library only.
"""

import json
import math
import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor


RANKS = (0.001, 0.01, 0.05, 0.16, 0.25, 0.5, 0.75, 0.84, 0.95, 0.99, 0.999)  # of "percentiles" in expected.json


class Failure(Exception):
    pass


def expect(what, found, wanted):
    if found != wanted:
        raise Failure("%s: found %.300r, expected %.300r" % (what, found, wanted))


class Xom:
    """`xom data` on one folder."""

    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder

    def call(self, *arguments):
        argv = [self.binary, "data", "--strax", self.folder, *map(str, arguments), "--json"]
        # Away from any xom.toml: the folder alone has to do.
        return subprocess.run(argv, capture_output=True, text=True, cwd="/", timeout=60)

    def data(self, *arguments):
        done = self.call(*arguments)
        if done.returncode != 0:
            raise Failure("xom data %s ended %d: %s" % (" ".join(map(str, arguments)), done.returncode,
                                                        done.stderr.strip()))
        return json.loads(done.stdout)

    def refused(self, *arguments):
        """The error of a call that has to fail."""
        done = self.call(*arguments)
        if done.returncode == 0:
            raise Failure("xom data %s was not refused" % " ".join(map(str, arguments)))
        if done.returncode not in (1, 2):
            raise Failure("xom data %s ended %d, not with an error" % (arguments, done.returncode))
        return json.loads(done.stdout)["error"]


def parse(name):
    """RUN-TYPE-HASH[_temp] as strax names folders; superruns are asked for by their own name."""
    run, data_type, rest = name.split("-", 2)
    if run.startswith("_"):
        run = run.rsplit("_", 1)[0]
    return run, data_type, rest.replace("_temp", "")


def layout(answer):
    return [[f["name"], f["dtype"], f["shape"], f["offset"]] for f in answer["fields"]]


def check_table(xom, run, entry, start_ns):
    _, data_type, lineage = entry["name"]
    table = entry["table"]
    arguments = [run, data_type, "--hash", lineage, "--checksum"]
    if "chunk_number" in entry:  # of some chunks only: read if somebody asks for just these
        expect("error", xom.refused(run, data_type)["kind"], "unsupported")
    answer = xom.data(*arguments)
    expect("run", answer["run"], run)
    expect("types", answer["types"], [data_type])
    expect("hashes", answer["hashes"], {data_type: lineage})
    expect("compressor", answer["compressor"], entry["compressor"])
    expect("kind", answer["kind"], entry["data_kind"])
    expect("rows", answer["rows"], table["rows"])
    expect("selected", answer["selected"], table["rows"])
    expect("row size", answer["row_size"], table["itemsize"])
    expect("fields", layout(answer), entry["dtype_fields"])
    expect("sha256", answer["sha256"], table["sha256_of_rows"])


def check_columns(xom, run, entry, start_ns):
    """Sums, extremes and moments of every plain column, in one call."""
    _, data_type, lineage = entry["name"]
    shapes = {f[0]: f[2] for f in entry["dtype_fields"]}
    wanted = []
    for name, facts in entry["table"]["fields"].items():
        if shapes.get(name) != [] or not entry["table"]["rows"]:
            continue
        if "sum_exact" in facts:
            wanted += [("sum(%s)" % name, int(facts["sum_exact"]), 0),
                       ("min(%s)" % name, facts["min"], 0), ("max(%s)" % name, facts["max"], 0)]
        elif facts.get("sum") is not None and "min" in facts:
            wanted += [("sum(%s)" % name, facts["sum"], 1e-15),
                       ("min(%s)" % name, facts["min"], 0), ("max(%s)" % name, facts["max"], 0)]
            if "mean" in facts:
                wanted += [("mean(%s)" % name, facts["mean"], 1e-13), ("std(%s)" % name, facts["std"], 1e-11),
                           ("median(%s)" % name, facts["percentiles"][5], 1e-13)]
                wanted += [("quantile(%s, %s)" % (name, rank), truth, 1e-13)
                           for rank, truth in zip(RANKS, facts["percentiles"])]
    arguments = [run, data_type, "--hash", lineage]
    if "chunk_number" in entry:
        arguments.append("--allow-incomplete")
    for expression, _, _ in wanted:
        arguments += ["--value", expression]
    values = xom.data(*arguments)["values"] if wanted else []
    expect("number of values", len(values), len(wanted))
    for value, (expression, truth, tolerance) in zip(values, wanted):
        expect("expr", value["expr"], expression)
        if tolerance == 0:
            found = int(value["value"]) if isinstance(truth, int) else value["value"]
            expect(expression, found, truth)
        elif not math.isclose(value["value"], truth, rel_tol=tolerance):
            raise Failure("%s: found %r, expected %r" % (expression, value["value"], truth))


def check_selection(xom, run, types, lineage, selection, start_ns):
    arguments = [run, ",".join(types), "--where", selection["selection"], "--value", "sum(time - start)"]
    if lineage:
        arguments += ["--hash", lineage]
    answer = xom.data(*arguments)
    expect("selected", answer["selected"], selection["rows"])
    expect("n", answer["values"][0]["n"], selection["rows"])
    if selection["rows"]:
        # `start` is the run's start [ns], so both sides are exact.
        expect("sum(time - start)", int(answer["values"][0]["value"]), int(selection["sum_time"]))


def check_bad_selection(xom, run, entry, bad):
    _, data_type, lineage = entry["name"]
    arguments = [run, data_type, "--hash", lineage, "--where", bad["selection"]]
    if "veto_type" in bad["selection"]:
        return  # Texts can be compared here; numexpr cannot. See check_texts.
    error = xom.refused(*arguments)
    expect("kind", error["kind"], "expression")
    if "^" not in error["message"]:
        raise Failure("no caret in: " + error["message"])


def check_texts(xom, run, entry, column, counts):
    _, data_type, lineage = entry["name"]
    for text, count in {**counts, "no such text": 0}.items():
        for operator, selected in (("==", count), ("!=", entry["table"]["rows"] - count)):
            answer = xom.data(run, data_type, "--hash", lineage, "--where", "%s %s '%s'" % (column, operator, text))
            expect("%s %s '%s'" % (column, operator, text), answer["selected"], selected)


def check_merge(xom, run, merge):
    types = merge["targets"]
    answer = xom.data(run, ",".join(types), "--checksum")
    expect("types", answer["types"], types)
    expect("rows", answer["rows"], merge["rows"])
    expect("row size", answer["row_size"], merge["itemsize"])
    expect("names", [f["name"] for f in answer["fields"]], merge["field_names"])
    expect("sha256", answer["sha256"], merge["sha256_of_rows"])
    if "keep_columns" in merge:
        keep = merge["keep_columns"]
        # strax was asked with this selection, too.
        answer = xom.data(run, ",".join(types), "--checksum", "--columns", ",".join(keep["asked"]), "--where",
                          "cut_fiducial_volume")
        expect("names", [f["name"] for f in answer["fields"]], keep["field_names"])
        expect("row size", answer["row_size"], keep["itemsize"])
        expect("sha256", answer["sha256"], keep["sha256_of_rows"])


def check_range(xom, run, wanted):
    option = "--seconds-range" if wanted["kind"] == "seconds_range" else "--time-range"
    arguments = [run, wanted["data_type"], "%s=%s,%s" % (option, *wanted["range"]), "--value", "sum(time - start)"]
    if wanted["time_selection"] == "touching":
        arguments.append("--touching")
    if "error" in wanted:
        expect("kind", xom.refused(*arguments)["kind"], "usage")
        return
    answer = xom.data(*arguments)
    expect("selected", answer["selected"], wanted["rows"])
    if wanted["rows"]:
        expect("sum(time - start)", int(answer["values"][0]["value"]), int(wanted["sum_time"]))


def check_refused(xom, run, entry):
    kinds = {"DataNotAvailable": "incomplete", "DataCorrupted": "corrupt", "FileNotFoundError": "corrupt"}
    _, data_type, _ = entry["name"]
    error = xom.refused(run, data_type)
    expect("kind", error["kind"], kinds[entry["strax_get_array"]["error"]])
    for part in (run, data_type):
        if part not in error["message"]:
            raise Failure("%s is not named in: %s" % (part, error["message"]))


def check_incomplete(xom, run, entry):
    _, data_type, _ = entry["name"]
    wanted = entry["strax_allow_incomplete"]
    if "error" in wanted:
        expect("kind", xom.refused(run, data_type, "--allow-incomplete")["kind"], "incomplete")
        return
    answer = xom.data(run, data_type, "--allow-incomplete", "--checksum")
    expect("state", answer["states"][data_type], "incomplete")
    expect("selected", answer["selected"], wanted["rows"])
    expect("sha256", answer["sha256"], wanted["sha256_of_rows"])


def check_list(xom, run, entries):
    """What is stored, as strax' is_stored says it."""
    found = {(d["type"], d["hash"]): d for d in xom.data(run)["data"]}
    for entry in entries:
        _, data_type, lineage = entry["name"]
        one = found.get((data_type, lineage))
        if one is None:
            raise Failure("%s-%s is not listed" % (data_type, lineage))
        expect("stored of " + data_type, one["stored"], entry["is_stored"])
        expect("hash of %s recomputed" % data_type, one["hash_checked"], True)
        expect("chunks of " + data_type, one["chunks"], len(entry["chunks"]))
        expect("rows of " + data_type, one["rows"], sum(chunk["n"] for chunk in entry["chunks"]))
    expect("number of data sets", len(found), len(entries))


def check_number(xom, run):
    """53101 is 053101."""
    expect("run", xom.data(int(run))["run"], run)


def check_rucio(rucio, flat, entry):
    run, data_type, lineage = entry["name"]
    copy = rucio.data(run, data_type, "--checksum")
    expect("hashes", copy["hashes"], {data_type: lineage})
    expect("sha256", copy["sha256"], entry["table"]["sha256_of_rows"])
    expect("layout", {d["layout"] for d in rucio.data(run)["data"]}, {"rucio"})
    expect("flat layout", {d["layout"] for d in flat.data(run)["data"]}, {"folder"})


def checks(xom, folder, expected):
    """(group, what, function, arguments) of everything there is to check."""
    for run, facts in expected["runs"].items():
        entries = []
        for name, entry in facts["data"].items():
            asked, data_type, lineage = parse(name)
            entry["name"] = (asked, data_type, lineage)
            entries.append(entry)
            start = facts.get("start_ns")
            if entry.get("table"):
                yield "tables", name, check_table, (xom, asked, entry, start)
                yield "columns", name, check_columns, (xom, asked, entry, start)
                for column, column_facts in entry["table"]["fields"].items():
                    if "value_counts" in column_facts:
                        yield "texts", name, check_texts, (xom, asked, entry, column, column_facts["value_counts"])
            for selection in entry.get("selections", []):
                yield ("selections", "%s %s" % (name, selection["selection"]), check_selection,
                       (xom, asked, [data_type], lineage, selection, start))
            for bad in entry.get("bad_selections", []):
                yield "bad selections", "%s %s" % (name, bad["selection"]), check_bad_selection, (xom, asked, entry, bad)
            if "strax_get_array" in entry:
                yield "refused", name, check_refused, (xom, asked, entry)
            if "strax_allow_incomplete" in entry:
                yield "incomplete", name, check_incomplete, (xom, asked, entry)
        yield "stored", run, check_list, (xom, entries[0]["name"][0], entries)
        if not run.startswith("_"):
            yield "numbers", run, check_number, (xom, run)
        for merge in facts["merges"]:
            what = "%s %s" % (run, "+".join(merge["targets"]))
            yield "merges", what, check_merge, (xom, run, merge)
            for selection in merge.get("selections", []):
                yield ("selections", "%s %s" % (what, selection["selection"]), check_selection,
                       (xom, run, merge["targets"], "", selection, facts["start_ns"]))
        for wanted in facts["time_ranges"]:
            what = "%s %s %s %s" % (run, wanted["data_type"], wanted["range"], wanted["time_selection"])
            yield "time ranges", what, check_range, (xom, run, wanted)
    rucio_folder = os.path.join(folder, "rucio")
    if os.path.isdir(rucio_folder):
        rucio = Xom(xom.binary, rucio_folder)
        for run in sorted(name[4:] for name in os.listdir(rucio_folder) if name.startswith("xnt_")):
            copies = {(d["type"], d["hash"]) for d in rucio.data(run)["data"]}
            for entry in expected["runs"][run]["data"].values():
                if entry["name"][1:] in copies:
                    yield "rucio", "%s %s" % entry["name"][:2], check_rucio, (rucio, xom, entry)


def run_check(check):
    group, what, function, arguments = check
    try:
        function(*arguments)
        return group, what, None
    except Exception as error:  # one check that breaks must not end the others
        return group, what, "%s%s" % ("" if isinstance(error, Failure) else type(error).__name__ + ": ", error)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    binary, folder = (os.path.abspath(path) for path in sys.argv[1:])
    with open(os.path.join(folder, "expected.json")) as file:
        expected = json.load(file)
    passed, failed = Counter(), Counter()
    with ThreadPoolExecutor(2) as pool:
        for group, what, problem in pool.map(run_check, checks(Xom(binary, folder), folder, expected)):
            if problem is None:
                passed[group] += 1
            else:
                failed[group] += 1
                print("FAILED %s, %s: %s" % (group, what, problem))
    for group in sorted(set(passed) | set(failed)):
        print("%-15s %4d passed  %4d failed" % (group, passed[group], failed[group]))
    print("%d passed, %d failed" % (sum(passed.values()), sum(failed.values())))
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
