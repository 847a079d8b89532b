"""A script of the second generation: run, result folder and prefix as arguments, helpers of xomlib, a dictionary of results."""

import argparse

import xomlib.constant as constant
import xomlib.xomlibutils as utils
from xomlib import dblib
from xomlib.xomresult import Xomresult

parser = argparse.ArgumentParser()
parser.add_argument("runid", type=int)
parser.add_argument("folder")
parser.add_argument("--prefix", default="test_")
args = parser.parse_args()
logger = utils.get_logger(__name__, constant.output_folder)
container = utils.get_container(args.runid, {"container_dict": {"new.simg": {"from": 53103, "to": 0}, "old.simg": {"from": 53000, "to": 53103}}})
result = Xomresult({
    "measurement_name": args.prefix + constant.list_of_db[0],
    "analysis_name": "light_yield",
    "analysis_version": "v0.2",
    "variable_name": "LYS1a",
    "variable_value": args.runid / 1000,
    "runid": args.runid,
    "container": container,
    "timestamp": utils.get_time_stamp("UTC"),
    "data": {"LYS1a_error": 0.25, "chi2": 3.5},
    "lineage": {"peak_basics": "hqy3mbplud"},
})
assert result.get_result_record()[0]["fields"]["LYS1a"] == args.runid / 1000
assert dblib.Xomdb("prod_xomdata").measurement_name == "prod_xomdata"
logger.info("run %d", args.runid)
result.write_json(args.folder + "/")
result.xom_message(success=True)
