"""The same quantities as scan_bench with the real strax: one JSON line.

python strax_compare.py FOLDER RUN [--workers 2] [--quantities 10] [--checksum]
"""

import argparse
import hashlib
import json
import resource
import sys
import time

import numpy as np
import strax


class XomDemo(strax.Plugin):
    """Where the rows come from, as far as the lineage goes; never run."""

    provides = "xom_demo"
    depends_on = ()
    data_kind = "xom_demo"
    dtype = strax.time_fields
    __version__ = "1.0.0"


@strax.takes_config(
    strax.Option("n_top_pmts", default=253),
    strax.Option("s1_risetime_area_parameters", default=(50, 80, 12)),
)
class PeakBasicsSOM(strax.Plugin):
    """Stands for straxen's plugin: the lineage is the same, the rows are on disk."""

    provides = "peak_basics"
    depends_on = ("xom_demo",)
    data_kind = "peaks"
    dtype = strax.time_fields  # Loading takes the layout from the metadata.
    __version__ = "0.0.1"

    def compute(self, xom_demo):
        raise RuntimeError("peak_basics must be read, not made")


def quantity(st, run, i, workers):
    """Selection, mean and histogram, chunk by chunk, as one analysis does."""
    where = "(type == %d) & (area > %d)" % (2 if i % 3 == 0 else i % 3, 5 * i + 10)
    total, n, histogram = 0.0, 0, np.zeros(120)
    for chunk in st.get_iter(run, "peak_basics", selection=where, max_workers=workers, progress_bar=False):
        area = chunk.data["area"]
        total += area.sum(dtype=np.float64)
        n += len(area)
        histogram += np.histogram(np.log10(area), bins=120, range=(0, 6))[0]
    return {"mean": total / n, "n": n, "histogram": histogram.sum()}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("run")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--quantities", type=int, default=1)
    parser.add_argument("--checksum", action="store_true")
    args = parser.parse_args()

    st = strax.Context(storage=[strax.DataDirectory(args.folder, readonly=True)], register=[XomDemo, PeakBasicsSOM],
                       forbid_creation_of=("*",))
    if not st.is_stored(args.run, "peak_basics"):
        sys.exit("strax does not find run %s: the lineage hash differs" % args.run)
    out = {}
    if args.checksum:
        digest = hashlib.sha256()
        for chunk in st.get_iter(args.run, "peak_basics", progress_bar=False):
            digest.update(chunk.data.tobytes())
        out["sha256"] = digest.hexdigest()
    else:
        if args.run != "090003":  # Compile numba's functions first; a cold process is measured as it is.
            quantity(st, "090003", 0, args.workers)
        start = time.perf_counter()
        out["results"] = [quantity(st, args.run, i, args.workers) for i in range(args.quantities)]
        out["seconds"] = time.perf_counter() - start
    out["peak_rss_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    print(json.dumps(out))


main()
