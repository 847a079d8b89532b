#!/usr/bin/env python3
"""Command analyses as jobs of a real Slurm cluster of two nodes on loopback, with and without accounting.

    slurm.py XOM_BINARY

Exit code 1 if something is wrong, 77 if all was skipped: without Slurm each test is reported as skipped.
"""

import contextlib
import ctypes
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import time

from harness import HERE, Skipped, installation, run_tests, service, wait_for

os.environ["PATH"] += ":/usr/sbin:/sbin"  # of the daemons: not every user's PATH has it

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
        if not db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'task'").fetchone():
            return {}  # the engine is making it
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


def no_job_directories(one):
    return not [p for p in (one.folder / "slurm-jobs").iterdir() if p.name != "quarantine"]


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
            wait_for(lambda: no_job_directories(one), "the job directories are removed")
        state = {name: one_found["task"]["state"] for name, one_found in found.items()}
        reason = {name: one_found["headline"] for name, one_found in found.items()}
        assert state["good"] == state["clean"] == "done", reason
        assert state["code"] == "failed" and "exit code 3: bad luck" in reason["code"], reason
        assert state["killed"] == "failed" and "signal 11" in reason["killed"], reason
        assert state["slow"] == "failed" and "time limit" in reason["slow"], reason
        assert state["fat"] == "failed" and "memory limit" in reason["fat"], reason
        assert state["nothing"] == "tocheck", reason
        assert one.json("results", "good")[0]["value"] == 12.5


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


def an_array_cancelled_before_it_began_is_not_submitted_again(binary):
    text = analysis("waits", RESULT % "3").replace("max_run = 53101", "max_run = 53103")
    toml = (TOML % "").replace('collect_grace = "4s"', 'collect_grace = "12s"')  # who it was comes late
    with cluster("--accounting"), installation(binary, toml, text) as one:
        partition = subprocess.run(["sinfo", "-h", "-o", "%P"], capture_output=True, text=True).stdout.split()[0].strip("*")
        subprocess.run(["scontrol", "update", "partitionname=" + partition, "state=down"], check=True)
        queue = lambda: subprocess.run(["squeue", "-h", "--array", "-o", "%i"], capture_output=True, text=True).stdout.split()
        with one.watching():
            wait_for(lambda: len(queue()) == 3, "three elements wait")
            # What is cancelled in the second of its submission never gets there.
            wait_for(lambda: "PENDING" in subprocess.run(["sacct", "-n", "-o", "State"], capture_output=True, text=True).stdout,
                     "the accounting knows them", 30)
            (array,) = {element.split("_")[0] for element in queue()}
            subprocess.run(["scancel", array], check=True)
            for run in range(53101, 53104):
                found = ends(one, "waits", 90, run)
                assert found["task"]["state"] == "tocheck", found
                assert "cancelled in Slurm by user %d" % os.getuid() in found["headline"], found
            assert not queue()


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


def an_analysis_that_is_refused_does_not_starve_another(binary):
    text = analysis("bad", RESULT % "1", 'slurm = ["--partition=nowhere"]') + analysis("good", RESULT % "7")
    with cluster(), installation(binary, (TOML % "").replace("[slurm]", "[slurm]\nslots = 2"), text.replace("max_run = 53101", "max_run = 53105")) as one:
        with one.watching():
            for run in range(53101, 53106):
                assert ends(one, "good", 60, run)["task"]["state"] == "done"
            states = {state for (name, _), (state, _, _) in tasks(one).items() if name == "bad"}
            assert states <= {"todo", "submitted"}, states
            assert "Slurm does not take jobs of bad" in one.json("status")["engine"], one.json("status")["engine"]


def in_front_of(one, name, script):
    """Puts a program of this name first; its "$real" is the one behind it, which is returned."""
    folder = one.folder / "bin"
    folder.mkdir(exist_ok=True)
    path = os.environ["PATH"].removeprefix("%s:" % folder)
    real = shutil.which(name, path=path)
    (folder / name).write_text('#!/bin/sh\nreal=%s\ncd "%s" || exit 1\n%s\n' % (real, one.folder, script))
    (folder / name).chmod(0o755)
    os.environ["PATH"] = "%s:%s" % (folder, path)
    return real


def counted(name):
    return analysis(name, 'echo x >> "$HOME/runs.$XOM_ANALYSIS"; ' + RESULT % "8")


def ran_once(one, name, run=53101):
    """The pair has one attempt that is ok, and its program wrote one line."""
    with contextlib.closing(sqlite3.connect(one.folder / "xom.db")) as db:
        ok = db.execute("SELECT COUNT(*) FROM attempt JOIN task ON task.id = attempt.task JOIN stream ON stream.id = task.stream "
                        "WHERE stream.analysis = ? AND task.run = ? AND attempt.outcome = 'ok'", (name, run)).fetchone()[0]
    lines = (one.folder / ("runs.%s" % name)).read_text().split()
    assert ok == 1 and len(lines) == 1, (ok, lines)


def said(one):
    return one.json("status")["engine"] if (one.folder / "xom.db").exists() else ""


def an_engine_killed_between_sbatch_and_its_answer_submits_nothing_twice(binary):
    with cluster(), installation(binary, TOML % "", counted("a")) as one:
        os.environ["HOME"] = str(one.folder)
        in_front_of(one, "sbatch", 'echo x >> submissions; "$real" "$@" > answer; [ -e killed ] || { : > killed; kill -9 $PPID; }; cat answer')
        engine = subprocess.Popen([binary, "watch"], cwd=one.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        ended = engine.wait(60)
        assert ended == -signal.SIGKILL, ended
        with one.watching():
            found = ends(one, "a", 60)
        assert found["task"]["state"] == "done", found
        ran_once(one, "a")
        submissions = (one.folder / "submissions").read_text().split()
        assert len(submissions) == 1, (submissions, found)


def a_controller_killed_between_sbatch_and_its_answer_loses_nothing(binary):
    with cluster() as folder, installation(binary, TOML % "", counted("a")) as one:
        os.environ["HOME"] = str(one.folder)
        in_front_of(one, "sbatch", """[ -e killed ] && exec "$real" "$@"
: > killed; "$real" --hold "$@" > answer; kill -9 "$(cat %s/run/slurmctld.pid)"
echo 'sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect failure)' >&2; exit 1""" % folder)
        with one.watching():
            wait_for(lambda: "Slurm does not answer" in said(one), "a problem that is shown", 90)
            subprocess.Popen(["slurmctld", "-f", os.environ["SLURM_CONF"]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            release = 'scontrol release "$(cut -d ";" -f 1 answer)"'
            wait_for(lambda: subprocess.run(release, shell=True, cwd=one.folder, capture_output=True).returncode == 0 or tasks(one)["a", 53101][0] == "done",
                     "the job is there again, or another was done", 90)
            assert ends(one, "a", 120)["task"]["state"] == "done"
        ran_once(one, "a")


def a_forgotten_job_that_starts_when_it_was_given_up_runs_nothing(binary):
    """Held, and invisible to XOM until it has been given up; then released."""
    with cluster(), installation(binary, (TOML % "").replace('submission_grace = "2s"', 'submission_grace = "10s"'), counted("a")) as one:
        os.environ["HOME"] = str(one.folder)
        in_front_of(one, "sbatch", """[ -e forgotten ] && exec "$real" "$@"
"$real" --hold "$@" > forgotten; echo 'sbatch: error: Batch job submission failed: Socket timed out on send/recv operation' >&2; exit 1""")
        squeue = in_front_of(one, "squeue", '[ -e visible ] || exit 0; exec "$real" "$@"')

        def states():
            job = (one.folder / "forgotten").read_text().strip()
            return subprocess.run([squeue, "-h", "--array", "--states=all", "-j", job, "-o", "%T"], capture_output=True, text=True).stdout.split()
        with one.watching():
            wait_for(lambda: "not known yet whether jobs of a arrived" in said(one), "a doubt that is shown")
            assert ends(one, "a", 60)["task"]["state"] == "done"
            attempts = one.json("explain", "a", "53101")[0]["attempts"]
            assert len(attempts) == 2 and "did not arrive" in attempts[0]["reason"], attempts
            assert states() == ["PENDING"], states()
            (one.folder / "visible").touch()
            subprocess.run(["scontrol", "release", (one.folder / "forgotten").read_text().strip()], check=True)
            wait_for(lambda: states() in (["COMPLETED"], ["FAILED"]), "the forgotten job ends")
            time.sleep(1.5)
        assert tasks(one)["a", 53101][0] == "done"
        ran_once(one, "a")


def a_job_that_fills_its_disk_leaves_its_evidence(binary):
    """The job directories lie on a disk of 2 MB, in a mount namespace of this process."""
    new_mounts = 0x20000
    if ctypes.CDLL(None).unshare(new_mounts) != 0 or subprocess.run(["mount", "--make-rprivate", "/"], capture_output=True).returncode != 0:
        raise Skipped("this user may not mount")
    found = {}
    for name, script in ("log", RESULT % "9" + "; head -c 9000000 /dev/zero"), ("file", 'head -c 9000000 /dev/zero > "$XOM_OUT/big" || exit 4'):
        with installation(binary, TOML % "", analysis(name, script)) as one:
            jobs = one.folder / "slurm-jobs"
            jobs.mkdir()
            subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", jobs], check=True)
            try:
                with cluster(), one.watching():
                    found[name] = ends(one, name, 120)
            finally:
                subprocess.run(["umount", jobs], check=True)
    assert found["log"]["task"]["state"] == "done", found
    assert found["file"]["task"]["state"] == "tocheck", found
    reasons = {attempt["reason"] for attempt in found["file"]["attempts"]}
    assert "the disk of its directory was full" in reasons, found
    for reason in reasons:  # while the directory of the attempt before is not yet removed, the next cannot even be written
        assert "disk of its directory was full" in reason or reason.endswith("No space left on device"), reason
    assert all(attempt["outcome"] == "infrastructure" for attempt in found["file"]["attempts"]), found


def an_array_of_a_thousand_is_one_submission(binary):
    text = analysis("a", RESULT % "1").replace("min_run = 53101\nmax_run = 53101\ndata = \"peak_basics\"", "min_run = 60000")
    with cluster(), installation(binary, TOML % "", text) as one:
        in_front_of(one, "sbatch", 'echo "$@" >> submissions; exec "$real" "$@"')
        known = json.loads((one.folder / "strax" / "053101-metadata.json").read_text())
        for number in range(60000, 61000):
            (one.folder / "strax" / ("%06d-metadata.json" % number)).write_text(json.dumps({**known, "number": number, "name": "%06d" % number}))
        with one.watching():
            wait_for(lambda: sum(state == "done" for state, _, _ in tasks(one).values()) == 1000, "a thousand jobs end", 600)
            wait_for(lambda: not list((one.folder / "slurm-jobs").iterdir()), "nothing is left")
        # On a busy machine nodes may fail, and their jobs are submitted again.
        assert "--array=0-999 " in (one.folder / "submissions").read_text().splitlines()[0]


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
        here.xom("pass", expect=(3,))
        with there.watching():
            wait_for(lambda: tasks_of(there) == tasks_of(here), "every task ends as it does without Slurm", 60)
            wait_for(lambda: no_job_directories(there), "the job directories are removed")
        assert values(here) and values(here) == values(there), (values(here), values(there))
        why = [one.json("explain", "wrong", "53101", expect=(0, 1))[0]["headline"] for one in (here, there)]
        assert why[0] == why[1] and "no_such_field" in why[0], why


def check_names_what_is_wrong_with_the_cluster(binary):
    good = analysis("good", RESULT % "1")
    with installation(binary, TOML % "", good) as one:
        os.environ["SLURM_CONF"] = str(one.folder / "no-slurm.conf")
        assert "does not answer" in one.finding("Slurm", expect=(1,))["found"]
        del os.environ["SLURM_CONF"]
    with cluster(), installation(binary, TOML % "", good + analysis("lost", RESULT % "1", 'slurm = ["--partition=nowhere"]')) as one:
        assert "--deep asks" in one.finding("Slurm for good", expect=(1,))["found"]
        found = {f["subject"]: f for f in one.json("check", "--deep", expect=(1,))}
        assert found["Slurm"]["health"] == "ok" and found["Slurm"]["found"].startswith("slurm"), found["Slurm"]
        assert found["Slurm for good"]["health"] == "ok", found
        assert found["nodes for good"]["health"] == "ok", found
        assert found["Slurm for lost"]["health"] == "broken" and "nvalid partition" in found["Slurm for lost"]["found"], found
        assert not (one.folder / "slurm-jobs").exists(), "the engine makes it, as its own user"


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
           an_array_cancelled_before_it_began_is_not_submitted_again,
           an_engine_that_is_killed_finds_its_jobs_again, a_controller_that_is_down_loses_nothing,
           a_partition_that_does_not_exist_uses_up_no_tries_and_is_named, an_analysis_that_is_refused_does_not_starve_another,
           an_engine_killed_between_sbatch_and_its_answer_submits_nothing_twice, a_controller_killed_between_sbatch_and_its_answer_loses_nothing,
           a_forgotten_job_that_starts_when_it_was_given_up_runs_nothing, an_array_of_a_thousand_is_one_submission, native_analyses_give_the_same_values_in_slurm,
           check_names_what_is_wrong_with_the_cluster, a_job_directory_that_nodes_do_not_see_is_named,
           a_job_that_fills_its_disk_leaves_its_evidence))
