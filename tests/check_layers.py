#!/usr/bin/env python3
"""Arrows between modules, and between the folders of a module, point down only; outside headers stay in .cc files.

Reads the xom_module(...) lines of src/xom/CMakeLists.txt and every #include below src/xom. A folder of a module may include
itself and the folders declared before it, and nothing that lies at the module's top, which may include all of them; tests
may include whatever their module has. A folder of a module that has folders holds 40 files at most, a file has
450 lines at most, half of the files have 80 at most. Prints each offence with file and line, and the measures; exits 1
if there is an offence.
"""

import pathlib
import re
import statistics
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCES = pathlib.PurePath("src", "xom")
WORDS = {"HOT", "COLD", "LEVEL", "FOLDERS", "USES", "LINKS", "TEST_USES"}
MOST_FILES = 40
MOST_LINES = 450
MEDIAN_LINES = 80


def declared_modules(text):
    """name -> {"LEVEL": [..], "FOLDERS": [..], "USES": [..], "TEST_USES": [..]}"""
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


def level_offences(modules):
    level = {name: int(entry["LEVEL"][0]) for name, entry in modules.items()}
    for name, entry in modules.items():
        for used in entry["USES"]:
            if level[used] > level[name] or (level[used] == level[name] and used != "base"):
                yield "%s/CMakeLists.txt: %s (level %d) uses %s (level %d), which is not below it" % (
                    SOURCES, name, level[name], used, level[used])


def place(parts):
    """("api", "http", "server.h") -> ("api", "http"); the folder is empty at the module's top."""
    return parts[0], parts[1] if len(parts) > 2 else ""


def is_above(folders, folder, used):
    """Whether `used` is no folder that `folder` stands on; "" is the module's top."""
    if folder in ("", used):
        return False
    return used == "" or used not in folders or folders.index(used) > folders.index(folder)


def include_offences(modules, path, parts, where):
    name, folder = place(parts)
    folders = modules[name]["FOLDERS"]
    allowed = {name, *modules[name]["USES"]}
    test = parts[-1].endswith(("_test.cc", "_fixture.h", "_fuzz.cc"))
    if parts[-1].endswith(("_test.cc", "_fixture.h")):
        allowed |= {"testkit", *modules[name]["TEST_USES"]}
    for number, header in includes(path):
        here = "%s:%d" % (where, number)
        if header.startswith("xom/"):
            module, used = place(header.split("/")[1:])
            if module not in allowed:
                yield "%s: %s may not use %s (see USES in %s/CMakeLists.txt)" % (here, name, module, SOURCES)
            elif module == name and not test and is_above(folders, folder, used):
                yield "%s: the folder %s may not use %s (see FOLDERS in %s/CMakeLists.txt)" % (
                    here, folder, used or "what lies at the top of " + name, SOURCES)
        elif header.startswith(("gtest/", "gmock/")) or header.endswith("_fwd.hpp"):
            continue  # support of tests; names without their definitions
        elif path.suffix == ".h" and ("/" in header and not header.startswith("sys/") or header.endswith(".hpp")):
            yield "%s: outside header <%s> belongs into a .cc file" % (here, header)


def source_files(root):
    return [path for path in sorted((root / SOURCES).rglob("*")) if path.suffix in (".h", ".cc")]


def lengths(root):
    """path -> lines"""
    return {path.relative_to(root): path.read_text(encoding="utf-8").count("\n") for path in source_files(root)}


def length_offences(lines):
    for path, count in lines.items():
        if count > MOST_LINES:
            yield "%s: %d lines; a file has at most %d" % (path, count, MOST_LINES)
    if lines and statistics.median(lines.values()) > MEDIAN_LINES:
        yield "%s: half of the files have more than %d lines" % (SOURCES, MEDIAN_LINES)


def offences(root):
    modules = declared_modules((root / SOURCES / "CMakeLists.txt").read_text(encoding="utf-8"))
    yield from level_offences(modules)
    files = {}
    for path in source_files(root):
        parts = path.relative_to(root / SOURCES).parts
        where = path.relative_to(root)
        name, folder = place(parts)
        if name not in modules:
            yield "%s: no xom_module(%s ...) in %s/CMakeLists.txt" % (where, name, SOURCES)
            continue
        if len(parts) > 3 or (folder and folder not in modules[name]["FOLDERS"]):
            yield "%s: its folder is not named in FOLDERS of %s in %s/CMakeLists.txt" % (where, name, SOURCES)
            continue
        if modules[name]["FOLDERS"]:
            files[name, folder] = files.get((name, folder), 0) + 1
        yield from include_offences(modules, path, parts, where)
    for (name, folder), count in files.items():
        if count > MOST_FILES:
            yield "%s: %d files; a folder of a module has at most %d" % (SOURCES / name / folder, count, MOST_FILES)
    yield from length_offences(lengths(root))


def main():
    found = list(offences(ROOT))
    for line in found:
        print(line)
    lines = lengths(ROOT)
    print("layers: %d offences; %d files, half of them up to %d lines, the longest %d" % (
        len(found), len(lines), statistics.median(lines.values()), max(lines.values())))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
