"""A data set as strax writes it, of the rows of a table."""

import bz2
import json

import numpy as np

RUN, TYPE = "000101", "tried"
START, SECOND = 1_650_000_000_000_000_000, 1_000_000_000


def write(folder, rows):
    """Makes the data set in `folder`."""
    dtype = np.dtype([("time", "<i8"), ("endtime", "<i8"), *((name, rows.dtype[name]) for name in rows.dtype.names)])
    whole = np.zeros(len(rows), dtype)
    for name in rows.dtype.names:
        whole[name] = rows[name]
    whole["time"] = START + np.arange(len(rows))
    whole["endtime"] = whole["time"] + 1
    prefix = "%s-aaaaaaaaaa" % TYPE
    place = folder / ("%s-%s" % (RUN, prefix))
    place.mkdir(parents=True)
    packed = bz2.compress(whole.tobytes())
    (place / (prefix + "-000000")).write_bytes(packed)
    chunk = {"chunk_i": 0, "n": len(rows), "start": START, "end": START + SECOND, "run_id": RUN, "subruns": None,
             "filename": prefix + "-000000", "filesize": len(packed), "nbytes": whole.nbytes}
    (place / (prefix + "-metadata.json")).write_text(json.dumps({
        "run_id": RUN, "data_type": TYPE, "data_kind": TYPE, "dtype": repr(dtype.descr), "compressor": "bz2",
        "lineage": {TYPE: ["Tried", "1", {}]}, "lineage_hash": "aaaaaaaaaa", "chunks": [chunk], "start": START,
        "end": START + SECOND, "strax_version": "2.2.3", "writing_started": 0.0, "writing_ended": 1.0}))
