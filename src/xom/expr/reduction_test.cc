#include "xom/expr/reduction.h"

#include <cmath>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "xom/base/error.h"
#include "xom/testkit/rows.h"

namespace xom::expr {
namespace {

using testing::HasSubstr;

testkit::Rows generate(std::uint32_t seed, int n) {
  testkit::Rows rows(
      columns::parse_dtype("[('time', '<i8'), ('x', '<f4'), ('y', '<f8'), ('k', '<i2'), ('ok', '|b1')]"));
  std::mt19937 engine(seed);
  std::normal_distribution<double> gauss;
  for (int i = 0; i < n; ++i) {
    rows.add();
    const double x = gauss(engine);
    rows.set(rows.place<std::int64_t>("time"), 1'700'000'000'000'000'000 + i);
    rows.set(rows.place<float>("x"), static_cast<float>(10 + x));
    rows.set(rows.place<double>("y"), 20 + x + gauss(engine));
    rows.set(rows.place<std::int16_t>("k"), static_cast<std::int16_t>(i % 7));
    rows.set(rows.place<bool>("ok"), gauss(engine) > 0);
  }
  return rows;
}

RunConstants constants() {
  RunConstants out;
  out.number = 53101;
  out.start = from_ns(1'700'000'000'000'000'000);
  out.end = from_ns(1'700'000'010'000'000'000);
  out.numbers = {{"rate.tpc.avg", 41.5}};
  return out;
}

columns::Block block(const columns::Part& part, std::size_t rows) {
  return {rows, {&part, 1}};
}

Outcome compute(const testkit::Rows& rows, const std::vector<std::string>& values, std::size_t pieces = 1) {
  const columns::Schema schema({&rows.dtype()});
  Reduction reduction(schema, constants());
  std::vector<Variable> variables;
  for (const std::string& value : values) {
    variables.emplace_back().name = value;
    variables.back().value = value;
  }
  const std::size_t recipe = reduction.add(variables);
  Reduction::State total = reduction.make_state();
  for (std::size_t i = 0; i < pieces; ++i) {
    const std::size_t from = rows.size() * i / pieces;
    const std::size_t to = rows.size() * (i + 1) / pieces;
    const columns::Part part{&rows.dtype(), rows.bytes().data() + from * rows.dtype().row_size};
    Reduction::State state = reduction.make_state();
    state.add(block(part, to - from));
    total.merge(state);
  }
  return reduction.finish(total, recipe);
}

TEST(reduction, counts_and_integer_sums_are_exact) {
  const Outcome got =
      compute(generate(1, 5000), {"sum(time)", "sum(time - start)", "count()", "sum(k) * 2 - 1", "max(time)",
                                  "count(k == 3) / livetime", "number", "min(k)", "mean(time - start)"});
  EXPECT_EQ(got.texts[0], "8500000000000012497500");
  EXPECT_EQ(got.texts[1], "12497500");
  EXPECT_EQ(got.texts[2], "5000");
  EXPECT_EQ(got.texts[3], "29989");
  EXPECT_EQ(got.texts[4], "1700000000000004999");
  EXPECT_DOUBLE_EQ(got.results[5].value, 71.4);
  EXPECT_DOUBLE_EQ(got.results[5].error, std::sqrt(714) / 10);
  EXPECT_EQ(got.results[5].n, 714);
  EXPECT_EQ(got.texts[6], "53101");
  EXPECT_TRUE(std::isnan(got.results[7].error));
  EXPECT_EQ(got.texts[8], "2499.5");
}

TEST(reduction, a_run_that_lasts_no_time_has_no_livetime) {
  xom::Run run;
  run.start = from_ns(5'000'000'000);
  run.end = run.start;
  const auto livetime = [&] {
    const testkit::Rows rows = generate(1, 5);
    const columns::Schema schema({&rows.dtype()});
    Variable variable;
    variable.name = "livetime";
    variable.value = "livetime";
    Reduction reduction(schema, run_constants(run));
    const auto recipe = reduction.add({&variable, 1});
    auto state = reduction.make_state();
    return reduction.finish(state, recipe).results.at(0).value;
  };
  EXPECT_TRUE(std::isnan(livetime()));
  run.end = from_ns(7'000'000'000);
  EXPECT_EQ(livetime(), 2.0);
  run.numbers["livetime"] = 0;
  EXPECT_TRUE(std::isnan(livetime())) << "the run says that it has none";
  run.numbers["livetime"] = 1.5;
  EXPECT_EQ(livetime(), 1.5);
}

TEST(reduction, merging_equals_filling) {
  const std::vector<std::string> values = {"sum(x)",
                                           "mean(x)",
                                           "std(y, where=k == 2)",
                                           "median(y)",
                                           "count(ok)",
                                           "min(x)",
                                           "mean(x) / mean(y)",
                                           "mode(x, 50, 5, 15)",
                                           "gauss_mean(x, 40, 6, 14)",
                                           "line_slope(x, y)",
                                           "exp_tau_profile(x, y, 5, 8, 12)"};
  const testkit::Rows rows = generate(2, 7001);
  const Outcome whole = compute(rows, values);
  const Outcome pieces = compute(rows, values, 9);
  for (std::size_t i = 0; i < values.size(); ++i) {
    EXPECT_EQ(whole.results[i].status, ResultStatus::ok) << values[i] << whole.results[i].reason;
    EXPECT_NEAR(whole.results[i].value, pieces.results[i].value, 1e-9 * std::fabs(whole.results[i].value))
        << values[i];
    EXPECT_EQ(whole.results[i].n, pieces.results[i].n);
    if (std::isfinite(whole.results[i].error)) {
      EXPECT_NEAR(whole.results[i].error, pieces.results[i].error, 1e-6 * whole.results[i].error)
          << values[i];
    }
  }
}

TEST(reduction, errors_are_the_spread_of_repeated_experiments) {
  const std::vector<std::string> values = {"mean(x) / mean(y)",
                                           "std(x) / mean(x)",
                                           "count(ok) / count()",
                                           "sum(x) / sum(y)",
                                           "mean(y) - mean(x)",
                                           "mean(x, where=ok) * count(ok)",
                                           "sqrt(mean(x)) + log(std(y))",
                                           "fraction(ok)",
                                           "line_slope(x, y)"};
  constexpr int experiments = 400;
  std::vector<double> sum(values.size()), squares(values.size()), error(values.size());
  std::mt19937 engine(3);
  std::poisson_distribution<int> entries(400);  // the number of rows is Poisson, as in a run
  for (int i = 0; i < experiments; ++i) {
    const Outcome got = compute(generate(1000 + static_cast<std::uint32_t>(i), entries(engine)), values);
    for (std::size_t v = 0; v < values.size(); ++v) {
      sum[v] += got.results[v].value;
      squares[v] += got.results[v].value * got.results[v].value;
      error[v] += got.results[v].error / experiments;
    }
  }
  for (std::size_t v = 0; v < values.size(); ++v) {
    const double mean = sum[v] / experiments;
    const double spread = std::sqrt(squares[v] / experiments - mean * mean);
    EXPECT_NEAR(error[v] / spread, 1, 0.15) << values[v];  // 4 sigma: 1 / sqrt(2 * 400) = 3.5 %
  }
}

TEST(reduction, nothing_selected_is_empty_except_for_counts_and_sums) {
  const Outcome got = compute(generate(4, 100), {"mean(x, where=k > 50)", "count(k > 50)", "rate(k > 50)",
                                                 "sum(k, where=k > 50)", "median(x, where=k > 50)",
                                                 "count(ok) / count(k > 50)", "gauss_mean(x, 10, 50, 60)"});
  for (const std::size_t i : {0U, 4U, 5U, 6U}) {
    EXPECT_NE(got.results[i].status, ResultStatus::ok) << got.results[i].variable;
    EXPECT_TRUE(std::isnan(got.results[i].value));
    EXPECT_EQ(got.texts[i], "nan");
    EXPECT_FALSE(got.results[i].reason.empty());
  }
  EXPECT_EQ(got.results[0].status, ResultStatus::empty);
  for (const std::size_t i : {1U, 2U, 3U}) EXPECT_EQ(got.results[i].value, 0) << i;
  EXPECT_EQ(got.results[2].error, 0);
  EXPECT_EQ(got.texts[3], "0");
}

TEST(reduction, leaves_rows_out_where_the_value_is_nan) {
  testkit::Rows rows = generate(5, 10);
  rows.set(rows.place<float>("x"), std::nanf(""));
  const Outcome got = compute(rows, {"mean(x)", "count()", "sum(x)"});
  EXPECT_EQ(got.results[0].n, 9);
  EXPECT_EQ(got.results[0].status, ResultStatus::ok);
  EXPECT_EQ(got.texts[1], "10");
}

TEST(reduction, says_why_there_is_no_error_or_value) {
  const Outcome got =
      compute(generate(6, 500), {"median(x) / mean(y)", "rate.tpc.avg", "rate.nv.avg", "median(x) / 2",
                                 "median(x, where=k == 1) - median(x, where=k == 2)"});
  EXPECT_TRUE(std::isnan(got.results[0].error));
  EXPECT_THAT(got.results[0].reason, HasSubstr("covariance of median and mean"));
  EXPECT_EQ(got.results[1].value, 41.5);
  EXPECT_EQ(got.results[2].status, ResultStatus::failed);
  EXPECT_THAT(got.results[2].reason, HasSubstr("rate.nv.avg"));
  EXPECT_GT(got.results[3].error, 0);
  EXPECT_GT(got.results[4].error, 0);  // no row in both
}

TEST(reduction, fills_histograms_as_numpy_does) {
  const testkit::Rows rows = generate(7, 3000);
  const columns::Schema schema({&rows.dtype()});
  Reduction reduction(schema, constants());
  HistogramDefinition plane;
  plane.name = "plane";
  plane.x = {"k", 7, 0, 7, ""};
  plane.y = HistogramAxis{"y", 4, 0, 40, ""};
  plane.where = "k < 3";
  HistogramDefinition line;
  line.x = {"k", 3, 0, 3, "k"};
  const std::size_t recipe = reduction.add({}, std::vector{plane, line});
  Reduction::State state = reduction.make_state();
  const columns::Part part{&rows.dtype(), rows.bytes().data()};
  state.add(block(part, rows.size()));
  const Outcome got = reduction.finish(state, recipe);
  ASSERT_EQ(got.histograms.size(), 2U);
  EXPECT_EQ(got.histograms[0].counts.size(), 28U);
  EXPECT_EQ(got.histograms[0].counts[1] + got.histograms[0].counts[2], 429);
  EXPECT_EQ(got.histograms[1].counts,
            (std::vector<double>{429, 429, 858}));  // the last bin has its upper edge
  EXPECT_EQ(got.histograms[1].outside, 3000 - 429 - 429 - 858);
}

TEST(reduction, a_wrong_recipe_leaves_the_others_as_they_were) {
  const testkit::Rows rows = generate(8, 10);
  const columns::Schema schema({&rows.dtype()});
  Reduction reduction(schema, constants());
  const auto add = [&](const std::string& value) {
    Variable v;
    v.name = "q";
    v.value = value;
    return reduction.add(std::vector{v});
  };
  EXPECT_EQ(add("count()"), 0U);
  const std::pair<const char*, const char*> bad[] = {{"meen(x)", "did you mean mean"},
                                                     {"x", "mean(x)"},
                                                     {"count(x)", "compare it"},
                                                     {"mean(x, 3)", "use mean(x)"},
                                                     {"quantile(x, 2)", "between 0 and 1"},
                                                     {"mode(x, 0, 1, 2)", "1 to 100000"},
                                                     {"mode(x, 9, 2, 1)", "low comes first"},
                                                     {"mean(x) > 3", "does not give a value"},
                                                     {"mean(3)", "same for every row"},
                                                     {"mean(x, whre=ok)", "not an argument"},
                                                     {"lifetime", "livetime"},
                                                     {"mean(zz)", "no column 'zz'"}};
  for (const auto& [value, hint] : bad) {
    try {
      add(value);
      ADD_FAILURE() << value;
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), HasSubstr(hint)) << value;
      EXPECT_THAT(error.what(), HasSubstr("variable 'q'"));
    }
  }
  EXPECT_EQ(add("mean(x)"), 1U);
}

}  // namespace
}  // namespace xom::expr
