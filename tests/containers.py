#!/usr/bin/env python3
"""Command analyses in real containers: Apptainer with a SIF file and with a folder, bubblewrap with a folder.

    containers.py XOM_BINARY

Exit code 1 if something is wrong. What cannot be installed is reported as skipped.
"""

import contextlib
import hashlib
import os
import pathlib
import shutil
import subprocess

from harness import Skipped, image, installation, run_tests, sif_image

SCRIPT = """
import os, sys
import xomlib
assert os.environ["LET_IN"] == "a,b c" and "KEPT_OUT" not in os.environ, dict(os.environ)
data = os.environ["XOM_DATA"].split(":")[0]
assert any(name.startswith("053101-") for name in os.listdir(data))
try:
    open(os.path.join(data, "new"), "w")
    sys.exit("the data can be written")
except OSError:
    pass
result = xomlib.Xomresult(analysis_name="inside", analysis_version="v1", variable_name="x", variable_value=12.5, runid=int(sys.argv[1]))
result.xom_message(success=True)
result.save()
"""

ANALYSES = """
[analysis.inside]
version = "v1"
max_run = 53101
data = "peak_basics"
command = ["python3", "script.py", "{run}"]
environment = ["LET_IN"]
containers = ["IMAGE"]
variable = [{ name = "x" }]
"""

ENDINGS = {
    "absent_image": ('["true"]', "the image /nowhere.sif is n"),
    "absent_program": ('["no-such-program"]', "no-such-program"),
    "exit_code": ('["sh", "-c", "echo bad luck; exit 9"]', "exit code 9: bad luck"),
    "signal": ('["sh", "-c", "kill -11 $$"]', "signal 11"),
    "time_limit": ('["sleep", "1000"]', "time limit"),
}


@contextlib.contextmanager
def site(binary, kind, where, analyses, program="", more=""):
    toml = '[containers]\nkind = "%s"\nimages = "%s"\n%s' % (kind, os.path.dirname(where), more)
    if program:
        toml += 'program = "%s"\n' % program
    os.environ.update({"LET_IN": "a,b c", "KEPT_OUT": "1"})
    with installation(binary, toml, analyses.replace("IMAGE", os.path.basename(where))) as one:
        (one.folder / "script.py").write_text(SCRIPT)
        yield one


def a_script_runs(binary, kind, where, program=""):
    with site(binary, kind, where, ANALYSES, program) as one:
        one.xom("pass")
        found = one.json("explain", "inside", "53101")[0]
        assert found["task"]["state"] == "done", found
        result = next(r for r in one.json("run", "inside", "53101")["runs"])
        assert result["outcome"] == "ok" and result["results"][0]["value"] == 12.5, result
        return result["proof"]


def endings_are_told_apart(binary, kind, where, program=""):
    analyses = "".join(
        '[analysis.%s]\nversion = "v1"\nmax_run = 53101\ndata = "peak_basics"\ncommand = %s\ntime_limit = "%s"\n'
        'containers = ["%s"]\nvariable = [{ name = "x" }]\n' % (name, command, "5s" if name == "time_limit" else "10min", "/nowhere.sif" if name == "absent_image" else where)
        for name, (command, _) in ENDINGS.items())
    with site(binary, kind, where, analyses, program) as one:
        assert one.finding("container program", expect=(1,))["health"] == "ok"
        found = one.finding("image /nowhere.sif", expect=(1,))
        assert found["health"] == "broken" and "correct the key containers.images" in found["to_do"], found
        for name, (_, words) in ENDINGS.items():
            result = one.json("run", name, "53101", expect=(1,))["runs"][0]
            told = result.get("reason", "") + result.get("log_tail", "")
            assert words in told, (name, result)
            wanted = {"absent_image": "infrastructure", "time_limit": "resource"}.get(name, "user_error")
            assert result["outcome"] == wanted, (name, result)
        left = subprocess.run(["pgrep", "-f", "^sleep 1000$"], capture_output=True, text=True).stdout
        assert not left, "a process of the container is left: " + left


def a_missing_bind_is_no_fault_of_the_script(binary, kind, where, program=""):
    with site(binary, kind, where, ANALYSES, program, 'binds = ["/nowhere/cvmfs"]\n') as one:
        found = one.finding("bind /nowhere/cvmfs", expect=(1,))
        assert found["health"] == "broken", found
        result = one.json("run", "inside", "53101", expect=(1,))["runs"][0]
        assert result["outcome"] == "infrastructure" and "/nowhere/cvmfs" in result["reason"], result


def apptainer_runs_a_script_in_a_sif_file_and_keeps_its_digest(binary):
    env = sif_image()
    proof = a_script_runs(binary, "apptainer", env["XOM_TEST_SIF"], os.environ["XOM_TEST_APPTAINER"])
    digest = hashlib.sha256(pathlib.Path(env["XOM_TEST_SIF"]).read_bytes()).hexdigest()
    assert proof["image"] == "sha256:" + digest and proof["container"] == "image.sif", proof


def apptainer_runs_a_script_in_a_folder(binary):
    env = image()
    proof = a_script_runs(binary, "apptainer", env["XOM_TEST_ROOTFS"], os.environ["XOM_TEST_APPTAINER"])
    assert proof["image"] == os.path.realpath(env["XOM_TEST_ROOTFS"]), proof


def apptainer_tells_endings_apart(binary):
    env = sif_image()
    endings_are_told_apart(binary, "apptainer", env["XOM_TEST_SIF"], os.environ["XOM_TEST_APPTAINER"])


def apptainer_without_the_source_of_a_bind(binary):
    env = sif_image()
    a_missing_bind_is_no_fault_of_the_script(binary, "apptainer", env["XOM_TEST_SIF"], os.environ["XOM_TEST_APPTAINER"])


def bubblewrap_runs_a_script_in_a_folder(binary):
    env = image()
    if not shutil.which("bwrap"):
        raise Skipped("apt-get install -y bubblewrap")
    a_script_runs(binary, "bubblewrap", env["XOM_TEST_ROOTFS"])


def bubblewrap_tells_endings_apart(binary):
    env = image()
    if not shutil.which("bwrap"):
        raise Skipped("apt-get install -y bubblewrap")
    endings_are_told_apart(binary, "bubblewrap", env["XOM_TEST_ROOTFS"])


def bubblewrap_without_the_source_of_a_bind(binary):
    env = image()
    if not shutil.which("bwrap"):
        raise Skipped("apt-get install -y bubblewrap")
    a_missing_bind_is_no_fault_of_the_script(binary, "bubblewrap", env["XOM_TEST_ROOTFS"])


run_tests((apptainer_runs_a_script_in_a_sif_file_and_keeps_its_digest, apptainer_runs_a_script_in_a_folder,
           apptainer_tells_endings_apart, apptainer_without_the_source_of_a_bind, bubblewrap_without_the_source_of_a_bind,
           bubblewrap_runs_a_script_in_a_folder, bubblewrap_tells_endings_apart))
