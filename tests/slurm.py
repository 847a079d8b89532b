#!/usr/bin/env python3
"""Command analyses as jobs of a real Slurm cluster of two nodes on loopback, with and without accounting.

    slurm.py XOM_BINARY

Exit code 1 if something is wrong. Without Slurm the tests are reported as skipped.
"""

import contextlib
import json
import os
import pathlib
import signal
import sqlite3
import subprocess
import time

from harness import HERE, Skipped, installation, run_tests, service, wait_for

RESULT = """printf '{"results":[{"variable":"x","value":%s}]}' > "$XOM_OUT/r.json" """

TOML = """
[slurm]
poll = "0.5s"
collect_grace = "4s"
lost_after = "4s"
submission_grace = "2s"
[retries.infrastructure]
first_delay = "0s"
longest_delay = "0s"
[retries.user_error]
retries = 0
[retries.resource]
retries = 0
%s
"""


def analysis(name, script, more=""):
    return ('[analysis.%s]\nversion = "v1"\nmin_run = 53101\nmax_run = 53101\ndata = "peak_basics"\nexecutor = "slurm"\ntime_limit = "60s"\n'
            "memory = \"100 MB\"\ncommand = [\"sh\", \"-c\", '''%s''']\nvariable = [{ name = \"x\" }]\n%s\n" % (name, script, more))


@contextlib.contextmanager
def cluster(*options):
    with service("slurm", "--nodes", "2", "--cpus", "8", "--fast", *options) as (env, folder):
        before = dict(os.environ)
        os.environ.update(env)
        try:
            yield pathlib.Path(folder)
        finally:
            os.environ.clear()
            os.environ.update(before)


def tasks(one):
    """Analysis and run -> its row, read without XOM."""
    if not (one.folder / "xom.db").exists():
        return {}
    with contextlib.closing(sqlite3.connect(one.folder / "xom.db", timeout=10)) as db:
        rows = db.execute("SELECT stream.analysis, task.run, task.state, task.reason, task.error_class FROM task JOIN stream ON stream.id = task.stream").fetchall()
    return {(name, run): (state, reason, error) for name, run, state, reason, error in rows}


def ends(one, name, longest_s=60, run=53101):
    """What `xom explain` says of a task when nothing is under way any more."""
    def over():
        if not (one.folder / "xom.db").exists():
            return False
        done = one.run("explain", name, str(run), "--json", expect=(0, 1))
        if done.returncode != 0:
            return False
        found = json.loads(done.stdout)[0]
        state = found.get("task", {}).get("state")
        over.found = found
        return state in ("done", "failed", "tocheck")
    over.found = None
    try:
        wait_for(over, name + " ends", longest_s)
    except AssertionError as late:
        said = [subprocess.run(ask, capture_output=True, text=True).stdout for ask in (
            ("squeue", "--me", "--states=all", "-o", "%i %t %M %R"), ("sacct", "--parsable2", "--duplicates", "--format=JobID,State,Start,End,NodeList"))]
        raise AssertionError("%s; found %s; queue: %s; accounting: %s" % (late, json.dumps(over.found), *said)) from late
    return over.found


def slurm_ids(one):
    """Analysis -> "ARRAY_INDEX" of its job, from the job directories."""
    ids = {}
    for path in (one.folder / "slurm-jobs").glob("*/slurm.json"):
        place = json.loads(path.read_text())
        array = (one.folder / "slurm-jobs" / ("batch-" + place["batch"]) / "array").read_text()
        ids[json.loads((path.parent / "task.json").read_text())["analysis"]] = "%s_%d" % (array, place["index"])
    return ids


def endings(binary, *options):
    scripts = {
        "good": RESULT % "12.5",
        "code": "echo bad luck; exit 3",
        "killed": "kill -11 $$",
        "slow": "sleep 100",
        "fat": "python3 -c 'import time; x = bytearray(400_000_000); time.sleep(30)'",
        "nothing": "exit 0",
        "clean": 'test -z "$SECRET" && test "$XOM_RUN_ID" = 053101 && ' + RESULT % "1",
    }
    os.environ["SECRET"] = "x"
    analyses = "".join(analysis(name, script) for name, script in scripts.items()).replace(
        'time_limit = "60s"\nmemory = "100 MB"\ncommand = ["sh", "-c", \'\'\'sleep 100', 'time_limit = "2s"\nmemory = "100 MB"\ncommand = ["sh", "-c", \'\'\'sleep 100')
    with cluster(*options), installation(binary, TOML % "", analyses) as one:
        with one.watching():
            found = {name: ends(one, name) for name in scripts}
        state = {name: one_found["task"]["state"] for name, one_found in found.items()}
        reason = {name: one_found["headline"] for name, one_found in found.items()}
        assert state["good"] == state["clean"] == "done", reason
        assert state["code"] == "failed" and "exit code 3: bad luck" in reason["code"], reason
        assert state["killed"] == "failed" and "signal 11" in reason["killed"], reason
        assert state["slow"] == "failed" and "time limit" in reason["slow"], reason
        assert state["fat"] == "failed" and "memory limit" in reason["fat"], reason
        assert state["nothing"] == "tocheck", reason
        assert one.json("results", "good")[0]["value"] == 12.5
        left = [p.name for p in (one.folder / "slurm-jobs").iterdir() if p.name != "quarantine"]
        assert not left, left


def jobs_end_as_they_should(binary):
    endings(binary)


def jobs_end_as_they_should_with_accounting(binary):
    endings(binary, "--accounting")


def what_slurm_does_to_a_job_is_told(binary):
    """Cancelled by hand, requeued by an administrator, a node that dies."""
    start = 'echo x > "$HOME/started.$XOM_ANALYSIS.$$"; '
    wait = 'i=0; while [ ! -e "$HOME/go" ] && [ $i -lt 600 ]; do sleep 0.1; i=$((i+1)); done; '
    names = ("by_hand", "again", "lost_node")
    analyses = "".join(analysis(name, start + wait + RESULT % "2") for name in names)
    with cluster("--accounting") as folder, installation(binary, TOML % "", analyses) as one:
        os.environ["HOME"] = str(one.folder)
        with one.watching():
            for name in names:
                wait_for(lambda: list(one.folder.glob("started.%s.*" % name)), name + " runs")
            job = slurm_ids(one)
            subprocess.run(["scancel", job["by_hand"]], check=True)
            found = ends(one, "by_hand", 90)
            assert found["task"]["state"] == "tocheck" and "cancelled in Slurm by user %d" % os.getuid() in found["headline"], found
            # Slurm refuses to start jobs again that were submitted with --no-requeue, but an administrator may insist.
            subprocess.run(["scontrol", "update", "jobid=" + job["again"], "requeue=1"], check=True)
            subprocess.run(["scontrol", "requeue", job["again"]], check=True)
            node = subprocess.run(["squeue", "-h", "-j", job["lost_node"], "-o", "%N"], capture_output=True, text=True).stdout.strip()
            os.kill(int((folder / "run" / ("slurmd-%s.pid" % node)).read_text()), signal.SIGKILL)
            wait_for(lambda: len(list(one.folder.glob("started.lost_node.*"))) > 1, "the job of the node that died is tried again", 150)
            (one.folder / "go").write_text("")
            found = ends(one, "lost_node", 120)
            assert found["task"]["state"] == "done", found
            found = ends(one, "again", 180)
            assert found["task"]["state"] == "done", found


def an_engine_that_is_killed_finds_its_jobs_again(binary):
    script = 'echo x >> "$HOME/runs.$XOM_RUN_ID"; sleep 1; ' + RESULT % "3"
    text = analysis("many", script).replace("max_run = 53101", "max_run = 53105")
    with cluster() as folder, installation(binary, TOML % "", text) as one:
        os.environ["HOME"] = str(one.folder)
        for round_ in range(6):
            engine = subprocess.Popen([binary, "watch"], cwd=one.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(0.3 + 0.35 * round_)
            engine.send_signal(signal.SIGKILL)
            engine.wait()
        with one.watching():
            for run in range(53101, 53106):
                assert ends(one, "many", 90, run)["task"]["state"] == "done"
        with contextlib.closing(sqlite3.connect(one.folder / "xom.db")) as db:
            ok = db.execute("SELECT task, COUNT(*) FROM attempt WHERE outcome = 'ok' GROUP BY task").fetchall()
            assert len(ok) == 5 and all(count == 1 for _, count in ok), ok
            started = sum(len(path.read_text().split()) for path in one.folder.glob("runs.*"))
            attempts = db.execute("SELECT COUNT(*) FROM attempt").fetchone()[0]
            assert started <= attempts, "a job ran more often than it was attempted"


def a_controller_that_is_down_loses_nothing(binary):
    with cluster() as folder, installation(binary, TOML % "", analysis("a", "sleep 2; " + RESULT % "4") + analysis("b", RESULT % "5").replace("53101", "53102")) as one:
        with one.watching():
            wait_for(lambda: subprocess.run(["squeue", "-h", "--me"], capture_output=True, text=True).stdout.strip(), "a job")
            pid = int((folder / "run" / "slurmctld.pid").read_text())
            os.kill(pid, signal.SIGKILL)
            wait_for(lambda: "Slurm does not" in one.json("status")["engine"], "a problem that is shown", 60)
            conf = os.environ["SLURM_CONF"]
            subprocess.Popen(["slurmctld", "-f", conf], env={**os.environ}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            assert ends(one, "a", 120)["task"]["state"] == "done"
            assert ends(one, "b", 120, 53102)["task"]["state"] == "done"
            wait_for(lambda: "Slurm" not in one.json("status")["engine"], "no problem any more", 60)


def a_partition_that_does_not_exist_uses_up_no_tries_and_is_named(binary):
    with cluster(), installation(binary, TOML % "", analysis("a", RESULT % "6", 'slurm = ["--partition=nowhere"]')) as one:
        with one.watching():
            wait_for(lambda: (one.folder / "xom.db").exists() and "invalid partition" in one.json("status")["engine"].lower(), "a refusal that is shown")
            state = tasks(one)["a", 53101]
            attempts = one.json("explain", "a", "53101")[0]["attempts"]
            assert len(attempts) == 1, (state, attempts)


RECIPE = """
[analysis.area]
version = "v1"
data = "peak_basics"
%s
variable = [{ name = "mean_area", value = "mean(area)", unit = "PE" }, { name = "big", value = "count()", where = "area > 100" }]
histogram = [{ name = "areas", x = { value = "area", range = [0, 1000], bins = 50 } }]
[analysis.rows]
version = "v1"
data = "event_info"
%s
variable = [{ name = "events", value = "count()" }]
[analysis.wrong]
version = "v1"
data = "peak_basics"
%s
variable = [{ name = "wrong", value = "mean(no_such_field)" }]
"""


def values(one):
    return [(row["variable"], row["run"], row["value"], row.get("error"), row["n"]) for name in ("area", "rows") for row in one.json("results", name)]


def native_analyses_give_the_same_values_in_slurm(binary):
    def tasks_of(one):
        return one.json("status").get("analyses", []) if (one.folder / "xom.db").exists() else []

    toml = (TOML % "").replace("[slurm]", "[slurm]\nruns_per_job = 2")
    on_slurm = 'executor = "slurm"\ntime_limit = "5min"\nmemory = "300 MB"'
    with installation(binary, "[retries.user_error]\nretries = 0\n", RECIPE % ("", "", "")) as here, \
            cluster(), installation(binary, toml, RECIPE % ((on_slurm,) * 3)) as there:
        here.xom("pass", expect=(0, 1))
        with there.watching():
            wait_for(lambda: tasks_of(there) == tasks_of(here), "every task ends as it does without Slurm", 60)
        assert values(here) and values(here) == values(there), (values(here), values(there))
        why = [one.json("explain", "wrong", "53101", expect=(0, 1))[0]["headline"] for one in (here, there)]
        assert why[0] == why[1] and "no_such_field" in why[0], why
        assert not [p for p in (there.folder / "slurm-jobs").iterdir() if p.name != "quarantine"]


def check_names_what_is_wrong_with_the_cluster(binary):
    good = analysis("good", RESULT % "1")
    with installation(binary, TOML % "", good) as one:
        os.environ["SLURM_CONF"] = str(one.folder / "no-slurm.conf")
        assert "does not answer" in one.finding("Slurm", expect=(1,))["found"]
        del os.environ["SLURM_CONF"]
    with cluster(), installation(binary, TOML % "", good + analysis("lost", RESULT % "1", 'slurm = ["--partition=nowhere"]')) as one:
        (one.folder / "slurm-jobs").mkdir()
        found = {f["subject"]: f for f in one.json("check", "--deep", expect=(1,))}
        assert found["Slurm"]["health"] == "ok" and found["Slurm"]["found"].startswith("slurm"), found["Slurm"]
        assert found["Slurm for good"]["health"] == "ok", found
        assert found["nodes for good"]["health"] == "ok", found
        assert found["Slurm for lost"]["health"] == "broken" and "nvalid partition" in found["Slurm for lost"]["found"], found
        assert not list((one.folder / "slurm-jobs").iterdir())


def a_job_directory_that_nodes_do_not_see_is_named(binary):
    """The nodes live in a mount namespace of their own, where an empty folder lies over the job directory."""
    blind = 'mount -t tmpfs none "$1" && '
    if subprocess.run(["unshare", "--mount", "sh", "-c", blind + "true", "sh", str(HERE)], capture_output=True).returncode != 0:
        raise Skipped("this user may not mount")
    with cluster() as folder, installation(binary, TOML % "", analysis("a", RESULT % "1")) as one:
        jobs = one.folder / "slurm-jobs"
        jobs.mkdir()
        for pid_file in list((folder / "run").glob("slurmd-*.pid")):
            os.kill(int(pid_file.read_text()), signal.SIGTERM)
            wait_for(lambda: not pid_file.exists(), "slurmd ends")
            node = pid_file.stem.removeprefix("slurmd-")
            subprocess.run(["unshare", "--mount", "sh", "-c", blind + 'exec slurmd -N "$2" -f "$SLURM_CONF"', "sh", str(jobs), node],
                           check=True, capture_output=True)
        wait_for(lambda: "idle" in subprocess.run(["sinfo", "-h", "-o", "%T"], capture_output=True, text=True).stdout.split(), "nodes are back")
        found = next(f for f in one.json("check", "--deep", expect=(1,)) if f["subject"] == "nodes for a")
        assert found["health"] == "broken" and "does not see" in found["found"], found


run_tests((jobs_end_as_they_should, jobs_end_as_they_should_with_accounting, what_slurm_does_to_a_job_is_told,
           an_engine_that_is_killed_finds_its_jobs_again, a_controller_that_is_down_loses_nothing,
           a_partition_that_does_not_exist_uses_up_no_tries_and_is_named, native_analyses_give_the_same_values_in_slurm,
           check_names_what_is_wrong_with_the_cluster, a_job_directory_that_nodes_do_not_see_is_named))
