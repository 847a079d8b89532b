#include "xom/cli/check/judge_data.h"

#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "xom/base/error.h"
#include "xom/cli/data/data_run.h"
#include "xom/expr/message.h"
#include "xom/expr/reduction.h"
#include "xom/expr/run_constants.h"
#include "xom/strax/scan.h"

namespace xom::cli {
namespace {

/// So many runs are looked into: kinds of runs (calibrations) differ in what is computed of them.
constexpr std::size_t most_runs = 20;

class Judge {
 public:
  explicit Judge(const strax::Storage& storage) : storage_(storage) {
    auto runs = storage.runs();
    std::erase_if(runs, [](const std::string& run) { return run.starts_with('_'); });
    for (auto run = runs.rbegin(); run != runs.rend() && looked_.size() < most_runs; ++run) {
      auto sets = storage.list(*run);
      if (sets.empty()) continue;
      for (const auto& set : sets) types_.push_back(set.type);
      looked_.emplace_back(*run, std::move(sets));
    }
    std::ranges::sort(types_);
    types_.erase(std::unique(types_.begin(), types_.end()), types_.end());
  }

  void judge(const Analysis& analysis, std::vector<Judgement>& said) const {
    if (looked_.empty() || analysis.data.empty()) return;
    bool unknown = false;
    for (const auto& need : analysis.data) {
      if (std::ranges::binary_search(types_, need.type)) continue;
      unknown = true;
      said.push_back(
          {&analysis,
           fmt::format("none of the newest {} runs in the data folders has data of the type '{}'; {}",
                       looked_.size(), need.type, expr::did_you_mean(need.type, types_)),
           false});
    }
    if (unknown || analysis.kind != AnalysisKind::recipe) return;
    if (auto mistake = does_not_fit(analysis)) said.push_back({&analysis, std::move(*mistake), true});
  }

 private:
  /// The first complaint, if the recipe fits the data of no run; of one that it fits there is none.
  std::optional<std::string> does_not_fit(const Analysis& analysis) const {
    std::optional<std::string> first;
    for (const auto& [run, all] : looked_) {
      std::vector<strax::DataSet> sets;
      for (const auto& need : analysis.data) {
        strax::DataSet set = storage_.find(run, need.type, need.hash);
        if (set.state == strax::State::complete) sets.push_back(std::move(set));
      }
      if (sets.size() != analysis.data.size()) continue;
      try {
        const strax::Scan scan(sets);
        expr::Reduction(scan.schema(), expr::run_constants(run_from_folders(storage_, run, sets)))
            .add(analysis.variables, analysis.histograms);
        return {};
      } catch (const Error& error) {
        if (error.kind() != ErrorKind::expression) continue;  // these data are at fault
        if (!first) first = fmt::format("does not fit the data of run {}: {}", run, error.what());
      }
    }
    return first;
  }

  const strax::Storage& storage_;
  std::vector<std::pair<std::string, std::vector<strax::DataSet>>> looked_;  ///< Newest first.
  std::vector<std::string> types_;
};

}  // namespace

std::vector<Judgement> judge_by_data(const std::vector<Analysis>& analyses, const strax::Storage& storage) {
  std::vector<Judgement> said;
  const Judge judge(storage);
  for (const auto& analysis : analyses) judge.judge(analysis, said);
  return said;
}

}  // namespace xom::cli
