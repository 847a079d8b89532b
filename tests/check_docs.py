#!/usr/bin/env python3
"""Runs what the documentation says can be run, and follows its links.

    check_docs.py                only the links
    check_docs.py XOM_BINARY     also every block marked <!-- run -->

In a Markdown file a comment in front of a fenced block says what to do with it:

    <!-- run -->           shell commands; all of one file run in one new folder, in order, with `sh -eu`,
                           XOM on the PATH as `xom`, XOM_SAMPLES naming the sample data
    <!-- run: exit N -->   the same, and the block has to end with this code
    <!-- file: NAME -->    the block is written to NAME in that folder

A text block right after a run block is what it prints on standard output: `...` stands for anything
inside a line, a line of `...` for any lines; blanks at line ends do not count.
Prints each offence with file and line; exits 1 if there is one.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "tests" / "data" / "strax-small"
SKIPPED = {"build", "node_modules", ".git"}


def markdown_files():
    for path in sorted(ROOT.rglob("*.md")):
        parts = path.relative_to(ROOT).parts
        if not SKIPPED.intersection(parts) and not path.is_relative_to(ROOT / "tests" / "data"):
            yield path


class Block:
    """A fenced block: mark (the comment in front of it), language, text, line of its first line."""

    def __init__(self, mark, language, line):
        self.mark, self.language, self.line, self.lines = mark, language, line, []

    @property
    def text(self):
        return "".join(line + "\n" for line in self.lines)


def blocks_of(text):
    """All fenced blocks. A comment counts for the block right after it, blank lines aside."""
    blocks, mark, fence, current = [], "", "", None
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if current is not None:
            if stripped == fence:
                blocks.append(current)
                current = None
            else:
                current.lines.append(line)
            continue
        opening = re.match(r"(```+)\s*(\w*)\s*$", stripped)
        comment = re.match(r"<!--\s*(.*?)\s*-->$", stripped)
        if opening:
            fence = opening.group(1)
            current = Block(mark, opening.group(2), number + 1)
            mark = ""
        elif comment:
            mark = comment.group(1)
        elif stripped:
            mark = ""
            if blocks:
                blocks[-1].followed = True  # prose in between: what comes next is not its output
    return blocks


def matches(expected, found):
    """Whether the output is as written; see above for `...`."""
    pattern = ""
    for line in expected.rstrip("\n").split("\n"):
        if line.strip() == "...":
            pattern += r"(?:[^\n]*\n)*?"
        else:
            parts = [re.escape(part) for part in line.rstrip().split("...")]
            pattern += r"[^\n]*?".join(parts) + r"[ ]*\n"
    lines = found.rstrip("\n").split("\n")
    return re.fullmatch(pattern, "".join(line.rstrip() + "\n" for line in lines)) is not None


def run_file(path, xom):
    """Offences of one file, run in a folder of its own."""
    blocks = blocks_of(path.read_text(encoding="utf-8"))
    if not any(block.mark.startswith("run") for block in blocks):
        return
    with tempfile.TemporaryDirectory(prefix="xom-docs-") as folder:
        programs = pathlib.Path(folder, "bin")
        work = pathlib.Path(folder, "work")
        programs.mkdir()
        work.mkdir()
        (programs / "xom").symlink_to(xom)
        environment = dict(os.environ, PATH="%s:%s" % (programs, os.environ["PATH"]), XOM_SAMPLES=str(SAMPLES))
        environment.pop("XOM_CONFIG", None)
        for index, block in enumerate(blocks):
            where = "%s:%d" % (path.relative_to(ROOT), block.line)
            if block.mark.startswith("file:"):
                target = work / block.mark[5:].strip()
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(block.text, encoding="utf-8")
            if not block.mark.startswith("run"):
                continue
            done = subprocess.run(["sh", "-eu", "-c", block.text], cwd=work, env=environment, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", timeout=120)
            wanted = re.match(r"run:\s*exit\s+(\d+)$", block.mark)
            code = int(wanted.group(1)) if wanted else 0
            if done.returncode != code:
                yield "%s: exit code %d instead of %d\n%s%s" % (where, done.returncode, code, done.stdout, done.stderr)
                return
            after = blocks[index + 1] if index + 1 < len(blocks) else None
            is_output = after is not None and after.language == "text" and not after.mark
            if is_output and not getattr(block, "followed", False) and not matches(after.text, done.stdout):
                yield "%s: printed\n%sinstead of\n%s" % (where, done.stdout, after.text)


def anchor(title):
    """As GitHub makes it from a heading."""
    title = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title.strip().lower())
    return re.sub(r"[^\w\- ]", "", title).replace(" ", "-")


def anchors(path):
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.S | re.M)
    return {anchor(match.group(1)) for match in re.finditer(r"^#+\s+(.*)$", text, flags=re.M)}


def links(path):
    """Offences: relative links to what is not there."""
    inside = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.lstrip().startswith("```"):
            inside = not inside
        if inside:
            continue
        for match in re.finditer(r"\[[^\]]*\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", line)):
            target, _, part = match.group(1).partition("#")
            if re.match(r"\w+:", target):
                continue
            where = "%s:%d" % (path.relative_to(ROOT), number)
            file = (path.parent / target).resolve() if target else path
            if not file.exists():
                yield "%s: link to %s, which is not there" % (where, target)
            elif part and file.suffix == ".md" and part not in anchors(file):
                yield "%s: %s has no heading for #%s" % (where, target or path.name, part)


def main(arguments):
    found = []
    for path in markdown_files():
        found += links(path)
        if arguments:
            found += run_file(path, pathlib.Path(arguments[0]).resolve())
    for offence in found:
        print(offence)
    print("docs: %d offences" % len(found))
    return 1 if found else 0


if __name__ == "__main__":
    if len(sys.argv) > 2 or (len(sys.argv) == 2 and not os.access(sys.argv[1], os.X_OK)):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
