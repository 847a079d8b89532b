#include <algorithm>

#include "xom/base/hash.h"
#include "xom/json/json.h"
#include "xom/model/run_number.h"
#include "xom/store/damaged_row.h"
#include "xom/store/state.h"

namespace xom::store {

namespace {

constexpr const char* run_columns =
    "number, name, mode, source, status, start_ns, end_ns, detectors, tags, comments, numbers, data";

Run read_run(const Statement& row, bool brief) {
  Run run;
  run.number = row.integer(0);
  if (run.number < 0 || run.number > largest_run)
    throw damaged_row("run", run.number, "no run has this number");
  run.name = row.text(1);
  run.mode = row.text(2);
  run.source = row.text(3);
  run.status = row.text(4);
  run.start = row.maybe_time(5);
  run.end = row.maybe_time(6);
  const auto column = [&](int at, std::string_view name, const auto& parse) {
    return read_column("run", run.number, name, parse, row.view(at));
  };
  run.detectors = column(7, "detectors", json::parse_strings);
  run.tags = column(8, "tags", json::parse_strings);
  if (brief) return run;
  run.comments = column(9, "comments", json::parse_comments);
  run.numbers = column(10, "numbers", json::parse_numbers);
  run.data = column(11, "data", json::parse_data);
  return run;
}

Where where(const RunFilter& filter) {
  Where where;
  where.add_if("number >= ?", filter.min_run);
  where.add_if("number <= ?", filter.max_run);
  where.add_if("mode = ?", filter.mode);
  where.add_if("source = ?", filter.source);
  where.add_if("EXISTS (SELECT 1 FROM json_each(run.tags) WHERE json_each.value = ?)", filter.tag);
  where.add_if("EXISTS (SELECT 1 FROM json_each(run.detectors) WHERE json_each.value = ?)", filter.detector);
  return where;
}

}  // namespace

std::vector<std::int64_t> Store::put_runs(std::span<const Run> runs, Time now) {
  std::vector<std::int64_t> changed;
  Write write(*state_);
  Database& database = state_->database;
  Statement known = database.prepare("SELECT hash FROM run WHERE number = ?1");
  Statement put = database.prepare(
      "INSERT INTO run (number, name, mode, source, status, start_ns, end_ns, detectors, tags, comments, "
      "numbers, "
      "data, hash, first_seen_ns, changed_ns) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, "
      "?13, ?14, "
      "?14) ON CONFLICT (number) DO UPDATE SET name = ?2, mode = ?3, source = ?4, status = ?5, start_ns = "
      "?6, "
      "end_ns = ?7, detectors = ?8, tags = ?9, comments = ?10, numbers = ?11, data = ?12, hash = ?13, "
      "changed_ns = ?14");
  for (const Run& run : runs) {
    const std::string hash = sha256_hex(json::to_json(run)).substr(0, 16);
    const bool same = known.bind(run.number).step() && known.view(0) == hash;
    known.reset();
    if (same) continue;
    const std::string detectors = json::to_json(run.detectors), tags = json::to_json(run.tags),
                      comments = json::to_json(run.comments), numbers = json::to_json(run.numbers),
                      data = json::to_json(run.data);
    put.bind(run.number, run.name, run.mode, run.source, run.status, run.start, run.end, detectors, tags,
             comments, numbers, data, hash, now)
        .run();
    changed.push_back(run.number);
  }
  write.commit();
  std::sort(changed.begin(), changed.end());
  changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
  return changed;
}

std::optional<Run> Store::run(std::int64_t number) const {
  Statement row =
      state_->database.prepare(std::string("SELECT ") + run_columns + " FROM run WHERE number = ?1");
  return row.bind(number).step() ? std::optional(read_run(row, false)) : std::nullopt;
}

std::vector<Run> Store::runs(const RunFilter& filter) const {
  const Where conditions = where(filter);
  Statement row =
      conditions.prepare(state_->database, std::string("SELECT ") + run_columns + " FROM run",
                         filter.order == Order::newest_first ? "ORDER BY number DESC" : "ORDER BY number");
  std::vector<Run> runs;
  while ((filter.limit == 0 || runs.size() < filter.limit) && row.step())
    runs.push_back(read_run(row, filter.brief));
  return runs;
}

std::int64_t Store::count_runs(const RunFilter& filter) const {
  const Where conditions = where(filter);
  Statement row = conditions.prepare(state_->database, "SELECT count(*) FROM run", "");
  return row.step() ? row.integer(0) : 0;
}

}  // namespace xom::store
