#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "xom/api/api_fixture.h"
#include "xom/api/http/answer.h"
#include "xom/api/resources/trend_text.h"
#include "xom/catalogue/runs_match.h"

namespace xom::api {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// What stores and recipes can hold is more than a page can show: answers stay small and say where the rest
/// is.
class Bounds : public ApiTest {
 protected:
  json get(const std::string& pattern, std::map<std::string, std::string, std::less<>> variables,
           std::vector<std::pair<std::string, std::string>> query = {}) {
    const Response response = call(Method::get, pattern, std::move(variables), std::move(query));
    size_ = response.body.size();
    return json::parse(response.body)["data"];
  }

  /// On run 53101 of the sample; the message if it is refused.
  std::string try_recipe(const std::string& rest) {
    configuration_.instance.data = {std::string(XOM_SOURCE_DIR) + "/tests/data/strax-small"};
    renew();
    open().put_runs(std::vector{example_run(53101)}, at(3000));
    const std::string toml = "[analysis.a]\nversion = \"v1\"\ndata = \"peak_basics\"\n" + rest;
    try {
      answer_ = call(Method::post, "/workbench", {}, {}, json{{"toml", toml}, {"runs", {53101}}}.dump()).body;
      return "done";
    } catch (const Error& error) {
      return error.what();
    }
  }

  std::size_t size_ = 0;
  std::string answer_;
};

TEST_F(Bounds,
       a_result_with_very_many_details_and_a_very_long_reason_is_shown_in_part_with_the_way_to_the_whole) {
  const std::size_t many = 20'000, longest = 1'000'000;
  Result large = result("ly", 1);
  large.status = ResultStatus::failed;
  for (std::size_t i = 0; i < longest / 2; ++i) large.reason += "\xc3\xa4";
  for (std::size_t i = 0; i < many; ++i)
    large.details["d" + std::to_string(100'000 + i)] = static_cast<double>(i);
  std::int64_t task = 0;
  {
    auto store = open();
    store.put_runs(std::vector{example_run(11)}, at(3000));
    task = compute(store, wanted(11), {large}, at(3001));
  }

  for (const json& shown : {get("/runs/{number}", {{"number", "11"}})["analyses"][0]["values"][0],
                            get("/tasks/{id}", {{"id", std::to_string(task)}})["results"][0]}) {
    EXPECT_LT(size_, 100'000U);
    EXPECT_EQ(shown["details"].size(), shown_details);
    EXPECT_EQ(shown["more_details"], many - shown_details);
    EXPECT_EQ(shown["reason"].get<std::string>().size(), shown_reason_bytes);
    EXPECT_EQ(shown["more_reason"], longest - shown_reason_bytes);
    EXPECT_EQ(shown["whole"], "/api/v1/tasks/" + std::to_string(task) + "/details?variable=ly");
  }
  const json page = get("/tasks/{id}/details", {{"id", std::to_string(task)}},
                        {{"variable", "ly"}, {"offset", "19999"}, {"limit", "10"}});
  EXPECT_EQ(page["total"], many);
  EXPECT_EQ(page["details"], (json{{{"name", "d119999"}, {"value", 19999}}}));
  EXPECT_EQ(page["reason"], large.reason);
  get("/trend", {}, {{"v", "ly.ly"}});
  EXPECT_LT(size_, 10'000U);
  EXPECT_THROW(get("/tasks/{id}/details", {{"id", "1"}}, {{"variable", "none"}}), Error);
  EXPECT_FALSE(get("/runs/{number}", {{"number", "3"}})["analyses"][0]["values"][0].contains("whole"));
}

TEST_F(Bounds, an_answer_that_is_too_large_is_refused_before_it_is_made) {
  catalogue::TrendColumns trend;
  trend.series.series.analysis = std::string(100, 'a');
  trend.run.resize(1'000'000);
  trend.value = trend.error = trend.n = trend.run;
  trend.state.resize(trend.run.size());
  try {
    trend_csv({trend}, *std::make_shared<catalogue::RunTable>(), Deadline());
    FAIL() << "nothing was refused";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_THAT(error.what(), HasSubstr("larger than 64 MiB; ask for it in parts"));
  }
  EXPECT_THROW(answer(std::string(most_bytes + 1, ' ')), Error);
  EXPECT_EQ(answer(std::string(1000, ' ')).status, 200);
}

TEST_F(Bounds, a_long_look_along_the_runs_ends_with_its_deadline) {
  const Deadline late(std::chrono::seconds(0));
  catalogue::RunTable table;
  store::RunRow row;
  row.number = 1;
  row.tags = row.detectors = row.comments = "[]";
  table.put(row);
  table.finish();
  const std::string filter = "comment:pump";
  EXPECT_EQ(
      kind_of([&] { catalogue::matching(table, catalogue::parse_runs_filter(filter), filter, {}, late); }),
      ErrorKind::interrupted);
  catalogue::TrendColumns trend;
  trend.run.resize(5000);
  trend.value = trend.error = trend.n = trend.run;
  trend.state.resize(trend.run.size());
  EXPECT_EQ(kind_of([&] { trend_csv({trend}, table, late); }), ErrorKind::interrupted);
}

TEST_F(Bounds, a_recipe_is_tried_only_within_its_share_of_memory_and_time) {
  std::string modes, sums;
  for (int i = 0; i < 60; ++i) {
    modes += "[[analysis.a.variable]]\nname = \"m" + std::to_string(i) +
             "\"\nvalue = \"mode(area, 100000, 0, " + std::to_string(i + 1) + ")\"\n";
  }
  EXPECT_THAT(try_recipe(modes), HasSubstr("needs more than 64 MiB"));
  for (int i = 0; i < 90; ++i) {
    sums += "[[analysis.a.variable]]\nname = \"s" + std::to_string(i) + "\"\nvalue = \"";
    for (int j = 0; j < 30; ++j)
      sums += (j > 0 ? " + mean(area + " : "mean(area + ") + std::to_string(i * 30 + j) + ")";
    sums += "\"\n";
  }
  EXPECT_THAT(try_recipe(sums), HasSubstr("more than 10000 aggregates"));
}

TEST_F(Bounds, histograms_of_a_recipe_come_as_they_are) {
  const std::string recipe =
      "[[analysis.a.histogram]]\nname = \"h\"\nx = {value = \"area\", bins = 3, range = [0, 9]}\n"
      "[[analysis.a.histogram]]\nname = \"g\"\nx = {value = \"area\", bins = 2, range = [0, 8]}\n";
  ASSERT_EQ(try_recipe(recipe), "done");
  const json artifacts = json::parse(answer_)["data"]["runs"][0]["artifacts"];
  EXPECT_EQ(artifacts[0]["content"]["x_edges"], (json{0, 3, 6, 9}));
  EXPECT_EQ(artifacts[1]["content"]["x_edges"], (json{0, 4, 8}));
}

}  // namespace
}  // namespace xom::api
