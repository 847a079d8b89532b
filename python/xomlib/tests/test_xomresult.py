"""Scripts of the original XOM, both generations."""

import contextlib
import datetime
import io
import json
import os
import tempfile
import unittest

import xomlib


class Folder(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.out = self.folder.name
        self.before = dict(os.environ)
        os.environ["XOM_OUT"] = self.out

    def tearDown(self):
        os.environ.clear()
        os.environ.update(self.before)
        self.folder.cleanup()

    def read(self, name):
        with open(os.path.join(self.out, name), encoding="utf-8") as source:
            return json.load(source)


class FirstGeneration(Folder):
    def test_keyword_arguments_and_save(self):
        result = xomlib.Xomresult(
            analysis_name="photo_ionization",
            analysis_version="v0.0",
            variable_name="area",
            variable_value=0.0018,
            runid=int("053101"),
            data={"area": 0.0018, "rate": 34.1},
        )
        result.save()

        written = self.read("xomdata_photo_ionization_v0.0_area_53101.json")
        self.assertEqual(written["variable_value"], 0.0018)
        self.assertEqual(written["data"]["rate"], 34.1)

    def test_run_as_text_and_value_zero_and_no_temporary_file_left(self):
        xomlib.Xomresult("a", "v1", "x", 0, "000042", runids=["012", "013"]).save()

        written = self.read("xomdata_a_v1_x_42.json")
        self.assertIsInstance(written["variable_value"], float)
        self.assertEqual(written["runid"], 42)
        self.assertEqual(os.listdir(self.out), ["xomdata_a_v1_x_42.json"])

    def test_container_from_the_environment(self):
        os.environ["XOM_CONTAINER"] = "image.simg"
        self.assertEqual(xomlib.Xomresult("a", "v1", "x", 1, 1).container, "image.simg")


class SecondGeneration(Folder):
    dictionary = {
        "measurement_name": "prod_xomdata",
        "analysis_name": "light_yield",
        "analysis_version": "v0.2",
        "variable_name": "LYS1a",
        "variable_value": 45,
        "timestamp": datetime.datetime(2024, 6, 1, tzinfo=datetime.timezone.utc),
        "container": "toto.simg",
        "data": {"a": 1},
        "runid": 42,
    }

    def test_dictionary_and_write_json_in_the_results_folder(self):
        result = xomlib.Xomresult(dict(self.dictionary))
        result.write_json(self.out + "/")

        name = "prod_xomdata_light_yield_v0.2_LYS1a_42.json"
        self.assertEqual(os.listdir(self.out), [name])
        self.assertEqual(self.read(name)["timestamp"], "2024-06-01T00:00:00+00:00")
        self.assertEqual(xomlib.xomlibutils.load_result_json(os.path.join(self.out, name))["variable_value"], 45.0)

    def test_a_folder_of_somebody_else_gets_a_copy_and_xom_the_result(self):
        with tempfile.TemporaryDirectory() as other:
            xomlib.Xomresult(result_dict=dict(self.dictionary)).write_json(other)
            self.assertEqual(len(os.listdir(other)), 1)
        self.assertEqual(len(os.listdir(self.out)), 1)

    def test_a_folder_that_cannot_be_written_costs_only_the_copy(self):
        with contextlib.redirect_stderr(io.StringIO()) as said:
            xomlib.Xomresult(dict(self.dictionary)).write_json("/nowhere/at/all/")
        self.assertIn("no copy", said.getvalue())
        self.assertEqual(len(os.listdir(self.out)), 1)

    def test_a_folder_without_xom_must_be_writable(self):
        del os.environ["XOM_OUT"]
        with self.assertRaises(OSError):
            xomlib.Xomresult(dict(self.dictionary)).write_json("/nowhere/at/all/")

    def test_missing_keys_are_named(self):
        with self.assertRaisesRegex(ValueError, "analysis_version, variable_name"):
            xomlib.Xomresult({"runid": 1, "analysis_name": "a"})

    def test_the_dictionary_of_the_caller_is_left_alone(self):
        given = dict(self.dictionary)
        xomlib.Xomresult(given)
        self.assertEqual(given, self.dictionary)

    def test_nan_becomes_null(self):
        xomlib.Xomresult(dict(self.dictionary, variable_value=float("nan"))).save()
        self.assertIsNone(self.read("prod_xomdata_light_yield_v0.2_LYS1a_42.json")["variable_value"])


class Message(Folder):
    def test_the_two_words(self):
        result = xomlib.Xomresult("a", "v1", "x", 1, 1)
        with contextlib.redirect_stdout(io.StringIO()) as said:
            result.xom_message(success=True)
            result.xom_message(False)
        self.assertEqual(said.getvalue(), "SUCCESSWITHXOM\nERRORWITHXOM\n")


if __name__ == "__main__":
    unittest.main()
