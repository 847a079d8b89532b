"""Writing JSON so that a reader sees the whole file or none."""

import datetime
import json
import math
import numbers
import os
import tempfile

from xomlib import limits


def plain(value):
    """The value as JSON can hold it: numpy numbers and arrays become plain, NaN and infinities None,
    dates ISO text."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(v) for v in value]
    if isinstance(value, numbers.Integral):
        return int(value)
    if hasattr(value, "tolist"):  # numpy scalar or array, without importing numpy
        return plain(value.tolist())
    try:
        number = float(value)
    except (TypeError, ValueError):
        return str(value)
    return number if math.isfinite(number) else None


def write_json(path, value):
    """Writes PATH by way of a temporary file in the same folder and a rename."""
    text = json.dumps(plain(value), allow_nan=False)
    limits.check_count(path, len(text), limits.LONGEST_DOCUMENTS, "bytes", "give fewer numbers")
    folder, name = os.path.split(os.path.abspath(path))
    fd, temporary = tempfile.mkstemp(prefix="." + name[:100] + ".", suffix=".tmp", dir=folder)
    try:
        with os.fdopen(fd, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
