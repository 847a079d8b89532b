"""What recipes of site.py have to give, computed from strax files by Python's standard library alone (bz2 and struct), without XOM,
strax and numpy; and strax data for many runs, each with numbers of its own, made from the sample's."""

import ast
import bz2
import json
import math
import shutil
import struct

CODES = {"i8": "q", "i4": "i", "i2": "h", "i1": "b", "f8": "d", "f4": "f", "b1": "?"}


def metadata_of(folder):
    path, = folder.glob("*metadata.json")
    return path, json.loads(path.read_text())


def row_of(metadata):
    """The struct of a row and the names of its fields; plain fields, without padding, as peak_basics has them."""
    fields = [(name[1] if isinstance(name, tuple) else name, kind) for name, kind in ast.literal_eval(str(metadata["dtype"]))]
    return struct.Struct("<" + "".join(CODES[kind[1:]] for _, kind in fields)), [name for name, _ in fields]


def rows_of(folder):
    """All rows as dictionaries."""
    _, metadata = metadata_of(folder)
    assert metadata["compressor"] == "bz2", metadata["compressor"]
    row, names = row_of(metadata)
    rows = []
    for chunk in metadata["chunks"]:
        if chunk["n"]:
            data = bz2.decompress((folder / chunk["filename"]).read_bytes())
            assert len(data) == chunk["n"] * row.size, chunk
            rows += [dict(zip(names, values)) for values in row.iter_unpack(data)]
    return rows


def write_variant(source, made, source_run, run):
    """The data of one run under another number: without the last rows of each chunk, how many depends on the run."""
    shutil.copytree(source, made)
    path, metadata = metadata_of(made)
    row, names = row_of(metadata)
    metadata["run_id"] = "%06d" % run
    for chunk in metadata["chunks"]:
        chunk["run_id"] = "%06d" % run
        left_out = run * 13 % 97
        if chunk["n"] <= left_out:
            continue
        data = bz2.decompress((made / chunk["filename"]).read_bytes())[:(chunk["n"] - left_out) * row.size]
        last = dict(zip(names, row.unpack(data[-row.size:])))
        (made / chunk["filename"]).write_bytes(bz2.compress(data))
        chunk.update(n=len(data) // row.size, nbytes=len(data), filesize=(made / chunk["filename"]).stat().st_size,
                     last_time=last["time"], last_endtime=last["endtime"])
    path.write_text(json.dumps(metadata).replace('"%06d"' % source_run, '"%06d"' % run))


def mean(values):
    values = [value for value in values if not math.isnan(value)]
    n = len(values)
    middle = math.fsum(values) / n
    return middle, math.sqrt(math.fsum((value - middle) ** 2 for value in values) / n) / math.sqrt(n), n


def recipes(folder, livetime_s):
    """Variable -> (value, error or None, n)."""
    rows = rows_of(folder)
    large = sum(row["area"] > 10 for row in rows)
    return {
        "rate": (large / livetime_s, math.sqrt(large) / livetime_s, large),
        "rows": (float(len(rows)), math.sqrt(len(rows)), len(rows)),
        "mean_area": mean([row["area"] for row in rows]),
        "widest": (float(max(row["endtime"] - row["time"] for row in rows)), None, len(rows)),
        "aft": mean([row["area_fraction_top"] for row in rows]),
    }


def agree(one, other):
    """Numbers may differ in the order of additions, integers and what is absent not at all."""
    if one is None or other is None or isinstance(one, int) and isinstance(other, int):
        return one == other
    return math.isclose(one, other, rel_tol=1e-12)
