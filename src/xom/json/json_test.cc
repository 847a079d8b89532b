#include "xom/json/json.h"

#include <fstream>

#include <gtest/gtest.h>

#include "xom/base/error.h"
#include "xom/json/numbers_page.h"
#include "xom/json/run_document.h"

namespace xom::json {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

Run example_run() {
  xom::Run run;
  run.number = 53101;
  run.name = "053101";
  run.detectors = {"tpc", "neutron_veto"};
  run.mode = "tpc_bkg";
  run.source = "none";
  run.tags = {"_sr1", "mes\"sy\n"};
  run.comments = {{"shifter", from_ns(5), "größer"}, {"", {}, "x"}};
  run.start = from_ns(1'700'000'000'000'000'000);
  run.end = from_ns(1'700'000'001'000'000'000);
  run.status = "transferred";
  run.numbers = {{"rate.tpc.avg", 38.4}};
  run.data = {{"peak_basics", "hqy3mbplud", "eb3", "/data/x", "transferred"}};
  return run;
}

ErrorKind kind_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& e) {
    return e.kind();
  }
  ADD_FAILURE() << "nothing was thrown";
  return ErrorKind::failed;
}

TEST(Json, a_run_comes_back_as_it_went) {
  const xom::Run run = example_run();
  EXPECT_EQ(parse_run(to_json(run)), run);
  EXPECT_EQ(parse_run(to_json(xom::Run{})), xom::Run{});
}

TEST(Json, a_result_comes_back_with_nan_as_null) {
  Result result;
  result.variable = "light_yield";
  result.value = 12.5;
  result.n = 7;
  result.unit = "PE/keV";
  result.status = ResultStatus::failed;
  result.reason = "the fit did not converge";
  result.details = {{"chi2", 3.5}, {"ndof", nan}};
  const std::string text = to_json(result);
  EXPECT_NE(text.find("\"error\":null"), std::string::npos) << text;

  const Result back = parse_results("[" + text + "]").at(0);
  EXPECT_EQ(to_json(back), text);
  EXPECT_TRUE(std::isnan(back.error));
  EXPECT_TRUE(std::isnan(back.details.at("ndof")));
  EXPECT_EQ(back.status, ResultStatus::failed);
}

TEST(Json, histogram_proof_task_and_attempt_come_back) {
  Histogram histogram{"area", "Area", "x", "y", {0, 1, 2}, {0, 1}, {3, nan}, 4};
  EXPECT_EQ(to_json(parse_histogram(to_json(histogram))), to_json(histogram));

  Proof proof;
  proof.inputs = {{"053101", "peak_basics", "hqy3mbplud", false, "aaaaaaaaaa", 10, 480}};
  proof.command = {"python3", "-u", "a b"};
  proof.started = from_ns(-5);
  proof.duration = Duration{17};
  proof.peak_memory_bytes = 123'456'789;
  EXPECT_EQ(to_json(parse_proof(to_json(proof))), to_json(proof));
  EXPECT_EQ(parse_proof(to_json(proof)).inputs.at(0).lineage_gives, "aaaaaaaaaa");

  Task task;
  task.key = {"a", "v1", "", "53101+53102"};
  task.state = TaskState::tocheck;
  task.next = from_ns(9);
  task.priority = 3;
  EXPECT_EQ(to_json(parse_task(to_json(task))), to_json(task));
  EXPECT_EQ(parse_task(to_json(task)).next, from_ns(9));

  Attempt attempt;
  attempt.outcome = AttemptClass::resource;
  attempt.exit_code = -1;
  attempt.evidence = R"({"a":1})";
  EXPECT_EQ(to_json(parse_attempt(to_json(attempt))), to_json(attempt));
  EXPECT_EQ(parse_attempt(to_json(attempt)).outcome, AttemptClass::resource);
}

TEST(Json, refuses_repeated_keys_depth_wrong_types_and_numbers_out_of_range) {
  for (const char* text :
       {R"({"value": 1, "value": 2})", R"({"details": {"a": 1, "a": 1}})", R"({"value": "1"})",
        R"({"n": 1.5})", R"({"n": 18446744073709551615})", R"({"value": 1e999})", R"({"status": "fine"})",
        "[]", "{", "", "{} {}", R"({"variable": 5})", R"({"details": [1]})", "\xff"}) {
    EXPECT_EQ(kind_of([&] { (void)parse_result(text); }), ErrorKind::corrupt) << text;
  }
  EXPECT_EQ(kind_of([] { (void)parse_result(std::string(100'000, '[')); }), ErrorKind::corrupt);
  EXPECT_EQ(kind_of([] { (void)parse_task(R"({"generation": 3000000000})"); }), ErrorKind::corrupt);
}

TEST(Json, text_that_is_not_utf8_is_written_with_the_replacement_character) {
  xom::Run run;
  run.mode = "a\xff";
  EXPECT_EQ(parse_run(to_json(run)).mode, "a\xEF\xBF\xBD");
}

TEST(Json, lists_and_maps_of_the_store_come_back) {
  const xom::Run run = example_run();
  EXPECT_EQ(parse_strings(to_json(run.tags)), run.tags);
  EXPECT_EQ(parse_comments(to_json(run.comments)), run.comments);
  EXPECT_EQ(parse_numbers(to_json(run.numbers)), run.numbers);
  EXPECT_EQ(parse_data(to_json(run.data)), run.data);
  EXPECT_EQ(to_json(std::vector<std::string>{}), "[]");
  EXPECT_TRUE(parse_strings("[]").empty());
}

TEST(NumbersPage, is_a_part_of_any_number_of_them) {
  std::map<std::string, double> all;
  for (int i = 0; i < 5000; ++i) all[std::to_string(10000 + i)] = i / 8.0;
  const std::string text = to_json(all);

  const auto page = page_of_numbers(text, 4998, 10);
  EXPECT_EQ(page.total, 5000U);
  EXPECT_EQ(page.numbers,
            (std::vector<std::pair<std::string, double>>{{"14998", 4998 / 8.0}, {"14999", 4999 / 8.0}}));
  EXPECT_EQ(page_of_numbers(text, 0, 0).total, 5000U);
  EXPECT_EQ(page_of_numbers(text, 6000, 3).numbers.size(), 0U);
  EXPECT_EQ(page_of_numbers("{}", 0, 3).total, 0U);
  EXPECT_TRUE(std::isnan(page_of_numbers(R"({"a": null})", 0, 1).numbers.at(0).second));
  for (const char* wrong :
       {"", "[1]", "1", "null", R"({"a": "b"})", R"({"a": {"b": 1}})", R"({"a": [1]})", R"({"a": 1)"}) {
    EXPECT_THROW(page_of_numbers(wrong, 0, 9), Error) << wrong;
  }
}

TEST(RunDocument, reads_the_database_example_in_every_dialect_of_extended_json) {
  const RunDocument document =
      parse_run_document(R"({"_id": {"$oid": "65f0"}, "number": {"$numberInt": "53101"},
    "detectors": ["tpc", "muon_veto"], "mode": "background_linked", "source": {"type": "Kr83m"},
    "start": {"$date": {"$numberLong": "1700000000412"}}, "end": {"$date": "2023-11-14T22:43:23.377Z"},
    "bootstrax": {"state": "done", "n_failures": {"$numberLong": "2"}, "time": {"$date": "2023-11-14T22:49:10Z"}},
    "status": "transferred", "rate": {"tpc": {"avg": 38.4, "max": {"$numberDouble": "61.0"}}},
    "daq_config": {"a": {"b": 5}},
    "tags": [{"name": "_sr1", "user": "bot", "date": {"$date": 1}}, "plain"],
    "comments": [{"user": "shifter", "date": {"$date": 1700000000000}, "comment": "after level change"}],
    "data": [{"type": "event_info", "host": "rucio-catalogue", "location": "UC", "status": "transferred",
              "did": "xnt_053101:event_info-kghtw4wn3i"},
             {"type": "peak_basics", "host": "eb3", "location": "/data/053101-peak_basics-hqy3mbplud"}]})");
  const xom::Run& run = document.run;
  EXPECT_TRUE(document.oddities.empty());
  EXPECT_EQ(run.number, 53101);
  EXPECT_EQ(run.name, "053101");
  EXPECT_EQ(run.source, "Kr83m");
  EXPECT_EQ(run.start, from_ns(1'700'000'000'412'000'000));
  EXPECT_EQ(to_iso(*run.end), "2023-11-14T22:43:23.377Z");
  EXPECT_EQ(run.tags, (std::vector<std::string>{"_sr1", "plain"}));
  EXPECT_EQ(run.comments.at(0).text, "after level change");
  EXPECT_EQ(run.numbers, (std::map<std::string, double>{
                             {"bootstrax.n_failures", 2}, {"rate.tpc.avg", 38.4}, {"rate.tpc.max", 61}}));
  EXPECT_EQ(run.data.at(0).hash, "kghtw4wn3i");
  EXPECT_EQ(run.data.at(1).hash, "hqy3mbplud");
}

TEST(RunDocument, strange_fields_are_oddities_and_do_not_hide_the_run) {
  const RunDocument document =
      parse_run_document(R"({"name": "170", "end": null, "start": "yesterday", "mode": 5,
    "tags": {"name": "one"}, "comments": [{"user": "a"}], "detectors": "tpc", "source": [], "data": [{}], "x": {"$date": 3}})");
  EXPECT_EQ(document.run.number, 170);
  EXPECT_EQ(document.run.tags, std::vector<std::string>{"one"});
  EXPECT_EQ(document.run.detectors, std::vector<std::string>{"tpc"});
  EXPECT_FALSE(document.run.end);
  EXPECT_TRUE(document.run.numbers.empty());
  EXPECT_EQ(document.oddities.size(), 8U);
}

TEST(RunDocument, an_end_before_the_start_is_left_out_and_told) {
  const RunDocument document =
      parse_run_document(R"({"number": 1, "start": "2026-01-02T00:00:00Z", "end": "2026-01-01T00:00:00Z"})");
  EXPECT_TRUE(document.run.start);
  EXPECT_FALSE(document.run.end);
  ASSERT_EQ(document.oddities.size(), 1U);
  EXPECT_NE(document.oddities[0].find("end is before start"), std::string::npos);
}

TEST(RunDocument, texts_are_safe_to_show_and_comments_may_have_lines) {
  const xom::Run run = parse_run_document(R"({"number": 1, "mode": "a\u001b[2J", "tags": ["x\u202e\ny"],
    "comments": [{"user": "u\u009b", "comment": "first\nsecond\u0007"}]})")
                           .run;
  EXPECT_EQ(run.mode, "a\\x1b[2J");
  EXPECT_EQ(run.tags.at(0), "x\\u202e\\x0ay");
  EXPECT_EQ(run.comments.at(0).user, "u\\u009b");
  EXPECT_EQ(run.comments.at(0).text, "first\nsecond\\x07");
  EXPECT_EQ(parse_run(to_json(run)), run);
}

TEST(RunDocument, refuses_what_is_no_run) {
  for (const char* text : {"", "[]", "{}", R"({"number": "0x5"})", R"({"number": -1})", R"({"number": 1.5})",
                           R"({"name": "abc"})", R"({"number": 99999999999999999999})"}) {
    EXPECT_EQ(kind_of([&] { (void)parse_run_document(text); }), ErrorKind::corrupt) << text;
  }
  EXPECT_EQ(kind_of([] { (void)parse_run_document(std::string(70, '[') + std::string(70, ']')); }),
            ErrorKind::corrupt);
}

TEST(RunDocument, numbers_are_bounded_in_count_and_depth) {
  std::string text = R"({"number": 1, "deep": {"a": {"b": {"c": 1, "d": {"e": 2}}}})";
  for (int i = 0; i < 2000; ++i) text += ",\"x" + std::to_string(i) + "\":1";
  const xom::Run run = parse_run_document(text + "}").run;
  EXPECT_EQ(run.numbers.size(), 1000U);
  EXPECT_EQ(run.numbers.count("deep.a.b.c"), 1U);
  EXPECT_EQ(run.numbers.count("deep.a.b.d.e"), 0U);
}

TEST(RunDocument, reads_every_line_of_the_test_data) {
  std::ifstream file(XOM_SOURCE_DIR "/tests/data/strax-small/runs.jsonl");
  int runs = 0;
  for (std::string line; std::getline(file, line); ++runs) {
    const RunDocument document = parse_run_document(line);
    EXPECT_TRUE(document.oddities.empty()) << document.oddities.at(0);
    EXPECT_EQ(parse_run(to_json(document.run)), document.run);
    EXPECT_FALSE(document.run.data.empty());
  }
  EXPECT_GE(runs, 9);
}

}  // namespace
}  // namespace xom::json
