#include "xom/engine/known_runs.h"

#include <fmt/format.h>

#include "xom/base/counted.h"
#include "xom/base/error.h"

namespace xom::engine {

void check_runs_known(const store::Store& store, std::optional<std::int64_t> min,
                      std::optional<std::int64_t> max) {
  if (!min && !max) return;
  if (!store.runs({.min_run = min, .max_run = max, .limit = 1, .brief = true}).empty()) return;
  const auto last = store.runs({.order = store::Order::newest_first, .limit = 1, .brief = true});
  const auto end = [](const std::optional<std::int64_t>& run) {
    return run ? std::to_string(*run) : std::string();
  };
  const std::string what = min == max ? fmt::format("run {} is not known", *min)
                                      : fmt::format("no run of {}-{} is known", end(min), end(max));
  throw Error(ErrorKind::not_found,
              fmt::format("{}; the store has {}{}; new runs come with the next pass of the engine", what,
                          counted(store.count_runs(), "run"),
                          last.empty() ? "" : fmt::format(", the newest is {}", last[0].number)));
}

void check_run_known(const store::Store& store, std::optional<std::int64_t> min,
                     std::optional<std::int64_t> max) {
  if (min && min == max) check_runs_known(store, min, max);
}

}  // namespace xom::engine
