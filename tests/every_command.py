"""Every command of the program as somebody types it, for tests that want to try them all in an installation of harness.py."""

import re

ANALYSES = """
[analysis.peak_rate]
version = "v1"
data = "peak_basics"
[[analysis.peak_rate.variable]]
name = "rate"
unit = "Hz"
value = "count() / livetime"
[[analysis.peak_rate.variable]]
name = "mean_area"
unit = "PE"
value = "mean(area)"
[analysis.program]
version = "v1"
command = ["sh", "program.sh", "{run}"]
[[analysis.program.variable]]
name = "half"
"""
PROGRAM = """
head -c 100000 /dev/zero > "$XOM_OUT/figure.png"
printf '{"results": [{"variable": "half", "value": %d, "n": 3}]}' $(($1 / 2)) > "$XOM_OUT/result.json"
"""

# Every command of the program, as somebody types it beside an engine. Those of `ALONE` want the engine's lock.
COMMANDS = """
status|runs|jobs|tasks|tasks --state failed|plan|check|check --deep|config|latest
results|results --json|explain peak_rate 53101|explain program 53102 --json
data 53101|data 53101 peak_basics --head 2|run peak_rate 53101
retry peak_rate 53101-|recompute peak_rate 53101|exclude peak_rate 53102 --reason x
include peak_rate 53102|prioritise peak_rate 53101 --priority 5|cancel peak_rate 53101
backup copy.db|backup copies|backup copies --rotate
user list|user add anna --role operator --password-file password|user token anna --scope read --for tests
user role anna viewer|user passwd anna --password-file password|user audit|user revoke 1|user remove anna
sink list|sink check influx|sink rebuild influx
clean|import-config missing.cfg|import-results missing.json|exec-job missing|pass|watch
"""
ALONE = "pass|clean --really|plan|run peak_rate 53101 --store|retry peak_rate 53101-|recompute peak_rate 53101|check --deep|backup alone.db"


def listed(text):
    """Lists of words."""
    return [line.split() for line in re.split(r"[|\n]", text) if line.strip()]


def expect_all_known(help_text):
    """A command that is new has to be added here."""
    known = {words[0] for words in listed(COMMANDS)} | {"up", "serve"}
    told = set(re.findall(r"^  ([a-z][a-z-]+)  ", help_text, re.M))
    assert told and told <= known, "commands that are not in every_command.py: %s" % ", ".join(sorted(told - known))
