#!/usr/bin/env python3
"""Tests of check_layers.py: small trees of sources, and what it says about them."""

import pathlib
import tempfile
import unittest

import check_layers

MODULES = """
xom_module(base LEVEL 0)
xom_module(low  LEVEL 1 USES base)
xom_module(high LEVEL 2 FOLDERS ground first second USES base low TEST_USES kit)
xom_module(kit  LEVEL 3 USES base)
"""


class Layers(unittest.TestCase):
    def offences(self, files, modules=MODULES):
        """`files`: path below src/xom -> headers it includes."""
        with tempfile.TemporaryDirectory() as folder:
            sources = pathlib.Path(folder, "src", "xom")
            sources.mkdir(parents=True)
            for name, headers in files.items():
                path = sources / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text("".join('#include "%s"\n' % header for header in headers), encoding="utf-8")
            (sources / "CMakeLists.txt").write_text(modules, encoding="utf-8")
            return list(check_layers.offences(pathlib.Path(folder)))

    def assert_one(self, found, *parts):
        self.assertEqual(len(found), 1, found)
        for part in parts:
            self.assertIn(part, found[0])

    def test_arrows_down_are_no_offence(self):
        self.assertEqual(self.offences({
            "low/a.cc": ["xom/low/a.h", "xom/base/error.h", "fmt/format.h"],
            "high/ground/a.h": ["xom/low/a.h", "xom/high/ground/b.h", "string"],
            "high/second/a.cc": ["xom/high/first/a.h", "xom/high/ground/a.h", "xom/base/error.h"],
            "high/top.cc": ["xom/high/second/a.h", "xom/high/other.h"],
        }), [])

    def test_a_module_uses_what_it_names_only(self):
        self.assert_one(self.offences({"low/a.cc": ["xom/high/ground/a.h"]}), "src/xom/low/a.cc:1: low may not use high")
        self.assert_one(self.offences({"high/first/a.cc": ["xom/kit/a.h"]}), "high may not use kit")

    def test_a_module_names_lower_levels_only(self):
        self.assert_one(self.offences({}, "xom_module(a LEVEL 1 USES b)\nxom_module(b LEVEL 1)"),
                        "a (level 1) uses b (level 1)")

    def test_a_folder_uses_those_before_it_only(self):
        self.assert_one(self.offences({"high/first/a.cc": ["xom/high/ground/a.h", "xom/high/second/a.h"]}),
                        "src/xom/high/first/a.cc:2: the folder first may not use second")

    def test_a_folder_uses_nothing_at_the_top(self):
        self.assert_one(self.offences({"high/first/a.h": ["xom/high/top.h"]}),
                        "the folder first may not use what lies at the top of high")

    def test_a_file_is_not_too_long(self):
        self.assert_one(self.offences({"low/a.cc": ["fmt/format.h"] * 451, "low/b.cc": [], "low/c.cc": []}),
                        "src/xom/low/a.cc: 451 lines")
        self.assert_one(self.offences({"low/a.cc": ["fmt/format.h"] * 81}), "half of the files")

    def test_tests_use_all_of_their_module(self):
        self.assertEqual(self.offences({
            "high/ground/a_test.cc": ["xom/high/second/a.h", "xom/high/top.h", "xom/kit/a.h"],
            "high/ground/a_fixture.h": ["xom/high/top.h", "xom/kit/a.h"],
            "high/ground/a_fuzz.cc": ["xom/high/first/a.h"],
        }), [])
        self.assert_one(self.offences({"high/ground/a_fuzz.cc": ["xom/kit/a.h"]}), "high may not use kit")

    def test_folders_are_named(self):
        self.assert_one(self.offences({"high/third/a.cc": []}), "src/xom/high/third/a.cc", "FOLDERS of high")
        self.assert_one(self.offences({"high/first/deep/a.cc": []}), "FOLDERS of high")
        self.assert_one(self.offences({"low/first/a.cc": []}), "FOLDERS of low")
        self.assert_one(self.offences({"other/a.cc": []}), "no xom_module(other ...)")

    def test_an_include_of_a_folder_that_is_not_named_is_an_offence(self):
        self.assert_one(self.offences({"high/first/a.cc": ["xom/high/third/a.h"]}), "the folder first may not use third")

    def test_folders_stay_small(self):
        files = {"high/first/%d.h" % i: [] for i in range(check_layers.MOST_FILES)}
        self.assertEqual(self.offences(files), [])
        self.assert_one(self.offences(files | {"high/first/more.cc": []}), "src/xom/high/first: 41 files")
        self.assertEqual(self.offences({"low/%d.h" % i: [] for i in range(50)}), [], "a module without folders")

    def test_outside_headers_stay_in_sources(self):
        self.assert_one(self.offences({"low/a.h": ["fmt/format.h"]}), "<fmt/format.h> belongs into a .cc file")
        self.assertEqual(self.offences({"low/a.h": ["nlohmann/json_fwd.hpp", "sys/types.h"]}), [])


if __name__ == "__main__":
    unittest.main()
