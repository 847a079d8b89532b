#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "xom/json/json.h"
#include "xom/store/store_fixture.h"

namespace xom::api {

/// Tests only: stores as they are at the edges of what there can be. The analysis `a` has the variables `x`
/// and `y`, the histogram `h` and the text `log`; `g` takes two runs at once.
enum class Extreme {
  nothing,      ///< A new file.
  definitions,  ///< No run yet.
  no_results,   ///< Runs, and tasks in all states without results.
  one_point,
  only_failed,
  all_nan,    ///< Every result is empty or failed.
  far_times,  ///< Runs at both ends of what a time can be, and one numbered as high as possible.
  huge_numbers,
  equal_numbers
};

class ExtremeStore : public store::StoreFixture {
 protected:
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  static constexpr double largest = std::numeric_limits<double>::max();

  static std::vector<Analysis> definitions() {
    Analysis a;
    a.name = "a";
    a.version = "v1";
    a.data = {{"peaks", ""}};
    Variable x;
    x.name = "x";
    x.value = "mean(area)";
    x.low = x.high = 0;
    Variable y = x;
    y.name = "y";
    y.low = -largest;
    y.high = largest;
    a.variables = {x, y};
    HistogramDefinition h;
    h.name = "h";
    h.x = {"area", 2, 0, 1, ""};
    a.histograms = {h};
    Analysis g = a;
    g.name = "g";
    g.group = 2;
    g.histograms.clear();
    return {a, g};
  }

  static std::vector<xom::Run> runs(Extreme kind) {
    std::vector<xom::Run> all;
    for (std::int64_t number = 1; number <= 12; ++number) all.push_back(example_run(number));
    all[3].mode = "";
    all[4].start = all[4].end = std::nullopt;
    all[5].end = all[5].start;
    if (kind == Extreme::far_times) {
      all[0].start = from_ns(INT64_MIN + 1);
      all[0].end = from_ns(INT64_MAX);
      all[1].start = from_ns(INT64_MAX - 1);
      all[1].end = from_ns(INT64_MIN + 1);
      all[11].number = 999'999'999'999;
      all[11].name = "999999999999";
      all[11].start = from_ns(INT64_MAX - 1);
      all[11].end = std::nullopt;
    }
    return all;
  }

  static Result one(const std::string& variable, double value, double error, std::int64_t n) {
    Result made = result(variable, value);
    made.error = error;
    made.n = n;
    made.details = {{"chi2", value}, {"ndof", 0}};
    return made;
  }
  static Result none(const std::string& variable, ResultStatus status) {
    Result made = one(variable, nan, nan, 0);
    made.status = status;
    made.reason = "no rows";
    return made;
  }

  static std::vector<Result> results(Extreme kind, std::int64_t run) {
    switch (kind) {
      case Extreme::all_nan:
        return {none("x", ResultStatus::empty), none("y", ResultStatus::failed)};
      case Extreme::huge_numbers: {
        const double sign = run % 2 == 0 ? 1 : -1;
        return {one("x", sign * largest, largest, INT64_MAX),
                run % 3 == 0 ? one("y", sign * std::numeric_limits<double>::infinity(), nan, -1)
                             : one("y", sign * std::numeric_limits<double>::denorm_min(), 0, 0)};
      }
      default:
        return {one("x", 1, 0, 1), none("y", ResultStatus::empty)};
    }
  }

  static store::Conclusion ended(std::int64_t attempt, Extreme kind, std::int64_t run) {
    store::Conclusion conclusion = done(attempt, results(kind, run));
    Histogram h;
    h.name = "h";
    const bool huge = kind == Extreme::huge_numbers;
    h.x_edges = huge ? std::vector{-largest, 0.0, largest} : std::vector{0.0, 0.5, 1.0};
    h.counts = {0, huge ? largest : 0};
    conclusion.artifacts = {{"h", "histogram", "application/json", xom::json::to_json(h)},
                            {"log", "log", "text/plain", ""}};
    return conclusion;
  }

  /// Makes the store.
  void fill(Extreme kind) {
    auto store = open();
    if (kind == Extreme::nothing) return;
    store.put_definitions(definitions(), at(1));
    if (kind == Extreme::definitions) return;
    const auto known = runs(kind);
    store.put_runs(known, at(1));
    std::vector<store::WantedTask> wanted_tasks;
    for (const auto& run : known) wanted_tasks.push_back(wanted(run.number, "a"));
    wanted_tasks.push_back(wanted(1, "g"));
    wanted_tasks.back().key.runs = "1+2";
    wanted_tasks[1].state = TaskState::waiting;
    const auto tasks = store.want(wanted_tasks, "plan", at(1000));
    if (kind == Extreme::no_results) {
      store.begin_attempts(std::vector{attempt(tasks[2])}, at(1001));
      store.withdraw(std::vector{tasks[3]}, {{ReasonCode::excluded_by_tag, "messy"}, "tag messy is excluded"},
                     at(1002));
      return;
    }
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      if (kind == Extreme::one_point && i != 6) continue;
      if (i == 1) continue;  // waits
      const auto begun = store.begin_attempts(std::vector{attempt(tasks[i])}, at(1001));
      store.end_attempts(std::vector{kind == Extreme::only_failed
                                         ? failed(begun[0].id, AttemptClass::user_error, TaskState::failed)
                                         : ended(begun[0].id, kind, static_cast<std::int64_t>(i))},
                         at(1002));
    }
  }
};

}  // namespace xom::api
