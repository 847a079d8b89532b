// Every selection that the real strax made (tests/data/strax-small/expected.json), to the exact sum of times.
#include <fstream>
#include <map>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "xom/base/error.h"
#include "xom/expr/reduction.h"
#include "xom/expr/selection.h"
#include "xom/strax/scan.h"

namespace xom::expr {
namespace {

using nlohmann::json;

const std::string folder = XOM_SOURCE_DIR "/tests/data/strax-small";

json expected() {
  std::ifstream file(folder + "/expected.json");
  return json::parse(file);
}

RunConstants constants_of(const json& run) {
  RunConstants out;
  out.start = from_ns(run.value("start_ns", std::int64_t{0}));
  out.end = from_ns(run.value("end_ns", std::int64_t{0}));
  return out;
}

Outcome compute(const strax::Scan& scan, const RunConstants& constants,
                const std::vector<Variable>& variables) {
  Reduction reduction(scan.schema(), constants);
  const std::size_t recipe = reduction.add(variables);
  Reduction::State total = reduction.make_state();
  for (std::size_t i = 0; i < scan.segments(); ++i) {
    Reduction::State state = reduction.make_state();
    scan.read(i, [&](const columns::Block& block) { state.add(block); });
    total.merge(state);
  }
  return reduction.finish(total, recipe);
}

Variable variable(std::string value, std::string where = "") {
  Variable out;
  out.name = value;
  out.value = std::move(value);
  out.where = std::move(where);
  return out;
}

/// All selections of one table in one pass.
void compare(const strax::Scan& scan, const RunConstants& constants, const json& selections) {
  std::vector<Variable> variables;
  for (const json& one : selections) {
    variables.push_back(variable("count()", one.at("selection")));
    variables.push_back(variable("sum(time - start)", one.at("selection")));
  }
  const Outcome outcome = compute(scan, constants, variables);
  for (std::size_t i = 0; i < selections.size(); ++i) {
    EXPECT_EQ(outcome.texts[2 * i], std::to_string(selections[i].at("rows").get<std::int64_t>()))
        << selections[i];
    EXPECT_EQ(outcome.texts[2 * i + 1], selections[i].at("sum_time").get<std::string>()) << selections[i];
  }
}

TEST(conformance, every_selection_of_strax_keeps_the_same_rows) {
  const strax::Storage storage({folder});
  const json all = expected();
  int n_selections = 0;
  for (const auto& [run, entry] : all.at("runs").items()) {
    for (const auto& [name, data] : entry.at("data").items()) {
      if (!data.contains("selections") || data.at("selections").empty() || entry.value("start_ns", 0LL) == 0)
        continue;
      if (!data.at("is_stored").get<bool>()) continue;
      SCOPED_TRACE(name);
      const strax::DataSet set = storage.find(run, data.at("data_type").get<std::string>(),
                                              data.at("lineage_hash").get<std::string>());
      if (set.state != strax::State::complete) continue;
      compare(strax::Scan({set}), constants_of(entry), data.at("selections"));
      n_selections += static_cast<int>(data.at("selections").size());
    }
  }
  EXPECT_GT(n_selections, 200);
}

TEST(conformance, what_strax_refuses_is_refused_except_texts) {
  const strax::Storage storage({folder});
  const json all = expected();
  int n_refused = 0;
  for (const auto& [run, entry] : all.at("runs").items()) {
    for (const auto& [name, data] : entry.at("data").items()) {
      for (const json& bad : data.value("bad_selections", json::array())) {
        const auto set = storage.find(run, data.at("data_type").get<std::string>(),
                                      data.at("lineage_hash").get<std::string>());
        const strax::Scan scan({set});
        const std::string text = bad.at("selection");
        if (text.find("veto_type") != std::string::npos) {
          continue;  // ours go beyond numexpr's: language_test.cc
        }
        EXPECT_THROW(Selection(text, scan.schema()), Error) << text;
        ++n_refused;
      }
    }
  }
  EXPECT_GE(n_refused, 5);
}

TEST(conformance, merged_types_are_selected_alike) {
  const strax::Storage storage({folder});
  const json all = expected();
  int n_merges = 0;
  for (const auto& [run, entry] : all.at("runs").items()) {
    for (const json& merge : entry.at("merges")) {
      std::vector<strax::DataSet> sets;
      for (const json& target : merge.at("targets")) {
        for (const auto& [name, data] : entry.at("data").items()) {
          if (data.at("data_type") == target) {
            sets.push_back(storage.find(run, target.get<std::string>()));
            break;
          }
        }
      }
      if (sets.size() != merge.at("targets").size() || merge.value("selections", json::array()).empty())
        continue;
      const strax::Scan scan(sets);
      compare(scan, constants_of(entry), merge.at("selections"));
      for (const json& one : merge.at("selections")) {
        for (const char* column : {"e_ces", "cs1"}) {
          if (!one.contains(column) || one.at("rows") == 0) continue;
          const json& truth = one.at(column);
          const std::string where = one.at("selection");
          const std::string c = column;
          const Outcome got =
              compute(scan, constants_of(entry),
                      {variable("sum(" + c + ")", where), variable("mean(" + c + ")", where),
                       variable("std(" + c + ")", where), variable("median(" + c + ")", where),
                       variable("min(" + c + ")", where), variable("quantile(" + c + ", 0.95)", where)});
          if (truth.at("sum").is_null() || truth.at("mean").is_null()) continue;
          EXPECT_DOUBLE_EQ(got.results[0].value, truth.at("sum").get<double>());
          EXPECT_NEAR(got.results[1].value / truth.at("mean").get<double>(), 1, 1e-12);
          EXPECT_NEAR(got.results[2].value / truth.at("std").get<double>(), 1, 1e-10);
          EXPECT_NEAR(got.results[3].value / truth.at("percentiles")[5].get<double>(), 1, 1e-12);
          EXPECT_EQ(got.results[4].value, truth.at("min").get<double>());
          EXPECT_NEAR(got.results[5].value / truth.at("percentiles")[8].get<double>(), 1, 1e-12);
        }
      }
      ++n_merges;
    }
  }
  EXPECT_GE(n_merges, 4);
}

TEST(conformance, monitoring_quantities_come_out_as_recipes) {
  const strax::Storage storage({folder});
  const json all = expected();
  for (const auto& [run, truth] : all.at("monitoring").at("values").items()) {
    SCOPED_TRACE(run);
    const RunConstants constants = constants_of(all.at("runs").at(run));
    const strax::Scan peaks({storage.find(run, "peak_basics")});
    std::vector<Variable> recipes;
    for (const json& slice : truth.at("peak_rates")) {
      recipes.push_back(
          variable("rate((area >= " + slice.at("lo").dump() + ") & (area < " + slice.at("hi").dump() + "))"));
    }
    recipes.push_back(variable("mode(area, 100, 15, 70)"));
    const Outcome got = compute(peaks, constants, recipes);
    for (std::size_t i = 0; i < truth.at("peak_rates").size(); ++i) {
      EXPECT_DOUBLE_EQ(got.results[i].value, truth.at("peak_rates")[i].at("hz").get<double>());
      EXPECT_EQ(got.results[i].n, truth.at("peak_rates")[i].at("n").get<std::int64_t>());
    }
    EXPECT_NEAR(got.results.back().value, truth.at("se_gain_mode").at("value").get<double>(), 1e-4);

    const strax::Scan vetoes({storage.find(run, "veto_intervals")});
    const std::string busy = "(veto_type == 'busy_veto') | (veto_type == 'busy_he_veto')";
    const Outcome veto =
        compute(vetoes, constants,
                {variable("sum(veto_interval)", busy), variable("rate()", busy),
                 variable("1e-6 * sum(veto_interval) / duration", busy), variable("rate()")});
    EXPECT_EQ(veto.texts[0], truth.at("veto_busy").at("sum_ns").dump());
    EXPECT_DOUBLE_EQ(veto.results[1].value, truth.at("veto_busy").at("hz").get<double>());
    EXPECT_NEAR(veto.results[2].value, truth.at("veto_busy").at("permille").get<double>(), 1e-9);
    EXPECT_DOUBLE_EQ(veto.results[3].value, truth.at("veto_all").at("hz").get<double>());

    if (!truth.contains("light_yield")) continue;
    const strax::Scan doubles({storage.find(run, "event_info_double"),
                               storage.find(run, "cut_fiducial_volume"),
                               storage.find(run, "cut_Kr_DoubleS1_SingleS2")});
    const std::string cut = "cut_fiducial_volume & cut_Kr_DoubleS1_SingleS2";
    const Outcome light = compute(doubles, constants, {variable("mean(s1_a_area) / 32.2", cut)});
    EXPECT_NEAR(light.results[0].value, truth.at("light_yield").at("LYS1a").at("value").get<double>(), 1e-9);
    EXPECT_NEAR(light.results[0].error, truth.at("light_yield").at("LYS1a").at("error").get<double>(), 1e-9);
    const strax::Scan events({storage.find(run, "event_info"), storage.find(run, "cut_Kr_SingleS1S2")});
    const Outcome life =
        compute(events, constants,
                {variable("exp_tau_profile(drift_time, s2_area / (1 - 0.12 * (r_naive / 66.4)**2), 8, 4e5, "
                          "2.1e6, weighted=False)",
                          "(e_ces > 35) & (e_ces < 48) & (r < 60) & cut_Kr_SingleS1S2")});
    EXPECT_NEAR(life.results[0].value / truth.at("elife").at("tau_ns").get<double>(), 1, 1e-4);
  }
}

}  // namespace
}  // namespace xom::expr
