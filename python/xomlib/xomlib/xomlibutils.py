"""The helpers of the original XOM that analysis scripts use. Other packages are imported when a function needs them."""

import datetime
import functools
import json
import logging
import os
import time

from xomlib.job import Job


def construct_filename(meas_name, an_name, an_version, an_var, runid):
    return "_".join([meas_name, an_name, an_version, an_var, str(runid)]) + ".json"


def load_result_json(fullname):
    with open(fullname, encoding="utf-8") as source:
        return json.load(source)


read_json = load_result_json


def get_time_stamp(timezone="UTC"):
    """Now, in UTC whatever `timezone` says: moments are compared, not displayed."""
    return datetime.datetime.now(datetime.timezone.utc)


def load_straxen(**options):
    """The experiment's online context, which reads from the folders with data that XOM names (XOM_DATA).

    `options` go to the context. Whatever it makes on the way is stored in the job's own temporary folder.
    """
    import strax

    try:
        from cutax import contexts
    except ImportError:
        from straxen import contexts
    make = getattr(contexts, "xenonnt_online", None) or contexts.xenonnt
    options.setdefault("output_folder", os.path.join(os.environ.get("TMPDIR") or ".", "strax_data"))
    context = make(**options)
    for folder in Job().data:
        context.storage.append(strax.DataDirectory(folder, readonly=True, provide_run_metadata=True))
    return context


def get_logger(name, log_folder=None):
    """A logger that writes to the job's log, and into LOG_FOLDERxom_DATE.log where that can be written."""
    logger = logging.getLogger(name)
    if logger.handlers:  # asked for again: not every line twice
        return logger
    logger.setLevel(logging.DEBUG)
    form = logging.Formatter("%(asctime)s  - %(name)s - %(levelname)s - %(message)s")
    handlers = [(logging.StreamHandler(), logging.INFO)]
    if log_folder:
        file = "%sxom_%s.log" % (log_folder, datetime.date.today().strftime("%Y_%m_%d"))
        try:
            handlers.append((logging.FileHandler(file), logging.DEBUG))
        except OSError as problem:  # another machine's folder; the job's log has it all
            logging.getLogger("xomlib").warning("no log file: %s", problem)
    for handler, level in handlers:
        handler.setLevel(level)
        handler.setFormatter(form)
        logger.addHandler(handler)
    return logger


def get_container(run_id, tool_config):
    """The image of a run by `container_dict` of tool_config.json: the first range that holds it; None: there is none."""
    for image, limits in tool_config["container_dict"].items():
        if int(run_id) >= limits["from"] and (limits["to"] == 0 or int(run_id) <= limits["to"]):
            return image
    return None


def get_container_from_env():
    """The image of this job; outside of containers the conda environment, spelled as an image."""
    image = os.environ.get("XOM_CONTAINER") or os.environ.get("APPTAINER_NAME") or os.environ.get("SINGULARITY_NAME")
    return image or os.environ.get("CONDA_DEFAULT_ENV", "").lower().strip().replace("_", "-") + ".simg"


def connect_db(dbname):
    from xomlib.dblib import Xomdb

    return Xomdb(dbname)


def timer(function):
    """Decorator: says how long a call took."""

    @functools.wraps(function)
    def timed(*args, **more):
        begun = time.perf_counter()
        value = function(*args, **more)
        print("Elapsed time: %0.4f seconds" % (time.perf_counter() - begun))
        return value

    return timed


def get_rundb_collection(query, itemstokeep=None):
    """Documents of the run database, by utilix."""
    from utilix import xent_collection

    return xent_collection().find(query, itemstokeep or {"number": 1, "rate": 1, "start": 1, "end": 1})


def get_last_rundb(query=None):
    """The number of the newest run that has ended."""
    ended = dict({"end": {"$ne": None}}, **(query or {}))
    return get_rundb_collection(ended).sort("number", -1).limit(1)[0]["number"]


def get_daq_run_ts(runid):
    """The end of a run."""
    end = get_rundb_collection({"number": int(runid)})[0].get("end")
    return end.replace(tzinfo=datetime.timezone.utc)


def get_delta_days(date, computing_tz="UTC"):
    return (date - get_time_stamp()).days


def search_in_file(filename, to_search):
    with open(filename, encoding="utf-8") as source:
        return to_search in source.read()
