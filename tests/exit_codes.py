#!/usr/bin/env python3
"""Exit codes are those of the table in docs/operations.md: every code of the table, with every command there is.

    exit_codes.py XOM_BINARY [TEXT]
"""

import json
import os
import re
import signal
import subprocess
import tempfile

import harness

RECIPES = """
[analysis.rate]
version = "v1"
max_run = 53102
data = "peak_basics"
[[analysis.rate.variable]]
name = "rows"
value = "count()"
[analysis.failing]
version = "v1"
min_run = 53101
max_run = 53101
command = ["false"]
[[analysis.failing.variable]]
name = "x"
"""

# Words, exit code. In the order they run in.
COMMANDS = [
    (["--version"], 0), (["--help"], 0), ([], 2), (["nonsense"], 2),
    (["status"], 1),  # no store yet
    (["plan"], 0), (["plan", "x"], 2),
    (["pass"], 3), (["pass"], 0), (["pass", "x"], 2),
    (["status"], 0), (["status", "x"], 2),
    (["runs"], 0), (["runs", "053101"], 0), (["runs", "x"], 2), (["runs", "99999"], 1), (["runs", "--limit", "x"], 2),
    (["results"], 0), (["results", "x"], 1), (["results", "--runs", "x"], 2),
    (["latest"], 0), (["latest", "x"], 1),
    (["tasks"], 0), (["tasks", "x"], 1), (["jobs"], 0), (["jobs", "x"], 2),
    (["explain", "rate", "053101"], 0), (["explain", "rate", "x"], 2), (["explain", "x", "53101"], 1), (["explain"], 2),
    (["run", "rate", "053101"], 0), (["run", "rate", "x"], 2), (["run", "x", "53101"], 1), (["run", "failing", "53101"], 1),
    (["run", "rate", "53101", "99999"], 3),
    (["retry", "rate", "053101"], 0), (["retry", "rate", "x"], 2), (["retry", "rate", "99999"], 1), (["retry"], 2),
    (["recompute", "rate", "53101"], 0), (["recompute", "x", "53101"], 1),
    (["exclude", "rate", "53102"], 0), (["exclude", "rate", "x"], 2), (["include", "rate", "53102"], 0), (["include", "x", "1"], 1),
    (["prioritise", "rate", "53101", "--priority", "1"], 0), (["prioritise", "rate", "53101"], 2),
    (["cancel", "rate", "53101"], 0), (["cancel", "rate", "99999"], 1),
    (["clean"], 0), (["clean", "x"], 1), (["clean", "--nonsense"], 2),
    (["config"], 0), (["config", "x"], 2), (["--config", "nowhere.toml", "config"], 2), (["--config", "broken.toml", "config"], 2),
    (["--config", "nowhere.toml", "check"], 1), (["check"], 0), (["check", "x"], 2),
    (["data", "053101"], 0), (["data", "99999"], 1), (["data", "53101", "peak_basics", "--where", "aera > 1"], 2), (["data"], 2),
    (["user", "list"], 0), (["user", "add", "anna", "--role", "king"], 2), (["user"], 2),
    (["sink", "list"], 0), (["sink", "check", "x"], 2), (["sink"], 2),
    (["backup", "copy.db"], 0), (["backup", "nowhere/copy.db"], 1), (["backup"], 2),
    (["import-config", "nowhere.cfg"], 1), (["import-config"], 2),
    (["import-results", "nowhere"], 1), (["import-results"], 2),
    (["serve", "--listen", "x"], 2), (["watch", "x"], 2), (["up", "--listen", "x"], 2),
]
NOT_HERE = {"exec-job"}
# A signal is below; stores and outputs that fail, and readers that go away, have tests of their own.
ELSEWHERE = {4, 130, 141}


def table():
    text = (harness.HERE.parent / "docs" / "operations.md").read_text()
    part = text.split("## Exit codes")[1].split("\n## ")[0]
    return {int(code) for code in re.findall(r"^\| (\d+) \|", part, re.M)}


def installed(binary):
    return harness.installation(binary, "", RECIPES)


def every_command_ends_as_the_table_says(binary):
    wrong = []
    with installed(binary) as one:
        (one.folder / "broken.toml").write_text('dtaa = "strax"\n')
        for words, code in COMMANDS:
            done = subprocess.run([one.binary, *words], cwd=one.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
            if done.returncode != code:
                wrong.append("xom %s: %d instead of %d: %s" % (" ".join(words), done.returncode, code, (done.stdout + done.stderr)[-300:]))
            elif code != 0 and not done.stderr and words[-1:] != ["check"]:
                wrong.append("xom %s: %d without a word on standard error" % (" ".join(words), code))
    assert not wrong, "\n".join(wrong)


def a_signal_ends_the_engine_with_its_code(binary):
    with installed(binary) as one:
        one.run("pass", expect=(0, 3))
        engine = subprocess.Popen([one.binary, "watch"], cwd=one.folder, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        for line in engine.stderr:
            if "watching" in line:
                break
        engine.send_signal(signal.SIGTERM)
        engine.communicate(timeout=20)
        assert engine.returncode == 130, engine.returncode


def the_table_has_no_other_codes(_):
    assert table() == {code for _, code in COMMANDS} | ELSEWHERE, table()


def every_command_is_asked(binary):
    said = subprocess.run([binary, "--help"], capture_output=True, text=True).stdout.split("Subcommands:")[1]
    commands = set(re.findall(r"^  ([a-z-]+) ", said, re.M))
    asked = {word for words, _ in COMMANDS for word in words if word in commands}
    assert commands - asked <= NOT_HERE, commands - asked


def errors_are_one_document_with_json(binary):
    wrong = []
    with installed(binary) as one:
        (one.folder / "broken.toml").write_text('dtaa = "strax"\n')
        one.run("pass", expect=(0, 3))
        for words, code in COMMANDS:
            if not words or words[0].startswith("--v") or "--help" in words or words[0] in ("serve", "up", "watch", "backup"):
                continue
            done = subprocess.run([one.binary, "--json", *words], cwd=one.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
            try:
                document = json.loads(done.stdout)
            except ValueError:
                wrong.append("xom --json %s (%d): no document: %s" % (" ".join(words), done.returncode, done.stdout[:300]))
                continue
            if done.returncode == 2 and "error" not in document:
                wrong.append("xom --json %s: %s" % (" ".join(words), done.stdout[:300]))
    assert not wrong, "\n".join(wrong)


def without_a_configuration_every_command_says_what_to_write(binary):
    with tempfile.TemporaryDirectory(prefix="xom-test-") as folder:
        environment = {key: value for key, value in os.environ.items() if key != "XOM_CONFIG"}
        for words in (["status"], ["pass"], ["plan"], ["results"], ["explain", "a", "1"], ["run", "a", "1"], ["config"], ["data", "1"],
                      ["user", "list"], ["sink", "list"], ["clean"], ["jobs"], ["retry", "a", "1"], ["backup", "x"], ["serve"], ["watch"]):
            done = subprocess.run([os.path.abspath(binary), *words], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                                  capture_output=True, text=True, timeout=60)
            assert done.returncode == 2 and "write xom.toml" in done.stderr, (words, done.returncode, done.stderr)


if __name__ == "__main__":
    harness.run_tests([every_command_ends_as_the_table_says, a_signal_ends_the_engine_with_its_code, the_table_has_no_other_codes,
                       every_command_is_asked, errors_are_one_document_with_json,
                       without_a_configuration_every_command_says_what_to_write])
