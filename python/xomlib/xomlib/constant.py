"""Names of folders and measurements that scripts of the original XOM ask for, as they are in a job of XOM."""

import os

from xomlib.job import Job

list_of_db = ["xomdata", "xomtodo", "xomdone", "xomsubmitted", "xomtocheck"]
exec_period = 10  # s
query_period = 100  # days

xomfolder = os.getcwd()
output_folder = os.path.join(Job().out, "")
result_folder = output_folder
job_folder = output_folder
analysis_code_folder = os.path.join(xomfolder, "")
tool_config_folder = analysis_code_folder
