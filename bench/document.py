"""The tables of docs/benchmarks.md: each stands between two comments and is replaced as a whole."""

import datetime
import os
import platform
import re

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DOCUMENT = os.path.join(ROOT, "docs", "benchmarks.md")


def machine():
    with open("/proc/cpuinfo") as file:
        model = re.search(r"model name\s*: (.*)", file.read())
    return "%s, %d processors, Linux %s, load %.1f at the end" % (
        model.group(1) if model else platform.machine(), os.cpu_count(), platform.release(), os.getloadavg()[0])


def table(rows):
    """Of (what, figure, goal, met) with met True, False or None."""
    mark = {True: "yes", False: "no", None: ""}
    lines = ["| what | figure | goal | met |", "| --- | --- | --- | --- |"]
    return "\n".join(lines + ["| %s | %s | %s | %s |" % (what, figure, goal, mark[met]) for what, figure, goal, met in rows])


def replace(name, how, rows):
    """Prints the table and puts it between '<!-- NAME -->' and '<!-- end -->'."""
    text = "%s. %s, %s.\n\n%s\n" % (machine(), datetime.date.today().isoformat(), how, table(rows))
    print(text)
    with open(DOCUMENT) as file:
        before, after = re.split(r"(?s)(?<=<!-- %s -->\n).*?(?=<!-- end -->)" % name, file.read(), maxsplit=1)
    with open(DOCUMENT, "w") as file:
        file.write(before + text + after)
