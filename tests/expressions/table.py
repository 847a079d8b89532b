"""The table that expressions are tried on: a column of every type, with the values where types differ."""

import itertools
import random

import numpy as np

ROWS = 48

DTYPE = np.dtype([("m", "?"), ("k", "?"), ("a", "i1"), ("n", "<i2"), ("i", "<i4"), ("t", "<i8"), ("u", "u1"),
                  ("v", "<u2"), ("w", "<u4"), ("q", "<u8"), ("h", "<f2"), ("f", "<f4"), ("d", "<f8")])

EDGES = {
    "n": [-7, 7, 0, 3, -3, -32768, 32767],
    "i": [1, 2, 50000, 0, -5, 2**31 - 1, -2**31],
    "t": [2**53 + 1, -2**63, 2**63 - 1, 0, -9, 3**39, 1_700_000_000_000_000_001],
    "u": [0, 1, 2, 3, 200, 255],
    "w": [0, 1, 2**31, 2**32 - 1],
    "q": [0, 5, 2**53 + 1, 2**63 - 1, 2**63, 2**64 - 1],
    "f": [0.5, -0.5, 0, 2, 1, np.nan, np.inf, -np.inf, -0.0, 0.1, 16777217, 1e-42],
    "d": [0.1, -2.5, 1.5, np.nan, np.inf, -np.inf, -0.0, 1e300, 5e-324, 2.0**53, 1e10],
    "h": [0.1, -2, 65504, np.nan, np.inf, 6e-8],
}


def rows(seed):
    """A table of ROWS rows."""
    chance = random.Random("table %s" % seed)
    table = np.zeros(ROWS, DTYPE)
    for name in DTYPE.names:
        kind, size = DTYPE[name].kind, DTYPE[name].itemsize
        values = list(EDGES.get(name, []))
        while len(values) < ROWS:
            if kind == "b":
                values.append(chance.random() < 0.5)
            elif kind == "f":
                values.append(chance.choice([chance.uniform(-3, 3), chance.gauss(0, 100), float(chance.randint(-9, 9))]))
            else:
                low = -(2 ** (8 * size - 1)) if kind == "i" else 0
                high = 2 ** (8 * size - (kind == "i")) - 1
                values.append(chance.choice([chance.randint(max(low, -20), min(high, 20)), chance.randint(low, high)]))
        chance.shuffle(values)
        table[name] = values
    return table


def words(kind):
    """Names of columns: "bool", "int" or "float"."""
    return [name for name in DTYPE.names if DTYPE[name].kind in {"bool": "b", "int": "iu", "float": "f"}[kind]]


assert set(itertools.chain(*map(words, ("bool", "int", "float")))) == set(DTYPE.names)
