#include "demo/check.h"

#include <cmath>
#include <fstream>
#include <limits>
#include <optional>

#include "demo/truth.h"
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/error.h"
#include "xom/base/files.h"

namespace xom::demo {
namespace {

using nlohmann::json;

struct Measured {
  double value = 0, error = 0;
  std::string reason;
};

/// By run, analysis, variable.
using Results = std::map<std::tuple<std::int64_t, std::string, std::string>, Measured>;

double number(const json& row, const char* key) {
  const auto found = row.find(key);
  return found != row.end() && found->is_number() ? found->get<double>()
                                                  : std::numeric_limits<double>::quiet_NaN();
}

Results read_results(const std::filesystem::path& path) {
  const json document = json::parse(read_file(path));
  Results results;
  for (const json& row : document.is_array() ? document : document.at("results")) {
    results[{row.at("run"), row.at("analysis"), row.at("variable")}] = {
        number(row, "value"), number(row, "error"), row.value("reason", "")};
  }
  return results;
}

std::vector<RunTruth> read_truth(const std::filesystem::path& path) {
  std::ifstream file(path);
  if (!file) throw Error(ErrorKind::not_found, path.string() + " is not there: make the demo first");
  std::vector<RunTruth> truth;
  for (std::string line; std::getline(file, line);) truth.push_back(parse_truth(line));
  return truth;
}

/// Deviation in standard deviations. The expected spread stands in where few entries make the error small.
double pull(const Measured& measured, const True& expected) {
  const double difference = measured.value - expected.value;
  if (expected.spread == 0) return std::abs(difference) <= 1e-6 * std::abs(expected.value) ? 0 : INFINITY;
  return difference / std::max(expected.spread, std::isnan(measured.error) ? 0 : measured.error);
}

struct Summary {
  int runs = 0;
  double sum2 = 0, worst = -1;
  std::string worst_row;
};

std::string row(std::int64_t run, const Measured& measured, const True& expected, double deviation) {
  const std::string error = std::isnan(measured.error) ? "" : fmt::format("+- {:.2g}", measured.error);
  return fmt::format("{:6}  {:>11.5g} {:<12} {:>11.5g} {:>7.2f}", run, measured.value, error, expected.value,
                     deviation);
}

}  // namespace

bool check(const std::filesystem::path& truth_path, const std::filesystem::path& results_path, double limit,
           Rows rows) {
  const Results results = read_results(results_path);
  std::map<std::string, Summary> summaries;
  std::map<std::string, int> gaps;
  std::vector<std::string> wrong;
  for (const RunTruth& truth : read_truth(truth_path)) {
    for (const auto& [analysis, variables] : truth.values) {
      for (const auto& [variable, expected] : variables) {
        const std::string name = analysis + "." + variable;
        const auto found = results.find({truth.number, analysis, variable});
        if (found == results.end()) {
          wrong.push_back(fmt::format("{} run {}: no result", name, truth.number));
          continue;
        }
        const Measured& measured = found->second;
        if (std::isnan(measured.value)) {
          wrong.push_back(fmt::format("{} run {}: no value: {}", name, truth.number, measured.reason));
          continue;
        }
        const double deviation = pull(measured, expected);
        const std::string text = row(truth.number, measured, expected, deviation);
        if (std::abs(deviation) > limit) wrong.push_back(fmt::format("{:<36} {}", name, text));
        if (rows == Rows::all) fmt::print("{:<36} {}\n", name, text);
        Summary& summary = summaries[name];
        ++summary.runs;
        summary.sum2 += deviation * deviation;
        if (std::abs(deviation) > summary.worst) {
          summary.worst = std::abs(deviation);
          summary.worst_row = text;
        }
      }
    }
    for (const auto& [analysis, why] : truth.gaps) {
      ++gaps[analysis + ": " + why];
      const auto found = results.lower_bound({truth.number, analysis, ""});
      if (found != results.end() && std::get<0>(found->first) == truth.number &&
          std::get<1>(found->first) == analysis) {
        wrong.push_back(
            fmt::format("{} run {}: has a result, but should not ({})", analysis, truth.number, why));
      }
    }
  }

  fmt::print("{:<36} {:>5} {:>8}   worst {:>2}  {:>11}    {:<9} {:>11} {:>7}\n", "variable", "runs",
             "rms pull", "run", "value", "error", "truth", "pull");
  for (const auto& [name, summary] : summaries) {
    fmt::print("{:<36} {:>5} {:>8.2f}  {}\n", name, summary.runs, std::sqrt(summary.sum2 / summary.runs),
               summary.worst_row);
  }
  fmt::print("\nGaps that were put in, and stayed gaps:\n");
  for (const auto& [gap, runs] : gaps) fmt::print("  {:<60} {:>4} runs\n", gap, runs);
  if (wrong.empty()) {
    fmt::print("\nAll values agree with the truth (|pull| <= {}).\n", limit);
    return true;
  }
  fmt::print("\n{} things are wrong:\n", wrong.size());
  for (std::size_t i = 0; i < std::min<std::size_t>(wrong.size(), 40); ++i) fmt::print("  {}\n", wrong[i]);
  return false;
}

}  // namespace xom::demo
