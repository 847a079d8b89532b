// Every value of strax-small/expected.json, section monitoring, computed by recipes and built-in analyses.

#include <cmath>
#include <map>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "xom/base/files.h"
#include "xom/config/load.h"
#include "xom/exec/native/compute.h"
#include "xom/json/run_document.h"

namespace xom::exec {
namespace {

using Json = nlohmann::json;

const std::filesystem::path data = std::filesystem::path(XOM_SOURCE_DIR) / "tests/data";

class Monitoring {
 public:
  explicit Monitoring(const std::string& name, int threads = 1)
      : run_(json::parse_run_document(read_file(data / "strax-small" / (name + "-metadata.json"))).run) {
    const auto analyses = config::load_analyses(data / "monitoring.toml");
    std::vector<const Analysis*> all;
    for (const Analysis& analysis : analyses) all.push_back(&analysis);
    const strax::Storage storage({data / "strax-small"});
    ComputeOptions options;
    options.threads = threads;
    const auto computed = compute(all, run_, storage, options);
    for (std::size_t i = 0; i < computed.size(); ++i) {
      outcome_[analyses[i].name] = computed[i];
      for (const Result& result : computed[i].results)
        results_[analyses[i].name + "/" + result.variable] = result;
    }
  }
  const Result& operator[](const std::string& name) const {
    const auto found = results_.find(name);
    const std::string analysis = name.substr(0, name.find('/'));
    if (found == results_.end()) throw std::runtime_error(name + ": " + outcome_.at(analysis).reason.text);
    return found->second;
  }
  const std::map<std::string, Result>& all() const { return results_; }

 private:
  Run run_;
  std::map<std::string, Computed> outcome_;
  std::map<std::string, Result> results_;
};

void expect(const Result& result, const Json& value) {
  const double wanted = value.get<double>();
  EXPECT_NEAR(result.value, wanted, 1e-9 * std::abs(wanted)) << result.variable << " " << result.reason;
}

void expect_rate(const Result& result, const Json& wanted) {
  expect(result, wanted["hz"]);
  EXPECT_EQ(result.n, wanted["n"].get<std::int64_t>()) << result.variable;
}

TEST(monitoring, values_of_numpy_are_reproduced) {
  const Json expected = Json::parse(read_file(data / "strax-small/expected.json"));
  int runs = 0;
  for (const auto& [run, values] : expected["monitoring"]["values"].items()) {
    SCOPED_TRACE(run);
    const Monitoring got(run, 1 + runs % 2);
    for (std::size_t i = 0; i < values["peak_rates"].size(); ++i) {
      expect_rate(got["peak_rates/peak_rate_" + std::to_string(i)], values["peak_rates"][i]);
    }
    // numpy gives bin edges the type of the column: its centre is one of float32 and a value at an edge may
    // fall on the other side. Ours are not rounded.
    const Result& mode = got["se_gain/se_gain_mode"];
    EXPECT_NEAR(mode.value, values["se_gain_mode"]["value"].get<double>(), 4e-6);
    EXPECT_NEAR(mode.details.at("bin_count"), values["se_gain_mode"]["bin_count"].get<double>(), 1);
    for (const char* kind : {"busy", "all"}) {
      const Json& veto = values[std::string("veto_") + kind];
      expect(got[std::string("veto/") + kind + "_time"], veto["permille"]);
      expect_rate(got[std::string("veto/") + kind + "_rate"], veto);
    }
    if (values.contains("event_rate")) {
      for (std::size_t i = 0; i < 6; ++i) {
        expect_rate(got["event_rate/event_rate_" + std::to_string(i)], values["event_rate"][i]);
      }
      expect(got["event_rate/aft_s1"], values["aft"]["s1"]);
      expect(got["event_rate/aft_s2"], values["aft"]["s2"]);
      const Json& photo = values["photo_ionisation"];
      expect(got["photo_ionization/area"], photo["area"]);
      expect(got["photo_ionization/rate"], photo["rate_hz"]);
      EXPECT_EQ(got["photo_ionization/n_events"].value, photo["n_events"].get<double>());
      EXPECT_EQ(got["photo_ionization/n_peaks"].value, photo["n_peaks"].get<double>());
    }
    if (values.contains("light_yield")) {
      for (const auto& [name, wanted] : values["light_yield"].items()) {
        const Result& result = got["light_yield/" + name];
        expect(result, wanted["value"]);
        EXPECT_NEAR(result.error, wanted["error"].get<double>(), 1e-9);
        EXPECT_EQ(result.n, wanted["n"].get<std::int64_t>());
      }
      expect(got["elife/n"], values["elife"]["n"]);
      expect(got["elife/tau"], values["elife"]["tau_ns"]);
    }
    ++runs;
  }
  EXPECT_EQ(runs, 6);
}

TEST(monitoring, does_not_depend_on_the_number_of_threads) {
  const Monitoring one("053102", 1), three("053102", 3);
  ASSERT_EQ(one.all().size(), three.all().size());
  for (const auto& [name, result] : one.all()) {
    EXPECT_EQ(result.value, three[name].value) << name;
  }
}

TEST(catalogue, is_read_and_computes_where_the_data_are) {
  const xom::Run run = json::parse_run_document(read_file(data / "strax-small/053102-metadata.json")).run;
  const strax::Storage storage({data / "strax-small"});
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(data / "../../analyses/xenonnt")) {
    SCOPED_TRACE(entry.path().filename());
    for (const Analysis& analysis : config::load_analyses(entry.path())) {
      const Analysis* one = &analysis;
      const Computed computed = compute({&one, 1}, run, storage, {}).front();
      const bool there = computed.outcome == AttemptClass::ok || computed.outcome == AttemptClass::no_data;
      EXPECT_TRUE(there) << analysis.name << ": " << computed.reason.text;
      for (const Result& result : computed.results) {
        EXPECT_EQ(result.status, ResultStatus::ok) << result.variable << ": " << result.reason;
      }
    }
    ++files;
  }
  EXPECT_GE(files, 12);
}

}  // namespace
}  // namespace xom::exec
