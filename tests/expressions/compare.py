"""Compares random expressions, run by the Python that has the newest numexpr (see run.py)."""

import argparse
import collections
import json
import math
import pathlib
import re
import subprocess
import sys
import tempfile

import numexpr
import numpy as np

import data_set
import grammar
import table

HERE = pathlib.Path(__file__).resolve().parent
DTYPES = {"boolean": "?", "int32": "<i4", "int64": "<i8", "float32": "<f4", "float64": "<f8"}

# What the newest numexpr refuses and XOM takes; see "Versions of numexpr" in docs/formats/expressions.md.
BEYOND = [
    r"TypeError unsupported operand type\(s\) for (//|&|\||\^): '(int|float|bool)' and '(Variable|Op|Func|Constant)Node'",
    r"ZeroDivisionError float division by zero",
    r"OverflowError cannot convert float infinity to integer",
    r"ValueError cannot convert float NaN to integer",
    r"OverflowError Python int too large to convert to C long",
]
# What XOM refuses and the newest numexpr takes.
REFUSED = [
    r"this integer is too large",
    r"this integer does not fit 64 bit",
    r"'.*' does not take the literals True and False",
    r"'.*' does not take what a function tells of literals",
    r"a negative number to a broken power is no real number",
    r"comparisons cannot be chained",
]
# What 2.10.2 does not have.
NEWER = [
    r"NotImplementedError couldn't find matching opcode for '",
    r"TypeError unsupported operand type\(s\) for (//|\^): ",
    r"TypeError 'VariableNode' object is not callable",
    r"TypeError Iterator operand \d+ dtype could not be cast from dtype\('uint64'\)",
]


def is_one_of(patterns, text):
    return any(re.match(pattern, text) for pattern in patterns)


class Line:
    """What was said of one expression: a type with values, a refusal, or that the process died."""

    def __init__(self, text):
        self.word, _, self.rest = text.partition(" ")

    @property
    def refused(self):
        return self.word == "refused"

    @property
    def has_values(self):
        return self.word in DTYPES

    def values(self):
        return np.frombuffer(bytes.fromhex(self.rest), DTYPES[self.word])

    def same(self, other):
        """To the bit, but every NaN is alike."""
        if self.word != other.word or not self.has_values:
            return self.word == other.word
        if self.rest == other.rest:
            return True
        mine, theirs = self.values(), other.values()
        bits = np.dtype("u%d" % mine.dtype.itemsize)
        return bool(np.all((mine.view(bits) == theirs.view(bits)) | ((mine != mine) & (theirs != theirs))))


def numexpr_lines(python, rows, expressions):
    lines = []
    while len(lines) < len(expressions):
        done = subprocess.run([python, HERE / "oracle.py", rows], input="\n".join(expressions[len(lines):]) + "\n",
                              capture_output=True, text=True)
        said = done.stdout.splitlines()
        lines += map(Line, said)
        if len(lines) < len(expressions):
            if done.returncode >= 0:
                raise RuntimeError(done.stderr)
            lines.append(Line("died"))
    return lines


def xom_lines(program, folder, expressions):
    done = subprocess.run([program, folder / "dtype", folder / "rows"], input="\n".join(expressions) + "\n", capture_output=True,
                          text=True)
    lines = [Line(text) for text in done.stdout.splitlines()]
    if done.returncode != 0 or len(lines) != len(expressions):
        raise RuntimeError("xom-expressions ended with %d after %d lines: %s" % (done.returncode, len(lines), done.stderr))
    return lines


def judge(text, xom, new, old):
    """"" if all is well, or what is wrong; and what happened in a word."""
    if new.word == "died":
        return "", "numexpr dies"
    if not new.has_values and not new.refused:
        return ("", "complex") if xom.refused else ("XOM takes what is %s" % new.word, "")
    if new.refused != xom.refused:
        if xom.refused:
            known = is_one_of(REFUSED, xom.rest.removeprefix("expression: "))
            return ("", "refused here") if known else ("XOM refuses: " + xom.rest, "")
        return ("", "beyond numexpr") if is_one_of(BEYOND, new.rest) else ("XOM takes what numexpr refuses: " + new.rest, "")
    if not xom.same(new):
        return "XOM says %s %s, numexpr %s %s" % (xom.word, xom.values(), new.word, new.values()), ""
    if new.refused:
        return "", "both refuse"
    if old.word == "died" or old.same(new):
        return "", "all the same"
    if old.refused and is_one_of(NEWER, old.rest):
        return "", "newer than 2.10.2"
    if old.has_values and ("<<" in text or ">>" in text):
        return "", "shifts of 2.10.2"
    return "numexpr 2.10.2 says %s %s, the newest %s %s" % (old.word, old.rest[:80], new.word, new.rest[:80]), ""


def compare_expressions(options, folder):
    rows = table.rows(options.seed)
    np.save(folder / "rows.npy", rows)
    (folder / "rows").write_bytes(rows.tobytes())
    (folder / "dtype").write_text(repr(rows.dtype.descr))
    maker = grammar.Grammar(options.seed)
    expressions = [maker.selection() if i % 2 else maker.number() for i in range(options.expressions)]
    xom = xom_lines(options.binary.parent / "xom-expressions", folder, expressions)
    new = numexpr_lines(sys.executable, folder / "rows.npy", expressions)
    old = numexpr_lines(options.old, folder / "rows.npy", expressions)
    counts, wrong = collections.Counter(), []
    for text, *lines in zip(expressions, xom, new, old):
        what, word = judge(text, *lines)
        counts[word] += 1
        if what:
            wrong.append("%s\n    %s" % (text, what))
    print("expressions: " + ", ".join("%d %s" % (n, word) for word, n in counts.most_common() if word))
    return wrong


def expected(aggregate, values):
    """What the aggregate of these rows is: (status, value); integers exactly."""
    values = [float(x) if values.dtype.kind == "f" else int(x) for x in values if x == x]
    if aggregate == "count":
        return "ok", len(values)
    if aggregate == "sum":
        if all(isinstance(x, int) for x in values):
            return "ok", sum(values)
        if math.inf in values or -math.inf in values:
            return "failed", None
        try:
            return "ok", math.fsum(values)
        except OverflowError:
            return "failed", None
    if not values:
        return "empty", None
    value = min(values) if aggregate == "min" else max(values)
    return ("ok", value) if math.isfinite(value) else ("failed", None)


def wanted_values(options, rows):
    """Expressions of values with what numexpr makes of them."""
    maker = grammar.Grammar("values %d" % options.seed)
    made = []
    for _ in range(3 * options.values):  # not all have types that fit
        made += [maker.number(), maker.selection()]
    lines = numexpr_lines(sys.executable, rows, made)
    wanted = []
    for number, selection, x, mask in zip(made[::2], made[1::2], lines[::2], lines[1::2]):
        aggregate = maker.chance.choice(["count", "sum", "min", "max"])
        if mask.word != "boolean" or not x.has_values:
            continue
        mask = mask.values()
        if aggregate == "count":
            wanted.append(("count(%s)" % selection, *expected(aggregate, mask[mask])))
        else:
            wanted.append(("%s(%s, where=%s)" % (aggregate, number, selection), *expected(aggregate, x.values()[mask])))
    return wanted[:options.values]


def values_of(options, folder, wanted):
    """Each with what `xom data` says, or with nothing where it refuses it for a known reason."""
    words = [options.binary, "data", "--json", "--threads", "1", "--strax", folder / "strax", data_set.RUN, data_set.TYPE]
    for text, *_ in wanted:
        words += ["--value", text]
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode == 0:
        return list(zip(wanted, json.loads(done.stdout)["values"], strict=True))
    if len(wanted) > 1:
        half = len(wanted) // 2
        return values_of(options, folder, wanted[:half]) + values_of(options, folder, wanted[half:])
    message = done.stderr.partition("expression: ")[2].partition("\n")[0]
    if is_one_of([*REFUSED, "this is the same for every row"], message):
        return []
    return [(wanted[0], {"status": "refused: " + done.stderr, "value": None})]


def compare_values(options, folder):
    """Values of a whole data set, through `xom data`."""
    rows = table.rows(options.seed)
    data_set.write(folder / "strax", rows)
    np.save(folder / "rows.npy", rows)
    wanted = wanted_values(options, folder / "rows.npy")
    wrong, n_compared = [], 0
    for first in range(0, len(wanted), 100):
        for (text, status, value), got in values_of(options, folder, wanted[first:first + 100]):
            n_compared += 1
            number = int(got["value"]) if isinstance(got["value"], str) else got["value"]
            if got["status"] != status or (status == "ok" and number != value):
                wrong.append("%s\n    xom says %s %r, numexpr %s %r" % (text, got["status"], got["value"], status, value))
    print("values: %d of %d alike" % (n_compared - len(wrong), n_compared))
    return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("old")
    for name in ("--expressions", "--values", "--seed"):
        parser.add_argument(name, type=int)
    options = parser.parse_args()
    print("numexpr %s and %s, seed %d: %s --expressions %d --values %d --seed %d" % (
        numexpr.__version__, "2.10.2", options.seed, "tests/expressions/run.py " + str(options.binary), options.expressions,
        options.values, options.seed))
    failed = 0
    with tempfile.TemporaryDirectory(prefix="xom-numexpr-") as folder:
        for test in (compare_expressions, compare_values):
            wrong = test(options, pathlib.Path(folder))
            failed += bool(wrong)
            for one in wrong[:20]:
                print("FAILED   " + one)
            if len(wrong) > 20:
                print("FAILED   and %d more" % (len(wrong) - 20))
    print("%d passed, %d failed" % (2 - failed, failed))
    sys.exit(1 if failed else 0)


main()
