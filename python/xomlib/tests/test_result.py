import array
import json
import os
import unittest

import xomlib
from tests.test_xomresult import Folder


class Number(object):
    """Like a numpy scalar."""

    def __init__(self, value):
        self.value = value

    def tolist(self):
        return self.value


class Picture(object):
    """Like a matplotlib figure."""

    def savefig(self, path):
        with open(path, "wb") as out:
            out.write(b"\x89PNG\r\n\x1a\n")


class Save(Folder):
    def test_numbers_results_and_token(self):
        os.environ["XOM_TOKEN"] = "abc"
        xomlib.save({"rate": xomlib.Result(12.5, error=0.3, n=1500, unit="Hz", details={"chi2": 3})}, other=Number(4))

        written = self.read("result.json")
        self.assertEqual(written["token"], "abc")
        self.assertEqual(
            written["results"][0],
            {"variable": "rate", "value": 12.5, "status": "ok", "error": 0.3, "n": 1500, "unit": "Hz", "details": {"chi2": 3}},
        )
        self.assertEqual(written["results"][1]["value"], 4)

    def test_no_value_has_a_reason(self):
        xomlib.save(a=float("nan"), b=xomlib.Result(None, status="empty", reason="no events"))
        a, b = self.read("result.json")["results"]
        self.assertEqual((a["value"], a["status"]), (None, "failed"))
        self.assertEqual((b["value"], b["status"], b["reason"]), (None, "empty", "no events"))

    def test_what_is_not_a_number_is_refused_and_nothing_written(self):
        for wrong in ("12", [1.0], True):
            with self.assertRaises(ValueError):
                xomlib.save(a=wrong)
        with self.assertRaises(ValueError):
            xomlib.save({"a b": 1})
        self.assertEqual(os.listdir(self.out), [])

    def test_histograms_and_figures(self):
        xomlib.save(
            a=1,
            histograms=[
                xomlib.Histogram("h", array.array("d", [1, 2]), [0, 1, 2], x_title="x"),
                xomlib.Histogram("m", [[1, 2], [3, 4]], [0, 1, 2], [0, 1, 2]),
            ],
            figures=[xomlib.Figure("fit", Picture())],
        )
        written = self.read("result.json")
        self.assertEqual(written["histograms"][0]["counts"], [1, 2])
        self.assertEqual(written["histograms"][1]["counts"], [1, 2, 3, 4])
        self.assertEqual(written["figures"], [{"name": "fit", "file": "fit.png"}])
        with self.assertRaises(ValueError):
            xomlib.Histogram("h", [1], [0, 1, 2])


class Job(Folder):
    def test_reads_what_xom_said(self):
        task = os.path.join(self.out, "task.json")
        with open(task, "w") as out:
            json.dump({"analysis": "a"}, out)
        os.environ.update(
            XOM_RUN="53101", XOM_RUN_ID="053101", XOM_RUNS="053100 053101", XOM_DATA="/a:/b", XOM_TASK_FILE=task
        )
        job = xomlib.job()
        self.assertEqual((job.run, job.run_id, job.runs, job.data), (53101, "053101", ["053100", "053101"], ["/a", "/b"]))
        self.assertEqual(job.task(), {"analysis": "a"})

    def test_by_hand_it_is_the_current_folder(self):
        job = xomlib.Job({})
        self.assertEqual((job.run, job.runs, job.out, job.task()), (None, [], ".", {}))


if __name__ == "__main__":
    unittest.main()
