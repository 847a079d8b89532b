"""Results of analysis scripts for XOM. Standard library only, Python 3.6 and newer.

New scripts:

    import xomlib
    job = xomlib.job()                       # what to compute: job.run, job.runs, job.data, ...
    xomlib.save(rate=xomlib.Result(12.5, error=0.3, n=1500, unit="Hz"))

Scripts of the original XOM find the `Xomresult` they know, of both generations.
"""

__version__ = "2.0"

from xomlib.job import Job, job
from xomlib.result import Figure, Histogram, Result, save
from xomlib.xomresult import Xomresult, error_message, success_message
from xomlib import constant, dblib, xomlibutils
from xomlib.xomlibutils import connect_db, get_container, get_logger, get_time_stamp, load_straxen

__all__ = [
    "Figure",
    "Histogram",
    "Job",
    "Result",
    "Xomresult",
    "connect_db",
    "constant",
    "dblib",
    "error_message",
    "get_container",
    "get_logger",
    "get_time_stamp",
    "job",
    "load_straxen",
    "save",
    "success_message",
    "xomlibutils",
]
