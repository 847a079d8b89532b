"""What tests with real servers share: installations of XOM, servers on loopback, a runner."""

import contextlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
SAMPLE = HERE / "data" / "strax-small"


class Skipped(Exception):
    """A server that is not installed."""


@contextlib.contextmanager
def service(name, *arguments):
    """The lines a start script of tests/services prints, as a dictionary, and its folder."""
    folder = tempfile.mkdtemp(prefix="xom-" + name + "-")
    started = subprocess.run([HERE / "services" / (name + "-up"), folder, "0", *arguments], capture_output=True, text=True)
    if started.returncode == 3:
        raise Skipped(" ".join(started.stderr.split()))
    if started.returncode != 0:
        raise RuntimeError(started.stderr)
    lines = [line.removeprefix("export ").split("=", 1) for line in started.stdout.splitlines()]
    try:
        yield {key: value.strip("'") for key, value in lines}, folder
    finally:
        subprocess.run([HERE / "services" / (name + "-down"), folder], capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


def fetched(name, *arguments):
    """What a script of tests/services prints, as a dictionary."""
    done = subprocess.run([HERE / "services" / name, *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        raise Skipped(" ".join(done.stderr.split()))
    lines = [line.removeprefix("export ").split("=", 1) for line in done.stdout.splitlines()]
    return {key: value.strip("'") for key, value in lines}


def image():
    """The folder and the SIF file of a small Debian with Python; made once."""
    os.environ.update(fetched("apptainer-setup"))
    cache = os.environ.get("XOM_TEST_CACHE") or os.environ.get("XDG_CACHE_HOME", str(pathlib.Path.home() / ".cache")) + "/xom-test"
    return fetched("container-image", cache + "/image", "python3")


def may_mount_images():
    """A SIF file is mounted by FUSE, which udev gives to everybody."""
    return os.access("/dev/fuse", os.R_OK | os.W_OK)


def sif_image():
    """As image(), where the SIF file can be used."""
    found = image()
    if not may_mount_images():
        raise Skipped("this user may not open /dev/fuse")
    return found


class Installation:
    """A folder with the sample's data, an xom.toml and analyses."""

    def __init__(self, binary, folder, toml, analyses):
        self.binary, self.folder = binary, pathlib.Path(folder)
        shutil.copytree(SAMPLE, self.folder / "strax")
        (self.folder / "a.toml").write_text(analyses)
        (self.folder / "password").touch(0o600)
        (self.folder / "password").write_text("secret word\n")
        (self.folder / "xom.toml").write_text('data = "strax"\nanalyses = "a.toml"\n' + toml)

    def run(self, *words, expect=(0,)):
        """A pass may end with 3: programs of these tests fail on purpose."""
        done = subprocess.run([self.binary, *words], cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=120)
        if done.returncode not in expect and not (words == ("pass",) and expect == (0,) and done.returncode == 3):
            raise AssertionError("xom %s ended with %d: %s%s" % (" ".join(words), done.returncode, done.stdout, done.stderr))
        return done

    def xom(self, *words, expect=(0,)):
        """What the command said."""
        done = self.run(*words, expect=expect)
        return done.stdout + done.stderr

    def json(self, *words, expect=(0,)):
        return json.loads(self.run(*words, "--json", expect=expect).stdout)

    def finding(self, subject, expect=(0,)):
        """What `xom check` says of one thing."""
        return next(f for f in self.json("check", expect=expect) if f["subject"] == subject)

    def tag(self, run, *tags):
        path = next((self.folder / "strax").glob("%06d-metadata.json" % run))
        document = json.loads(path.read_text())
        document["tags"] = [{"name": tag} for tag in tags]
        path.write_text(json.dumps(document))

    @contextlib.contextmanager
    def watching(self):
        """`xom watch` beside the block; it has to end within 10 s after it. What it said, and whether it ended, is told if
        the block fails."""
        log = self.folder / "watch.log"
        with open(log, "ab") as out:
            engine = subprocess.Popen([self.binary, "watch"], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        try:
            yield engine
        except AssertionError as wrong:
            ended = "" if engine.poll() is None else ", which ended with %d" % engine.returncode
            raise AssertionError("%s\nthe engine%s said:\n%s" % (wrong, ended, log.read_text()[-4000:])) from wrong
        finally:
            engine.send_signal(signal.SIGTERM)
            engine.wait(10)


@contextlib.contextmanager
def installation(binary, toml, analyses):
    with tempfile.TemporaryDirectory(prefix="xom-test-") as folder:
        yield Installation(binary, folder, toml, analyses)


def wait_for(condition, what, longest_s=30):
    end = time.monotonic() + longest_s
    while not condition():
        if time.monotonic() > end:
            raise AssertionError("not within %d s: %s" % (longest_s, what))
        time.sleep(0.05)


def run_tests(tests):
    """Runs functions that take the binary of the command line, or those whose name holds its second word. Ends the process:
    exit code 1 if one failed, 77 if all were skipped."""
    binary = os.path.abspath(sys.argv[1])
    passed = failed = skipped = 0
    for test in tests:
        if len(sys.argv) > 2 and sys.argv[2] not in test.__name__:
            continue
        name = test.__name__.replace("_", " ")
        try:
            test(binary)
            passed += 1
        except Skipped as why:
            skipped += 1
            print("skipped %s: %s" % (name, why))
        except Exception as error:  # a test that fails stops no other
            failed += 1
            print("FAILED   %s\n%s: %s" % (name, type(error).__name__, error))
    print("%d passed, %d failed, %d skipped" % (passed, failed, skipped))
    sys.exit(1 if failed else 77 if skipped and not passed else 0)
