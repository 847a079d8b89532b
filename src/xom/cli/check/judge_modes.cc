#include "xom/cli/check/judge_modes.h"

#include <algorithm>

#include <fmt/format.h>

#include "xom/base/error.h"
#include "xom/cli/data/data_run.h"
#include "xom/config/problems.h"
#include "xom/expr/message.h"
#include "xom/plan/selection.h"
#include "xom/store/overview.h"

namespace xom::cli {

std::string ModeDoubt::text() const {
  return fmt::format("{}: {} {}: {}", config::Place{analysis->file, analysis->line, 0}.text(), analysis->name,
                     analysis->version, said);
}

std::vector<ModeDoubt> judge_modes(const std::vector<Analysis>& analyses,
                                   const std::set<std::string>& known) {
  const std::vector<std::string> modes(known.begin(), known.end());
  std::vector<ModeDoubt> doubts;
  if (modes.empty()) return doubts;
  for (const auto& analysis : analyses) {
    std::vector<ModeDoubt> unknown;
    for (const auto& wanted : analysis.runs.run_mode) {
      const plan::Patterns pattern({wanted});
      if (std::ranges::any_of(modes, [&](const auto& mode) { return pattern.match(mode); })) continue;
      unknown.push_back({&analysis,
                         fmt::format("no run has mode '{}'; {}", wanted, expr::did_you_mean(wanted, modes)),
                         !config::nearest(wanted, modes).empty()});
    }
    const bool nothing = unknown.size() == analysis.runs.run_mode.size();
    for (auto& doubt : unknown) {
      doubt.nothing = nothing;
      if (doubt.near || nothing) doubts.push_back(std::move(doubt));
    }
  }
  return doubts;
}

std::set<std::string> modes_of(const store::Store& store) {
  std::set<std::string> modes;
  store::Overview(store).each_run({}, [&](const store::RunRow& run) {
    if (!run.mode.empty()) modes.emplace(run.mode);
  });
  return modes;
}

std::set<std::string> modes_of(const strax::Storage& storage) {
  constexpr std::size_t most_runs = 200;
  std::set<std::string> modes;
  const auto runs = storage.runs();
  const std::size_t looked = std::min(runs.size(), most_runs);
  for (auto run = runs.rbegin(); run != runs.rbegin() + static_cast<std::ptrdiff_t>(looked); ++run) {
    const std::string mode = run_from_folders(storage, *run, {}).mode;
    if (!mode.empty()) modes.insert(mode);
  }
  return modes;
}

std::set<std::string> known_modes(const std::filesystem::path& store,
                                  const std::vector<std::filesystem::path>& data) {
  try {
    if (std::filesystem::exists(store)) {
      if (auto modes = modes_of(store::Store(store, store::Mode::read_only)); !modes.empty()) return modes;
    }
    return modes_of(strax::Storage(data));
  } catch (const Error&) {
    return {};  // what cannot be read is told elsewhere
  }
}

}  // namespace xom::cli
