#!/usr/bin/env python3
"""Writes texts that are deeper, or have more keys, than any stack or patience: fuzz_seeds.py FOLDER

scripts/fuzz gives each of them once to every fuzz target before it invents inputs of its own, which are too short for such.
"""

import pathlib
import sys

DEEP = 100_000


def seeds():
    yield "json-lists", "[" * DEEP + "]" * DEEP
    yield "json-objects", '{"a":' * DEEP + "1" + "}" * DEEP
    yield "json-lineage", '{"run_id": "1", "lineage": %s1%s}' % ("[" * DEEP, "]" * DEEP)
    yield "json-results", '{"results": %s1%s}' % ("[" * DEEP, "]" * DEEP)
    yield "json-run", '{"number": 1, "rate": %s1%s}' % ('{"a":' * DEEP, "}" * DEEP)
    yield "json-keys", "{%s}" % ",".join('"k%d":1' % i for i in range(DEEP))
    yield "json-long-key", '{"%s":1}' % ("k" * DEEP)
    yield "parentheses", "(" * DEEP + "1" + ")" * DEEP
    yield "functions", "sqrt(" * DEEP + "1" + ")" * DEEP
    yield "minus", "-" * DEEP + "1"
    yield "not", "~" * DEEP + "m"
    yield "powers", "a" + "**a" * 20_000
    yield "sum", "a" + "+a" * 20_000
    yield "dtype", "[('a', " * DEEP
    yield "filter", "-" * DEEP
    # The first byte chooses the format in config_fuzz: TOML, JSON, INI.
    for first in "\0\1\2":
        yield "config-parts-%d" % ord(first), first + "a" + ".a" * DEEP + " = 1"
        yield "config-header-%d" % ord(first), first + "[a" + ".a" * DEEP + "]\nx = 1"
        yield "config-lists-%d" % ord(first), first + "x = " + "[" * DEEP + "]" * DEEP
        yield "config-tables-%d" % ord(first), first + "x = " + "{a = " * DEEP + "1" + "}" * DEEP
        yield "config-json-%d" % ord(first), first + '{"a":' * DEEP + "1" + "}" * DEEP
        yield "config-keys-%d" % ord(first), first + "[s]\n" + "".join("k%d = 1\n" % i for i in range(DEEP))


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in seeds():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
