"""How much one job may leave (docs/formats/result-file.md). XOM refuses more; a script is told at once, where it happens."""

MOST_VARIABLES = 1000
MOST_DETAILS = 1000
MOST_DETAILS_OF_ALL = 10000
MOST_HISTOGRAMS = 100
MOST_CELLS = 1000000
MOST_FIGURES = 100
LONGEST_DETAIL_NAME = 200
LONGEST_REASON = 2000
LONGEST_TITLE = 200
LONGEST_DOCUMENTS = 16 << 20


def check_count(what, found, most, of, advice):
    if found > most:
        raise ValueError("%s has %d %s; at most %d are kept: %s" % (what, found, of, most, advice))


def check_text(what, text, longest):
    if text is not None:
        size = len(str(text).encode("utf-8", "replace"))
        check_count(what, size, longest, "bytes", "write what is longer to the log")


def check_details(what, details):
    if not isinstance(details, dict):
        return 0
    check_count(what, len(details), MOST_DETAILS, "numbers", "give a histogram, or write them into a file of your own")
    for name in details:
        check_text("a key of " + what, name, LONGEST_DETAIL_NAME)
    return len(details)


def check_document(document):
    """All of a document of XOM: see Result, Histogram and Figure."""
    results, histograms = document.get("results", ()), document.get("histograms", ())
    check_count("the result", len(results), MOST_VARIABLES, "values", "make several analyses of it")
    details = 0
    for entry in results:
        check_text("the reason of " + entry["variable"], entry.get("reason"), LONGEST_REASON)
        details += check_details("details of " + entry["variable"], entry.get("details"))
    check_count("the result", details, MOST_DETAILS_OF_ALL, "details", "give histograms")
    check_count("the result", len(histograms), MOST_HISTOGRAMS, "histograms", "give those that are looked at")
    for entry in histograms:
        for key in ("title", "x_title", "y_title"):
            check_text("%s of histogram %s" % (key, entry["name"]), entry.get(key), LONGEST_TITLE)
    cells = sum(len(entry["counts"]) for entry in histograms)
    check_count("the result", cells, MOST_CELLS, "cells of histograms", "use fewer bins")
    check_count("the result", len(document.get("figures", ())), MOST_FIGURES, "figures", "give those that are looked at")
