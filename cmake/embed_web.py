#!/usr/bin/env python3
"""Writes the files below a folder into a C++ source: xom::api::embedded_files() of src/xom/api/static_files.h.

    embed_web.py FOLDER OUTPUT.cc

A folder that does not exist gives an empty list.
"""

import gzip
import hashlib
import pathlib
import re
import sys

MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml", ".woff2": "font/woff2", ".png": "image/png", ".json": "application/json",
    ".webmanifest": "application/manifest+json", ".txt": "text/plain; charset=utf-8", ".ico": "image/x-icon",
}
PACKED = {".woff2", ".png", ".ico"}  # compressing them again saves nothing
HASHED = re.compile(r"assets/.*-[A-Za-z0-9_-]{8}\.[a-z0-9]+$")  # Vite's names change with the content


def literal(data):
    """Octal escapes of three digits: the only ones that cannot swallow what follows."""
    plain = set(range(32, 127)) - set(b'"\\?')
    text = "".join(chr(byte) if byte in plain else "\\%03o" % byte for byte in data)
    lines, start = [], 0
    while start < len(text):
        end = min(start + 4000, len(text))
        while end < len(text) and "\\" in text[end - 3:end]:
            end -= 1  # no escape is cut in two
        lines.append('"%s"' % text[start:end])
        start = end
    return "\n".join(lines) or '""'


def main(folder, output):
    entries = []
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if not path.is_file():
            continue
        name = path.relative_to(folder).as_posix()
        content = path.read_bytes()
        packed = b"" if path.suffix in PACKED else gzip.compress(content, 9, mtime=0)
        if len(packed) >= len(content):
            packed = b""
        entries.append('{"/%s", "%s", "\\"%s\\"", %s,\n std::string_view(%s, %d),\n std::string_view(%s, %d)},\n' % (
            name, MEDIA_TYPES.get(path.suffix, "application/octet-stream"), hashlib.sha256(content).hexdigest()[:20],
            "true" if HASHED.search(name) else "false", literal(content), len(content), literal(packed), len(packed)))
    text = ('// Made by cmake/embed_web.py.\n#include "xom/api/static_files.h"\n\nnamespace xom::api {\n\n'
            "std::span<const EmbeddedFile> embedded_files() {\n")
    if entries:
        text += "  static constexpr EmbeddedFile files[] = {\n%s};\n  return files;\n" % "".join(entries)
    else:
        text += "  return {};\n"
    pathlib.Path(output).write_text(text + "}\n\n}  // namespace xom::api\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
