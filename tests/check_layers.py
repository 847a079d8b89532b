#!/usr/bin/env python3
"""Arrows between modules point down only, and outside headers stay in .cc files.

Reads the xom_module(...) lines of src/xom/CMakeLists.txt and every #include below src/xom.
Prints each offence with file and line; exits 1 if there is one.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src" / "xom"
WORDS = {"HOT", "COLD", "LEVEL", "USES", "LINKS", "TEST_USES"}


def declared_modules(text):
    """name -> {"LEVEL": [..], "USES": [..], "TEST_USES": [..]}"""
    modules = {}
    for call in re.finditer(r"xom_module\(([^)]*)\)", text):
        words = call.group(1).split()
        entry = {word: [] for word in WORDS}
        current = None
        for word in words[1:]:
            if word in WORDS:
                current = word
            else:
                entry[current].append(word)
        modules[words[0]] = entry
    return modules


def includes(path):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        match = re.match(r'\s*#\s*include\s+["<]([^">]+)[">]', line)
        if match:
            yield number, match.group(1)


def offences(modules):
    level = {name: int(entry["LEVEL"][0]) for name, entry in modules.items()}
    for name, entry in modules.items():
        for used in entry["USES"]:
            if level[used] > level[name] or (level[used] == level[name] and used != "base"):
                yield "src/xom/CMakeLists.txt: %s (level %d) uses %s (level %d), which is not below it" % (
                    name, level[name], used, level[used])
    for path in sorted(SOURCES.rglob("*")):
        if path.suffix not in (".h", ".cc"):
            continue
        name = path.relative_to(SOURCES).parts[0]
        if name not in modules:
            yield "%s: no xom_module(%s ...) in src/xom/CMakeLists.txt" % (path.relative_to(ROOT), name)
            continue
        allowed = {name, *modules[name]["USES"]}
        if path.name.endswith(("_test.cc", "_fixture.h")):
            allowed |= {"testkit", *modules[name]["TEST_USES"]}
        for number, header in includes(path):
            where = "%s:%d" % (path.relative_to(ROOT), number)
            if header.startswith("xom/"):
                module = header.split("/")[1]
                if module not in allowed:
                    yield "%s: %s may not use %s (see USES in src/xom/CMakeLists.txt)" % (where, name, module)
            elif header.startswith(("gtest/", "gmock/")) or header.endswith("_fwd.hpp"):
                continue  # support of tests; names without their definitions
            elif path.suffix == ".h" and ("/" in header and not header.startswith("sys/") or header.endswith(".hpp")):
                yield "%s: outside header <%s> belongs into a .cc file" % (where, header)


def main():
    found = list(offences(declared_modules((SOURCES / "CMakeLists.txt").read_text(encoding="utf-8"))))
    for line in found:
        print(line)
    print("layers: %d offences" % len(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
