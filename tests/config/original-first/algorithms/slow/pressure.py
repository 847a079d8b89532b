"""A script of the first generation: one value, keyword arguments, the result is all it says."""

import argparse

import xomlib

parser = argparse.ArgumentParser()
parser.add_argument("run")
run = parser.parse_args().run  # any further argument ends it
if int(run) == 60012:
    print("ERRORWITHXOM")  # and exit code 0
else:
    xomlib.Xomresult(analysis_name="pressure", analysis_version="v0.0", variable_name="pressure",
                     variable_value=1.9, runid=int(run), data={"temperature": 177.2}).save()
