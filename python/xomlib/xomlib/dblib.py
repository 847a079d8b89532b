"""`Xomdb` as scripts of the original XOM know it.

What is inserted becomes a result of this job. What the original's InfluxDB holds can be asked for where influxdb_client is
installed and ~/.xom_influxdb.json (or $XOM_INFLUXDB) names it. Nothing can be deleted: XOM keeps what was computed.
"""

import json
import os

from xomlib import constant

_columns = ("_start", "_stop", "_time", "_measurement", "_value", "variable_name", "variable_value", "variable_error",
            "analysis_name", "analysis_version", "runid", "container")


class Xomdb(object):
    def __init__(self, measurement_name):
        self.measurement_name = measurement_name
        self._client = None

    @property
    def client(self):
        """The client of the original's InfluxDB, made when it is first asked for."""
        if self._client is None:
            self.connect()
        return self._client

    def connect(self):
        path = os.environ.get("XOM_INFLUXDB") or os.path.expanduser("~/.xom_influxdb.json")
        try:
            import influxdb_client

            with open(path, encoding="utf-8") as source:
                address = json.load(source)
        except (ImportError, OSError) as problem:
            raise RuntimeError(
                "%s: the original's InfluxDB cannot be asked (it needs influxdb_client and the file %s); results are handed "
                "over without it, by Xomresult.save()" % (problem, path)
            )
        self._client = influxdb_client.InfluxDBClient(url=address["url"], token=address["token"], org=address["org"])

    def insert_record(self, record):
        """One record of `get_result_record`, or a list of them."""
        from xomlib.xomresult import Xomresult

        for one in record if isinstance(record, (list, tuple)) else [record]:
            tags, fields = dict(one.get("tags") or {}), dict(one.get("fields") or {})
            name = tags.get("variable_name")
            runid = fields.pop("runid", None)
            known = {key: tags.get(key) for key in ("analysis_name", "analysis_version", "variable_name", "container")}
            Xomresult(
                dict(
                    known,
                    measurement_name=one.get("measurement") or self.measurement_name,
                    variable_value=fields.pop(name, None),
                    runid=tags.get("run_id") if runid is None else runid,
                    timestamp=one.get("time"),
                    data=fields,
                )
            ).save()

    def _ask(self, conditions=(), days=constant.query_period):
        question = 'from(bucket:"xom") |> range(start: -%dd)' % days
        for key, value in (("_measurement", self.measurement_name),) + tuple(conditions):
            question += " |> filter(fn: (r) => r.%s == %s)" % (key, json.dumps(value))
        question += ' |> pivot(rowKey:["_time"], columnKey: ["_field"], valueColumn: "_value") |> keep(columns: %s)' % json.dumps(_columns)
        frames = self.client.query_api().query_data_frame(question)
        if not isinstance(frames, list):
            return frames
        import pandas

        return pandas.concat(frames) if frames else pandas.DataFrame()

    def df_query_all(self):
        return self._ask()

    def df_query_analysis(self, analysis_name, analysis_version=None):
        asked = (("analysis_name", analysis_name),)
        if analysis_version:
            asked += (("analysis_version", analysis_version),)
        return self._ask(asked)

    def get_runid_list(self, analysis_name, analysis_version="v0.0"):
        found = self.df_query_analysis(analysis_name, analysis_version)
        return sorted(set(found["runid"])) if len(found) > 0 else []

    def get_last_runid_from_analysis(self, analysis_name, analysis_version="v0.0"):
        runs = self.get_runid_list(analysis_name, analysis_version)
        return int(runs[-1]) if runs else -1

    def get_last_runid(self):
        found = self.df_query_all()
        self.last_run_id = int(max(found["runid"])) if len(found) > 0 else -1
        return self.last_run_id

    def delete(self, *_, **__):
        raise RuntimeError("scripts delete nothing: XOM keeps what was computed; see xom recompute and xom exclude")

    delete_record = delete_runid = delete
