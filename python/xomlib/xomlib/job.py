"""What XOM asked this process to compute."""

import json
import os


class Job(object):
    """The task of this process, from XOM_TASK_FILE and the other XOM_* variables.

    Outside of XOM everything is empty and `out` is the current folder, so that a script can be tried by hand.
    """

    def __init__(self, environment=None):
        env = os.environ if environment is None else environment
        self.analysis = env.get("XOM_ANALYSIS", "")
        self.version = env.get("XOM_VERSION", "")
        self.container = env.get("XOM_CONTAINER") or None
        self.run = int(env["XOM_RUN"]) if env.get("XOM_RUN") else None
        self.run_id = env.get("XOM_RUN_ID", "")
        self.runs = env.get("XOM_RUNS", "").split()
        self.out = env.get("XOM_OUT") or "."
        self.data = [folder for folder in env.get("XOM_DATA", "").split(":") if folder]
        self.token = env.get("XOM_TOKEN", "")
        self.inside_xom = bool(env.get("XOM_OUT"))
        self._task_file = env.get("XOM_TASK_FILE", "")

    def task(self):
        """The task file as a dictionary: run documents, variables, ...; empty outside of XOM."""
        if not self._task_file:
            return {}
        with open(self._task_file, encoding="utf-8") as source:
            return json.load(source)


def job():
    """The job of this process."""
    return Job()
