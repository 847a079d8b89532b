"""Means of the slow-control values of one run, from slow_control/RUN.csv beside the strax data."""

import csv
import math
import os

import xomlib


def result(values, unit):
    n = len(values)
    mean = sum(values) / n
    variance = sum((value - mean) ** 2 for value in values) / (n - 1)
    return xomlib.Result(mean, error=math.sqrt(variance / n), n=n, unit=unit)


data = os.environ["XOM_DATA"].split(":")[0]
path = os.path.join(data, os.pardir, "slow_control", os.environ["XOM_RUN_ID"] + ".csv")
with open(path) as file:
    rows = list(csv.DictReader(file))
xomlib.save(
    temperature=result([float(row["temperature_k"]) for row in rows], "K"),
    pressure=result([float(row["pressure_bar"]) for row in rows], "bar"),
)
print("%d readings of run %s" % (len(rows), os.environ["XOM_RUN_ID"]))
