#!/usr/bin/env python3
"""JSON and TOML are parsed in a few places only, which bound depth and length of keys first (src/xom/base/nesting.h).

Looks for calls of the libraries' parsers below src/xom, tests apart. Prints each with file and line; exits 1 if there is one.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
ALLOWED = {"src/xom/base/parse_json.cc", "src/xom/config/json.cc", "src/xom/json/numbers_page.cc", "src/xom/config/toml.cc"}
CALL = re.compile(r"""
    \b(?:nlohmann::)?(?:ordered_)?[jJ]son::(?:parse|accept|sax_parse|from_\w+)\s*\(
  | \btoml::parse(?:_file)?\s*\(
  | "_json\b | \w>>\s*\w*[jJ]son\b
""", re.VERBOSE)
# xom::json::parse_run and its like do not match: they are functions of ours with other names.


def offences():
    for path in sorted((ROOT / "src" / "xom").rglob("*")):
        name = path.relative_to(ROOT).as_posix()
        if path.suffix not in (".h", ".cc") or path.name.endswith(("_test.cc", "_fixture.h")) or name in ALLOWED:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            code = line.split("//")[0]
            if CALL.search(code):
                yield "%s:%d: parses by itself; use parse_json (base/parse_json.h) or the readers of config: %s" % (
                    name, number, code.strip())
    for name in sorted(ALLOWED):
        if "excess_of_" not in (ROOT / name).read_text(encoding="utf-8"):
            yield "%s: does not ask excess_of_json or excess_of_toml before it parses" % name


def main():
    found = list(offences())
    for line in found:
        print(line)
    print("parsers: %d offences" % len(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
