#include "xom/cli/run/run_runs.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "xom/base/error.h"
#include "xom/base/log.h"
#include "xom/cli/data/data_run.h"
#include "xom/cli/terminal/query_options.h"
#include "xom/runs/open.h"

namespace xom::cli {
namespace {

/// All runs are listed only if that is needed: a folder may have a hundred thousand.
class Runs {
 public:
  Runs(const config::Instance& instance, const strax::Storage& storage)
      : instance_(instance), storage_(storage) {}

  std::optional<xom::Run> one(std::int64_t number) {
    if (instance_.runs.type == "strax" && !all_) {
      try {
        return run_from_folders(storage_, find_run(storage_, run_name(number)), {});
      } catch (const Error& error) {
        if (error.kind() != ErrorKind::not_found) throw;
      }
    }
    const auto found = all().find(number);
    return found == all().end() ? std::nullopt : std::optional(found->second);
  }

  const std::map<std::int64_t, xom::Run>& all() {
    if (!all_) {
      all_.emplace();
      const SystemClock clock;
      const auto source = runs::open(instance_.runs, storage_, clock);
      auto changes = source->all_changes();
      for (const auto& oddity : changes.oddities) log_warning(oddity);
      for (auto& run : changes.runs) {
        const auto number = run.number;
        all_->insert_or_assign(number, std::move(run));
      }
    }
    return *all_;
  }

 private:
  const config::Instance& instance_;
  const strax::Storage& storage_;
  std::optional<std::map<std::int64_t, xom::Run>> all_;
};

}  // namespace

std::vector<AskedRun> find_runs(const config::Instance& instance, const strax::Storage& storage,
                                const std::vector<std::string>& texts) {
  Runs runs(instance, storage);
  std::vector<AskedRun> found;
  std::set<std::int64_t> seen;
  for (const auto& text : texts) {
    const RunRange range = parse_run_range(text);
    if (range.min && range.max && *range.min == *range.max) {
      if (!seen.insert(*range.min).second) continue;
      if (auto run = runs.one(*range.min)) {
        found.push_back({std::move(*run), ""});
        continue;
      }
      AskedRun unknown;
      unknown.run.number = *range.min;
      unknown.run.name = run_name(*range.min);
      unknown.unknown = fmt::format("run {} is not known to the run source", *range.min);
      found.push_back(std::move(unknown));
      continue;
    }
    const auto& all = runs.all();
    const auto first = range.min ? all.lower_bound(*range.min) : all.begin();
    const auto last = range.max ? all.upper_bound(*range.max) : all.end();
    if (first == last) throw Error(ErrorKind::not_found, fmt::format("no run is in the range {}", text));
    for (auto it = first; it != last; ++it) {
      if (seen.insert(it->first).second) found.push_back({it->second, ""});
    }
  }
  return found;
}

}  // namespace xom::cli
