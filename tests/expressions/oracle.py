"""What numexpr makes of expressions, run by the Python of an environment that has it.

    oracle.py ROWS.npy < expressions

One line per line, written at once (numexpr ends its process where the processor traps, e.g. -2**31 // -1): the
type and the bytes of all values in hexadecimal, or "refused" and the message.
"""

import sys
import warnings

import numexpr
import numpy as np

TYPES = {"bool": "boolean"}


def main():
    warnings.simplefilter("ignore")
    numexpr.set_num_threads(1)
    table = np.load(sys.argv[1])
    columns = {name: np.ascontiguousarray(table[name]) for name in table.dtype.names}
    for line in sys.stdin:
        try:
            values = numexpr.evaluate(line.rstrip("\n"), local_dict=columns, global_dict={})
            values = np.ascontiguousarray(np.broadcast_to(values, len(table)))
            name = values.dtype.name
            print(TYPES.get(name, name), values.tobytes().hex(), flush=True)
        except Exception as error:
            print("refused", type(error).__name__, " ".join(str(error).split()), flush=True)


main()
