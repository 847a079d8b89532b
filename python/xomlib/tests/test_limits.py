import os
import re
import unittest

import xomlib
from tests.test_xomresult import Folder
from xomlib import limits

HEADER = os.path.join(os.path.dirname(__file__), "../../../src/xom/model/result_limits.h")


class Limits(Folder):
    def refused(self, *words, **arguments):
        with self.assertRaises(ValueError) as caught:
            xomlib.save(**arguments)
        for word in words:
            self.assertIn(word, str(caught.exception))
        self.assertEqual(os.listdir(self.out), [])

    def test_too_many_details_are_refused_before_anything_is_written(self):
        details = {"d%d" % i: i for i in range(1001)}
        self.refused("1001 numbers", "at most 1000", a=xomlib.Result(1, details=details))
        del details["d0"]
        many = {"v%d" % i: xomlib.Result(1, details=details) for i in range(11)}
        self.refused("11000 details", "at most 10000", variables=many)
        xomlib.save(a=xomlib.Result(1, details=details))

    def test_long_texts_are_refused(self):
        self.refused("reason of a", "2001 bytes", a=xomlib.Result(None, reason="r" * 2001))
        self.refused("title", "201 bytes", histograms=[xomlib.Histogram("h", [1], [0, 1], title="t" * 201)])

    def test_too_many_cells_are_refused(self):
        half = xomlib.Histogram("h", [0] * 500001, list(range(500002)))
        self.refused("1000002 cells", "at most 1000000", histograms=[half, half])

    def test_numbers_in_the_data_of_an_original_result_count_as_details(self):
        result = xomlib.Xomresult("a", "v1", "x", 1.0, 5, data={"d%d" % i: i for i in range(1001)})
        with self.assertRaises(ValueError):
            result.save()
        self.assertEqual(os.listdir(self.out), [])

    @unittest.skipUnless(os.path.exists(HEADER), "xomlib alone")
    def test_are_those_of_the_program(self):
        with open(HEADER, encoding="utf-8") as header:
            known = dict(re.findall(r"std::size_t (\w+) = ([^;]+);", header.read()))
        self.assertGreaterEqual(len(known), 10)
        for name, text in known.items():
            value = eval(re.sub(r"std::size_t\{(\d+)\}", r"\1", text).replace("'", ""))
            self.assertEqual(getattr(limits, name.upper()), value, name)


if __name__ == "__main__":
    unittest.main()
