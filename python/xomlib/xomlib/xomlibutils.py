"""The helpers of the original XOM that analysis scripts use and that need no other package."""

import datetime
import json


def construct_filename(meas_name, an_name, an_version, an_var, runid):
    return "_".join([meas_name, an_name, an_version, an_var, str(runid)]) + ".json"


def load_result_json(fullname):
    with open(fullname, encoding="utf-8") as source:
        return json.load(source)


read_json = load_result_json


def get_time_stamp(timezone="UTC"):
    """Now, in UTC whatever `timezone` says: moments are compared, not displayed."""
    return datetime.datetime.now(datetime.timezone.utc)
