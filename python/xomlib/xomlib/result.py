"""Values, histograms and figures of a job, and the file they are handed over in (docs/formats/result-file.md)."""

import os
import re

from xomlib.files import plain, write_json
from xomlib.limits import check_document
from xomlib.job import Job

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}\Z")


def _check_name(name):
    if not _NAME.match(name):
        raise ValueError(
            "%r is not a name: use letters, digits, '_', '-', '.', at most 64, a letter or digit first" % name
        )
    return name


class Result(object):
    """One number.

    value    None or NaN: not estimated; then say why in `reason`
    error    one standard deviation, same unit
    n        entries the value was computed from
    status   "ok", "empty" (nothing to compute it from) or "failed" (a fit that did not converge)
    details  further numbers, e.g. {"chi2": 31.0, "ndof": 28}
    """

    def __init__(self, value, error=None, n=None, unit=None, status=None, reason=None, details=None):
        self.value = value
        self.error = error
        self.n = n
        self.unit = unit
        if status is None:
            number = plain(value)
            status = "failed" if number is None else "ok"
        if status not in ("ok", "empty", "failed"):
            raise ValueError("status %r: use 'ok', 'empty' or 'failed'" % (status,))
        self.status = status
        self.reason = reason
        self.details = details

    def document(self, variable):
        value = plain(self.value)
        if isinstance(value, (bool, str, list, dict)):
            raise ValueError("%s = %r is not a number" % (variable, self.value))
        entry = {"variable": _check_name(variable), "value": value, "status": self.status}
        for key in ("error", "n", "unit", "reason", "details"):
            content = getattr(self, key)
            if content is not None:
                entry[key] = plain(content)
        if self.status != "ok":
            entry["value"] = None
            entry.setdefault("reason", "the script gave no value")
        return entry


class Histogram(object):
    """Counts in bins. 2D: `counts[x][y]` or flat with y fastest."""

    def __init__(self, name, counts, x_edges, y_edges=None, title=None, x_title=None, y_title=None, outside=None):
        self.name = _check_name(name)
        self.x_edges = plain(x_edges)
        self.y_edges = None if y_edges is None else plain(y_edges)
        self.counts = _flat(plain(counts))
        bins = len(self.x_edges) - 1
        if self.y_edges is not None:
            bins *= len(self.y_edges) - 1
        if len(self.counts) != bins:
            raise ValueError("histogram %s: %d counts for %d bins" % (name, len(self.counts), bins))
        self.title, self.x_title, self.y_title, self.outside = title, x_title, y_title, outside

    def document(self):
        return {key: plain(value) for key, value in vars(self).items() if value is not None}


class Figure(object):
    """A picture: a file already in the results folder, or anything with `savefig` (matplotlib)."""

    def __init__(self, name, content):
        self.name = _check_name(name)
        self.content = content

    def document(self, folder):
        if hasattr(self.content, "savefig"):
            file = self.name + ".png"
            self.content.savefig(os.path.join(folder, file))
        else:
            file = os.path.basename(self.content)
            if not os.path.isfile(os.path.join(folder, file)):
                raise ValueError("figure %s: there is no %s in %s" % (self.name, file, folder))
        return {"name": self.name, "file": file}


def save(variables=None, histograms=(), figures=(), folder=None, name="result.json", **more):
    """Hands over all results of this job; returns the path of the file.

    Variables by name, as numbers or `Result`s: save(rate=12.5), save({"rate": Result(12.5, error=0.3)}).
    """
    job = Job()
    folder = job.out if folder is None else folder
    results = dict(variables or {}, **more)
    document = {"results": [_as_result(value).document(key) for key, value in results.items()]}
    if job.token:
        document["token"] = job.token
    if histograms:
        document["histograms"] = [histogram.document() for histogram in histograms]
    if figures:
        document["figures"] = [figure.document(folder) for figure in figures]
    check_document(document)
    path = os.path.join(folder, name)
    write_json(path, document)
    return path


def _as_result(value):
    return value if isinstance(value, Result) else Result(value)


def _flat(counts):
    flat = []
    for entry in counts:
        if isinstance(entry, list):
            flat.extend(entry)
        else:
            flat.append(entry)
    return flat
