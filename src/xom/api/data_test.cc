#include <algorithm>
#include <cmath>
#include <cstring>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "xom/api/api_fixture.h"

namespace xom::api {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class Data : public ApiTest {
 protected:
  json get(const std::string& pattern, std::vector<std::pair<std::string, std::string>> query = {},
           std::map<std::string, std::string, std::less<>> variables = {}) {
    return json::parse(call(Method::get, pattern, std::move(variables), std::move(query)).body);
  }
};

TEST_F(Data, runs_are_filtered_sorted_and_paged) {
  const json data =
      get("/runs", {{"filter", "ly:done number>2"}, {"limit", "2"}, {"columns", "ly.ly"}})["data"];
  EXPECT_EQ(data["total"], 10);
  EXPECT_EQ(data["matched"], 4);
  ASSERT_EQ(data["runs"].size(), 2U);
  EXPECT_EQ(data["runs"][0]["number"], 6);
  EXPECT_EQ(data["runs"][0]["coverage"], (json{{"done", 1}}));
  EXPECT_DOUBLE_EQ(data["runs"][0]["values"]["ly.ly"], 8.6);
  EXPECT_GT(data["runs"][0]["errors"]["ly.ly"], 0);
  EXPECT_EQ(data["columns"],
            (json{{{"key", "ly.ly"}, {"title", "Light yield of the line"}, {"unit", "PE/keV"}}}));
  EXPECT_DOUBLE_EQ(data["runs"][0]["livetime_s"], 50);

  const json sorted = get("/runs", {{"sort", "-ly.ly"}, {"facets", "1"}})["data"];
  EXPECT_EQ(sorted["runs"][0]["number"], 6);
  EXPECT_EQ(sorted["facets"]["mode"][0], (json{{"value", "tpc_bkg"}, {"runs", 9}}));
  EXPECT_EQ(sorted["runs"].size(), 10U) << "runs without a value are last, not gone";
}

TEST_F(Data, a_facet_still_has_what_its_own_terms_leave_out) {
  const json facets =
      get("/runs", {{"filter", "mode:noise -tag:messy number>2"}, {"facets", "1"}})["data"]["facets"];
  EXPECT_EQ(facets["mode"], (json{{{"value", "tpc_bkg"}, {"runs", 7}}, {{"value", "noise"}, {"runs", 1}}}));
  EXPECT_TRUE(facets["tag"].empty()) << "run 2 is left out by its number";
  EXPECT_TRUE(facets["source"].empty()) << "that of run 3 is left out by its mode";
}

TEST_F(Data, numbers_of_runs_come_alone_and_in_any_number) {
  const json data = get("/runs", {{"filter", "ly:done"}, {"numbers", "1"}, {"limit", "1000000"}})["data"];
  EXPECT_EQ(data, (json{{"total", 10}, {"matched", 6}, {"offset", 0}, {"numbers", {6, 5, 4, 3, 2, 1}}}));
  EXPECT_EQ(get("/runs",
                {{"sort", "number"}, {"numbers", "1"}, {"offset", "2"}, {"limit", "2"}})["data"]["numbers"],
            (json{3, 4}));
  EXPECT_THAT(refusal("/runs", {{"limit", "1001"}}), HasSubstr("limit="));
}

TEST_F(Data, runs_that_came_since_are_there) {
  EXPECT_EQ(get("/runs")["data"]["total"], 10);
  {
    auto store = open();
    store.put_runs(std::vector{example_run(11), example_run(5)}, at(3000));
    compute(store, wanted(11), {result("ly", 8)}, at(3001));
  }
  const json data = get("/runs", {{"filter", "ly:done"}})["data"];
  EXPECT_EQ(data["total"], 11);
  EXPECT_EQ(data["matched"], 7);
}

TEST_F(Data, csv_cells_are_no_formulas) {
  {
    auto store = open();
    auto run = example_run(12);
    run.mode = "=1+1";
    run.source = "a,\"b\"";
    store.put_runs(std::vector{run}, at(3000));
  }
  const Response response = call(Method::get, "/runs.csv", {}, {{"filter", "12"}});
  EXPECT_EQ(response.media_type, "text/csv; charset=utf-8");
  EXPECT_THAT(response.body, HasSubstr("\r\n12,000012,'=1+1,\"a,\"\"b\"\"\","));
}

TEST_F(Data, each_value_of_the_csv_of_runs_has_its_error) {
  const auto text = call(Method::get, "/runs.csv", {}, {{"filter", "6..7"}, {"columns", "ly.ly"}}).body;
  const auto error =
      get("/runs", {{"filter", "6"}, {"columns", "ly.ly"}})["data"]["runs"][0]["errors"]["ly.ly"];
  EXPECT_THAT(text, HasSubstr(",livetime_s,ly.ly [PE/keV],ly.ly error [PE/keV]\r\n"));
  EXPECT_THAT(text, HasSubstr(",50,8.6," + error.dump() + "\r\n"));
  EXPECT_THAT(text, HasSubstr(",50,,\r\n")) << "run 7 has no value";
}

TEST_F(Data, a_run_has_values_with_what_is_usual_and_reasons_where_there_are_none) {
  const json data = get("/runs/{number}", {}, {{"number", "4"}})["data"];
  EXPECT_EQ(data["previous"], 3);
  EXPECT_EQ(data["next_same_mode"], 5);
  ASSERT_EQ(data["analyses"].size(), 1U);
  const json& value = data["analyses"][0]["values"][0];
  EXPECT_EQ(value["variable"], "ly");
  EXPECT_DOUBLE_EQ(value["value"], 8.4);
  EXPECT_DOUBLE_EQ(value["usual"]["median"], 8.3) << "of 8.1, 8.2, 8.3, 8.5, 8.6";
  EXPECT_EQ(value["usual"]["runs"], 5);
  EXPECT_EQ(value["spark"]["run"].size(), 6U);
  EXPECT_EQ(data["analyses"][0]["values"][1]["value"], nullptr);
  EXPECT_EQ(data["analyses"][0]["repeat"], "xom run ly 4 --analysis-version v1");

  configuration_.instance.file = "/etc/dark matter/it's.toml";
  renew();
  EXPECT_EQ(get("/runs/{number}", {}, {{"number", "4"}})["data"]["analyses"][0]["repeat"],
            "xom --config '/etc/dark matter/it'\\''s.toml' run ly 4 --analysis-version v1");

  const json noise = get("/runs/{number}", {}, {{"number", "9"}})["data"];
  EXPECT_TRUE(noise["analyses"].empty());
  EXPECT_THAT(noise["not_wanted"][0]["rule"].get<std::string>(), HasSubstr("noise"));
  EXPECT_THAT(
      get("/runs/{number}", {}, {{"number", "7"}})["data"]["analyses"][0]["headline"].get<std::string>(),
      HasSubstr("exit code 1"));
}

TEST_F(Data, a_trend_has_all_points_and_its_gaps_with_reasons) {
  const json series = get("/trend", {{"v", "ly.ly"}})["data"]["series"][0];
  EXPECT_EQ(series["key"], "ly.ly@v1");
  EXPECT_EQ(series["unit"], "PE/keV");
  EXPECT_EQ(series["run"], (json{1, 2, 3, 4, 5, 6}));
  EXPECT_DOUBLE_EQ(series["value"][2], 8.3);
  EXPECT_EQ(series["reduced"], false);
  ASSERT_EQ(series["gaps"].size(), 3U);
  EXPECT_EQ(series["gaps"][0]["state"], "failed");
  EXPECT_EQ(series["gaps"][0]["from"], 7);
  EXPECT_EQ(series["gaps"][1]["state"], "waiting");
  EXPECT_EQ(series["gaps"][2]["to"], 10);

  const json empty = get("/trend", {{"v", "ly.empty@v1"}})["data"]["series"][0];
  EXPECT_EQ(empty["state"], (json{1, 1, 1, 1, 1, 1}));
  EXPECT_EQ(empty["gaps"][0],
            (json{{"from", 1}, {"to", 6}, {"runs", 6}, {"state", "empty"}, {"reason", "no rows"}}));
}

TEST_F(Data, the_csv_of_a_trend_has_a_line_for_every_wanted_run_with_its_state) {
  const auto csv = [&](const char* v) { return call(Method::get, "/trend.csv", {}, {{"v", v}}).body; };
  const std::string text = csv("ly.ly");
  EXPECT_THAT(text, StartsWith("run,start,livetime_s,value,error,n,state,reason,analysis,version,container,"
                               "variable,unit\r\n1,"));
  EXPECT_THAT(text, HasSubstr(",ok,,ly,v1,,ly,PE/keV\r\n7,1970-01-01T00:11:40"));
  EXPECT_THAT(text, HasSubstr(",50,,,,failed,"));
  EXPECT_THAT(text, HasSubstr("\r\n8,1970-01-01T00:13:20"));
  EXPECT_THAT(text, HasSubstr(",50,,,,waiting,"));
  EXPECT_THAT(text, Not(HasSubstr("\r\n9,"))) << "not wanted";
  EXPECT_THAT(text, HasSubstr("\r\n10,"));
  EXPECT_EQ(std::ranges::count(text, '\n'), 10);

  const std::string empty = csv("ly.empty");
  EXPECT_THAT(empty, HasSubstr(",empty,no rows,ly,v1,,empty,"));
  EXPECT_EQ(std::ranges::count(empty, '\n'), 10) << "a result without a value has one line, not two";
}

TEST_F(Data, where_the_analysis_did_not_say_n_it_is_absent) {
  {
    auto store = open();
    Result unsaid = result("ly", 8);
    unsaid.n = -1;
    store.put_runs(std::vector{example_run(11)}, at(3000));
    compute(store, wanted(11), {unsaid}, at(3001));
  }
  EXPECT_EQ(get("/trend", {{"v", "ly.ly"}, {"min_run", "11"}})["data"]["series"][0]["n"], (json{nullptr}));
  EXPECT_THAT(call(Method::get, "/trend.csv", {}, {{"v", "ly.ly"}, {"min_run", "11"}}).body,
              HasSubstr(",,ok,,ly,v1,"));
}

TEST_F(Data, fewer_points_than_there_are_is_said) {
  const json reduced = get("/trend", {{"v", "ly.ly"}, {"points", "2"}});
  EXPECT_EQ(reduced["data"]["series"][0]["value"], (json{8.1, 8.6}));
  EXPECT_EQ(reduced["data"]["series"][0]["total"], 6);
  EXPECT_THAT(reduced["warnings"][0].get<std::string>(), HasSubstr("2 of 6 points"));
}

TEST_F(Data, what_is_usual_is_told_of_all_points_in_each_mode) {
  const json series =
      get("/trend", {{"v", "ly.ly"}, {"points", "2"}, {"usual", "1"}, {"max_run", "5"}})["data"]["series"][0];
  EXPECT_EQ(series["value"].size(), 2U);
  ASSERT_EQ(series["usual"].size(), 1U);
  EXPECT_EQ(series["usual"][0]["mode"], "tpc_bkg");
  EXPECT_EQ(series["usual"][0]["runs"], 5);
  EXPECT_DOUBLE_EQ(series["usual"][0]["median"], 8.3);
  EXPECT_NEAR(series["usual"][0]["spread"].get<double>(), 0.14826, 1e-9);
  EXPECT_FALSE(get("/trend", {{"v", "ly.ly"}})["data"]["series"][0].contains("usual"));
}

TEST_F(Data, an_unknown_variable_is_named_beside_the_others) {
  const json both = get("/trend", {{"v", "ly.ly"}, {"v", "nothing.here"}});
  ASSERT_EQ(both["data"]["series"].size(), 1U);
  EXPECT_EQ(both["data"]["series"][0]["key"], "ly.ly@v1");
  EXPECT_THAT(both["warnings"][0].get<std::string>(), HasSubstr("no variable 'nothing.here'"));
  EXPECT_THAT(refusal("/trend", {{"v", "a.b"}, {"v", "nothing.here"}}),
              AllOf(HasSubstr("'a.b'"), HasSubstr("'nothing.here'")));
  EXPECT_THAT(refusal("/trend.csv", {{"v", "ly.ly"}, {"v", "nothing.here"}}), HasSubstr("'nothing.here'"))
      << "a table has no place for a warning";
}

TEST_F(Data, a_binary_trend_has_the_same_numbers) {
  const std::string body = call(Method::get, "/trend.bin", {}, {{"v", "ly.ly"}}).body;
  ASSERT_EQ(body.substr(0, 8), "XOMTREND");
  std::uint32_t length = 0;
  std::memcpy(&length, body.data() + 8, 4);
  const json head = json::parse(body.substr(12, length));
  const json column = head["series"][0]["value"];
  double value = 0;
  const std::size_t start = (12 + length + 7) / 8 * 8 + column["offset"].get<std::size_t>();
  std::memcpy(&value, body.data() + start + 8, 8);
  EXPECT_DOUBLE_EQ(value, 8.2);
  EXPECT_EQ(column["length"], 6);
  EXPECT_EQ(head["series"][0]["state"]["type"], "i4");
}

TEST_F(Data, the_axis_has_every_run) {
  const json data = get("/axis", {{"min_run", "2"}, {"max_run", "3"}})["data"];
  EXPECT_EQ(data["number"], (json{2, 3}));
  EXPECT_EQ(data["start_s"], (json{200, 300}));
  EXPECT_EQ(data["mode"], (json{0, 0}));
  EXPECT_EQ(data["modes"], (json{"tpc_bkg"}));
  EXPECT_EQ(data["source"], (json{-1, 0}));
  EXPECT_EQ(data["tags"], (json{"<b>", "messy"}));
  EXPECT_EQ(data["tagged"], (json{{2}, {2}}));
}

TEST_F(Data, coverage_counts_per_bin_and_gives_reasons_for_single_runs) {
  const json far = get("/coverage", {{"bins", "2"}})["data"];
  EXPECT_EQ(far["rows"][0]["totals"],
            (json{{"done", 6}, {"submitted", 1}, {"waiting", 1}, {"failed", 1}, {"none", 1}}));
  EXPECT_EQ(far["cells"][0][0], (json{{"done", 5}}));
  EXPECT_EQ(far["cells"][0][1],
            (json{{"done", 1}, {"submitted", 1}, {"waiting", 1}, {"failed", 1}, {"none", 1}}));

  const json part = get("/coverage", {{"min_run", "6"}, {"max_run", "8"}, {"bins", "1"}})["data"];
  EXPECT_EQ(part["rows"][0]["totals"], (json{{"done", 1}, {"waiting", 1}, {"failed", 1}}))
      << "of what is shown";

  const json near = get("/coverage")["data"];
  ASSERT_EQ(near["bins"].size(), 10U);
  EXPECT_EQ(near["cells"][0][6]["reason"], "failed: exit code 1");
  EXPECT_EQ(near["cells"][0][8]["none"], 1);
  EXPECT_THAT(near["cells"][0][8]["reason"].get<std::string>(), HasSubstr("noise"));
}

TEST_F(Data, now_says_what_failed_and_what_is_new) {
  const json data = get("/now")["data"];
  EXPECT_EQ(data["runs"][0]["number"], 10);
  EXPECT_EQ(data["runs"][0]["states"], (json{{"ly", "submitted"}}));
  EXPECT_EQ(data["news"][0]["level"], "bad") << "without an engine all else waits";
  EXPECT_THAT(data["news"][0]["text"].get<std::string>(), HasSubstr("no engine runs"));
  EXPECT_EQ(data["news"][1]["level"], "bad");
  EXPECT_EQ(data["news"][1]["text"], "run 7: failed: exit code 1");
  EXPECT_EQ(data["news"][1]["detail"], "failed: ly");
  EXPECT_EQ(data["trends"][0]["key"], "ly.ly");
  EXPECT_EQ(data["trends"][0]["run"].size(), 6U);
  EXPECT_EQ(data["engine"]["running"], false);
}

TEST_F(Data, one_reason_of_several_analyses_is_one_piece_of_news) {
  Analysis other = configuration_.analyses[0];
  other.name = "rate";
  configuration_.analyses.push_back(other);
  {
    auto store = open();
    store.put_definitions(configuration_.analyses, at(1));
    const auto tasks = store.want(std::vector{wanted(7, "rate")}, "plan", at(1000));
    const auto begun = store.begin_attempts(std::vector{attempt(tasks[0])}, at(1001));
    store.end_attempts(std::vector{failed(begun[0].id, AttemptClass::user_error, TaskState::failed)},
                       at(1002));
  }
  const json news = get("/now")["data"]["news"];
  EXPECT_EQ(news[1]["text"], "run 7: failed: exit code 1");
  EXPECT_EQ(news[1]["detail"], "failed: ly and rate");
  EXPECT_EQ(news[1]["count"], 2);
  EXPECT_EQ(news[1]["url"], "/runs/7");
}

TEST_F(Data, values_outside_their_range_are_news) {
  {
    auto store = open();
    store.put_runs(std::vector{example_run(11)}, at(3000));
    compute(store, wanted(11), {result("ly", 12)}, at(3001));
  }
  const std::string news = get("/now")["data"]["news"].dump();
  EXPECT_THAT(news, HasSubstr("ly.ly is outside its range in run 11: 12"));
}

TEST_F(Data, tasks_are_listed_and_shown_whole) {
  const json list = get("/tasks", {{"state", "failed,waiting"}})["data"];
  EXPECT_EQ(list["matched"], 2);
  EXPECT_EQ(list["tasks"][0]["run"], 8);
  const auto id = std::to_string(list["tasks"][1]["id"].get<int>());
  const json task = get("/tasks/{id}", {}, {{"id", id}})["data"];
  EXPECT_EQ(task["attempts"].size(), 1U);
  EXPECT_EQ(task["events"].back()["to"], "failed");
  EXPECT_EQ(get("/explain", {{"analysis", "ly"}, {"run", "7"}})["data"][0]["wanted"], true);
}

TEST_F(Data, tasks_are_counted_as_an_action_finds_them) {
  EXPECT_EQ(get("/tasks/counts", {{"runs", "1..3,7,9"}})["data"],
            (json{{{"analysis", "ly"},
                   {"states", {{"done", 3}, {"failed", 1}}},
                   {"computable", {{"done", 3}, {"failed", 1}}}}}));
  EXPECT_EQ(get("/tasks/counts", {{"min_run", "8"}})["data"][0]["states"],
            (json{{"submitted", 1}, {"waiting", 1}}));
  {
    auto store = open();
    auto old = wanted(1);
    old.key.version = "v0";
    compute(store, old, {result("ly", 1)}, at(3001));
  }
  const json both = get("/tasks/counts", {{"runs", "1"}})["data"][0];
  EXPECT_EQ(both["states"], (json{{"done", 2}})) << "an exclusion takes out both versions";
  EXPECT_EQ(both["computable"], (json{{"done", 1}})) << "v0 is not configured any more";
  for (const char* runs : {"1..", "..3", "x", "1...3", "-1"}) {
    EXPECT_THAT(refusal("/tasks/counts", {{"runs", runs}}), HasSubstr("runs=")) << runs;
  }
}

TEST_F(Data, slots_are_told_from_store_and_configuration) {
  configuration_.instance.native_threads = 2;
  configuration_.instance.local_slots = 3;
  const json executors = get("/operations")["data"]["executors"];
  ASSERT_GE(executors.size(), 1U);
  for (const auto& one : executors) {
    EXPECT_LE(one["in_use"], one["slots"]);
    EXPECT_TRUE(one["executor"] != "native" || one["slots"] == 2);
  }
  std::int64_t under_way = 0;
  for (const auto& one : executors) under_way += one["under_way"].get<std::int64_t>();
  EXPECT_EQ(under_way, 1) << "run 10";
}

TEST_F(Data, analyses_variables_operations_and_search_know_the_analysis) {
  EXPECT_EQ(get("/analyses")["data"][0]["health"], "warning");
  EXPECT_EQ(get("/analyses/{name}", {}, {{"name", "ly"}})["data"]["versions"][0]["current"], true);
  EXPECT_EQ(get("/variables", {{"q", "light LINE"}})["data"][0]["key"], "ly.ly");
  const json operations = get("/operations")["data"];
  EXPECT_EQ(operations["failures"][0]["runs"], (json{7}));
  EXPECT_EQ(operations["under_way"][0]["task"]["run"], 10);
  EXPECT_EQ(operations["latency"][4]["tasks"], 6);
  EXPECT_EQ(operations["store"]["results"], 12);
  EXPECT_EQ(get("/search", {{"q", "7"}})["data"][0]["url"], "/runs/7");
  EXPECT_EQ(get("/search", {{"q", "3..5"}})["data"][0]["detail"], "3 runs");
  EXPECT_EQ(get("/search", {{"q", "tag:messy number>1"}})["data"][0],
            (json{{"kind", "filter"},
                  {"title", "Runs that match tag:messy number>1"},
                  {"detail", "1 run"},
                  {"url", "/runs?filter=tag:messy%20number%3E1"}}));
  EXPECT_TRUE(get("/search", {{"q", "nothing:done"}})["data"].empty());
}

TEST_F(Data, commands_are_not_run_from_a_page) {
  const auto post = [&](const std::string& toml) {
    try {
      call(Method::post, "/workbench", {}, {}, json{{"toml", toml}, {"runs", {1}}}.dump());
    } catch (const Error& e) {
      return std::string(to_string(e.kind())) + ": " + e.what();
    }
    return std::string("done");
  };
  EXPECT_THAT(post("[analysis.x]\nversion = \"v1\"\ncommand = [\"/bin/true\"]\n[[analysis.x.variable]]\nname "
                   "= \"a\"\n"),
              HasSubstr("commands are not run"));
  EXPECT_THAT(post("[analysis.x]\nversion = 1\n"), HasSubstr("recipe:2: analysis.x.version"));
  EXPECT_THAT(post("[["), HasSubstr("config:"));
}

TEST_F(Data, hostile_parameters_are_refused_by_name) {
  const std::string huge(100'000, '9');
  for (const std::string value :
       {"-1", "NaN", "1e5", "0x10", " 1", "9223372036854775808", huge.c_str(), "\xff", "1\n"}) {
    EXPECT_THAT(refusal("/runs", {{"limit", value}}), HasSubstr("limit=")) << value;
    EXPECT_THAT(refusal("/axis", {{"min_run", value}}), HasSubstr("min_run="));
    EXPECT_THAT(refusal("/trend", {{"v", "ly.ly"}, {"points", value}}), HasSubstr("points="));
    EXPECT_THAT(refusal("/coverage", {{"bins", value}}), HasSubstr("bins="));
  }
  for (const std::string value : {"", "\xc3\x28", huge.c_str(), "@", "ly.ly@", "ly.ly@v9", "nothing.here"}) {
    EXPECT_FALSE(refusal("/trend", {{"v", value}}).empty()) << value.substr(0, 20);
  }
  EXPECT_THAT(refusal("/runs", {{"limit", "1"}, {"limit", "2"}}), HasSubstr("twice"));
  EXPECT_THAT(refusal("/runs", {{"sort", "size"}}), HasSubstr("sort="));
  EXPECT_THAT(refusal("/runs", {{"filter", "nothing:done"}}), HasSubstr("^"));
  EXPECT_THROW(get("/runs/{number}", {}, {{"number", "../4"}}), Error);
}

}  // namespace
}  // namespace xom::api
