"""The helpers that scripts of the original XOM import besides Xomresult."""

import contextlib
import io
import json
import logging
import os
import sys
import tempfile
import types
import unittest

import xomlib
from tests import test_xomresult
from xomlib import constant, dblib, xomlibutils


class Helpers(test_xomresult.Folder):
    def test_all_names_are_there_and_nothing_heavy_is_imported(self):
        for name in ("load_straxen", "dblib", "constant", "get_logger", "get_container", "connect_db"):
            self.assertTrue(hasattr(xomlib, name), name)
        self.assertEqual(constant.list_of_db[0], "xomdata")
        for heavy in ("strax", "straxen", "cutax", "utilix", "pandas", "influxdb_client"):
            self.assertNotIn(heavy, sys.modules)

    def test_container_by_run(self):
        config = {"container_dict": {"b.simg": {"from": 60000, "to": 0}, "a.simg": {"from": 50000, "to": 60000}}}
        self.assertEqual(xomlibutils.get_container(60000, config), "b.simg")
        self.assertEqual(xomlibutils.get_container("051000", config), "a.simg")
        self.assertIsNone(xomlibutils.get_container(42, config))

    def test_container_of_the_environment(self):
        os.environ["XOM_CONTAINER"] = "image.simg"
        self.assertEqual(xomlibutils.get_container_from_env(), "image.simg")

    def test_a_logger_writes_a_file_and_says_each_line_once(self):
        folder = os.path.join(self.out, "")
        with contextlib.redirect_stderr(io.StringIO()) as said:
            for _ in range(2):
                logger = xomlib.get_logger("test.logger", folder)
            logger.info("hello")
        self.assertEqual(said.getvalue().count("hello"), 1)
        (name,) = os.listdir(self.out)
        with open(folder + name, encoding="utf-8") as source:
            self.assertIn("test.logger - INFO - hello", source.read())
        for handler in logger.handlers:
            handler.close()

    def test_a_logger_without_a_folder_still_speaks(self):
        logging.getLogger("xomlib").addHandler(logging.NullHandler())
        logger = xomlib.get_logger("test.nowhere", "/nowhere/at/all/")
        self.assertEqual(len(logger.handlers), 1)

    def test_straxen_reads_from_the_folders_of_xom(self):
        asked = {}

        def xenonnt_online(**options):
            asked.update(options)
            return types.SimpleNamespace(storage=[])

        def directory(path, **_):
            return path

        fakes = {
            "strax": types.SimpleNamespace(DataDirectory=directory),
            "cutax": types.SimpleNamespace(contexts=types.SimpleNamespace(xenonnt_online=xenonnt_online)),
        }
        os.environ["XOM_DATA"] = "/data/a:/data/b"
        sys.modules.update(fakes)
        try:
            context = xomlib.load_straxen()
        finally:
            for name in fakes:
                del sys.modules[name]
        self.assertEqual(context.storage, ["/data/a", "/data/b"])
        self.assertIn("strax_data", asked["output_folder"])


class Records(test_xomresult.Folder):
    def test_a_record_is_as_the_original_wrote_it(self):
        result = xomlib.Xomresult(
            dict(test_xomresult.SecondGeneration.dictionary, daq_tags=["_sr1", "good"], sr_tag="_sr1", lineage={"peaks": "abc"}, container="c.simg")
        )
        (record,) = result.get_result_record()
        self.assertEqual(record["measurement"], "prod_xomdata")
        self.assertEqual(record["fields"], {"LYS1a": 45.0, "runid": 42, "a": 1, "peaks": "abc"})
        self.assertEqual(record["tags"]["tag1"], "good")
        self.assertEqual(record["tags"]["run_id"], 42)
        self.assertEqual(record["time"], "2024-06-01T00:00:00+00:00")

    def test_what_is_inserted_is_a_result(self):
        result = xomlib.Xomresult(dict(test_xomresult.SecondGeneration.dictionary))
        with contextlib.redirect_stdout(io.StringIO()):
            xomlib.connect_db("prod_xomdata").insert_record(result.get_result_record())
        written = self.read("prod_xomdata_light_yield_v0.2_LYS1a_42.json")
        self.assertEqual(written["variable_value"], 45.0)
        self.assertEqual(written["data"], {"a": 1})

    def test_nothing_is_deleted_and_what_is_missing_is_named(self):
        os.environ["XOM_INFLUXDB"] = os.path.join(self.out, "none.json")
        database = dblib.Xomdb("xomdata")
        with self.assertRaisesRegex(RuntimeError, "xom recompute"):
            database.delete_runid("a", "v1", 42)
        with self.assertRaisesRegex(RuntimeError, "Xomresult.save"):
            database.get_last_runid()

    def test_saving_is_success_in_the_first_generation_only(self):
        with contextlib.redirect_stdout(io.StringIO()) as said:
            xomlib.Xomresult("a", "v1", "x", 1, 42).save()
        self.assertEqual(said.getvalue(), "SUCCESSWITHXOM\n")
        with contextlib.redirect_stdout(io.StringIO()) as said:
            xomlib.Xomresult(dict(test_xomresult.SecondGeneration.dictionary)).save()
        self.assertEqual(said.getvalue(), "")



if __name__ == "__main__":
    unittest.main()
