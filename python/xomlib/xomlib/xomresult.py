"""`Xomresult` as scripts of the original XOM know it, both generations.

First generation: keyword (or positional) arguments. Second: one dictionary, or its keys as arguments. Results go into a
file instead of a database; XOM reads the file after the job has ended.
"""

import os
import sys

from xomlib import limits, xomlibutils
from xomlib.files import plain, write_json
from xomlib.job import Job

success_message = "SUCCESSWITHXOM"
error_message = "ERRORWITHXOM"

_required = ("runid", "analysis_name", "analysis_version", "variable_name")


class Xomresult(object):
    def __init__(
        self,
        analysis_name=None,
        analysis_version=None,
        variable_name=None,
        variable_value=None,
        runid=None,
        measurement_name="xomdata",
        container=None,
        runids=None,
        timestamp=None,
        data=None,
        figure_path="",
        tag="",
        **more
    ):
        given = more.pop("result_dict", None)
        if given is None and isinstance(analysis_name, dict):
            given = analysis_name
        self._first_generation = given is None
        if given is not None:  # second generation
            self.result_dict = dict(given)
            self.result_dict.setdefault("measurement_name", measurement_name)
        else:
            self.result_dict = {
                "measurement_name": measurement_name,
                "analysis_name": analysis_name,
                "analysis_version": analysis_version,
                "variable_name": variable_name,
                "variable_value": variable_value,
                "runid": runid,
                "container": container,
                "runids": runids,
                "timestamp": timestamp,
                "data": data,
                "figure_path": figure_path,
                "tag": tag,
            }
            self.result_dict.update(more)
        missing = [key for key in _required if self.result_dict.get(key) is None]
        if missing:
            raise ValueError("Xomresult needs " + ", ".join(missing))
        self.result_dict["runid"] = int(self.result_dict["runid"])
        value = self.result_dict.get("variable_value")
        self.result_dict["variable_value"] = None if value is None else float(value)
        if not self.result_dict.get("container"):
            self.result_dict["container"] = os.environ.get("XOM_CONTAINER") or os.environ.get("SINGULARITY_NAME")
        for key in ("timestamp", "data", "figure_path", "tag", "lineage", "daq_comment", "daq_tags", "sr_tag", "run_mode"):
            setattr(self, key, plain(self.result_dict.get(key)))
        self.runids = self.result_dict.get("runids")
        for key in _required + ("measurement_name", "variable_value", "container"):
            setattr(self, key, self.result_dict[key])

    def get_result_record(self):
        """The result as a list of one record of InfluxDB, as the original wrote them; `Xomdb.insert_record` takes it."""
        tags = {key: self.result_dict[key] for key in ("analysis_name", "analysis_version", "variable_name")}
        tags.update(container=self.container, xom_version="1.2", run_id=self.runid)
        for position, tag in enumerate(self.daq_tags or []):
            tags["tag%d" % position] = tag
        for key in ("tag", "sr_tag", "run_mode", "daq_comment"):
            if getattr(self, key):
                tags[key] = getattr(self, key)
        fields = {self.variable_name: self.variable_value, "runid": self.runid}
        for more in (self.data, self.lineage):
            if isinstance(more, dict):
                fields.update(more)
        if self.figure_path:
            fields["figure_path"] = self.figure_path
        return [{"measurement": self.measurement_name, "tags": tags, "fields": fields, "time": self.timestamp}]

    def save_in_db(self, record):
        from xomlib.dblib import Xomdb

        Xomdb(self.measurement_name).insert_record(record)

    def save(self):
        """Hands the result to XOM (outside of XOM: writes it into the current folder).

        Scripts of the first generation often say nothing besides: what they have saved counts as success.
        """
        self._hand_over()
        if self._first_generation and Job().inside_xom:
            self.xom_message(success=True)

    def _hand_over(self):
        job = Job()
        path = os.path.join(job.out, self._file_name())
        write_json(path, self._document())
        if not job.inside_xom:
            print("xomlib: not started by XOM, result written to " + path)

    def write_json(self, folder="./"):
        """Writes the result into `folder`, and hands it to XOM if XOM started this job."""
        job = Job()
        # As in the original, "a/b/" and "a/b/prefix_" both work; a folder without its slash does, too.
        path = os.path.join(folder, "") if os.path.isdir(folder) else folder
        path += self._file_name()
        if not job.inside_xom:
            write_json(path, self._document())
            return
        self._hand_over()
        if os.path.realpath(path) == os.path.realpath(os.path.join(job.out, self._file_name())):
            return
        try:
            write_json(path, self._document())
        except OSError as problem:  # XOM has it; the copy is the script's own affair
            sys.stderr.write("xomlib: no copy in %s: %s\n" % (path, problem))

    def xom_message(self, success):
        """The line by which the original XOM recognised success; ours looks at the files."""
        print(success_message if success else error_message)
        sys.stdout.flush()

    def _document(self):
        data = plain(self.result_dict.get("data"))
        if isinstance(data, dict):  # the numbers in it become details
            numbers = {key: value for key, value in data.items() if isinstance(value, (int, float))}
            limits.check_details("data of %s" % self.variable_name, numbers)
        return {key: value for key, value in self.result_dict.items() if value is not None or key == "variable_value"}

    def _file_name(self):
        name = xomlibutils.construct_filename(
            self.measurement_name, self.analysis_name, self.analysis_version, self.variable_name, self.runid
        )
        return name.replace("/", "_")
