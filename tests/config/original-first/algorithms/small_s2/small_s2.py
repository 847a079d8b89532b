"""A script of the first generation that saves its values under names the configuration does not have."""

import argparse

from xomlib import Xomresult

parser = argparse.ArgumentParser()
parser.add_argument("run")
run = int(parser.parse_args().run)
area, rate = 0.0018 * run, 34.1
for name, value in (("area", area), ("rate", rate)):
    result = Xomresult(analysis_name="small_s2", analysis_version="v0.0", variable_name=name, variable_value=value, runid=run,
                       data={"area": area, "rate": rate})
    result.save()
result.xom_message(success=True)
