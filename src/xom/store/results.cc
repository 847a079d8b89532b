#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "xom/base/hash.h"
#include "xom/base/safe_text.h"
#include "xom/json/json.h"
#include "xom/json/numbers_page.h"
#include "xom/store/damaged_row.h"
#include "xom/store/state.h"

namespace xom::store {

namespace {

constexpr const char* select_current =
    "SELECT series.id, series.stream, stream.analysis, stream.version, stream.container, series.variable, "
    "series.unit, "
    "result.task, result.run, result.attempt, result.generation, result.value, result.error, result.n, "
    "result.status, "
    "result.reason, result.details, attempt.ended_ns, result.wanted, NULL ";
constexpr const char* select_superseded =
    "SELECT series.id, series.stream, stream.analysis, stream.version, stream.container, series.variable, "
    "series.unit, "
    "result.task, result.run, result.attempt, result.generation, result.value, result.error, result.n, "
    "result.status, "
    "result.reason, result.details, attempt.ended_ns, task.wanted, result.superseded_ns ";

ResultStatus status_of(std::string_view name) {
  if (name == "ok") return ResultStatus::ok;
  return name == "empty" ? ResultStatus::empty : ResultStatus::failed;
}

/// Without its end, and without half a letter.
std::size_t cut(std::string& text, std::size_t most) {
  if (text.size() <= most) return 0;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0) == 0x80) --most;
  const std::size_t more = text.size() - most;
  text.resize(most);
  return more;
}

void read_details(StoredResult& stored, std::string_view text, std::size_t most) {
  constexpr std::string_view column = "details of a result";
  if (most == SIZE_MAX) {
    stored.result.details = read_column("task", stored.task, column, json::parse_numbers, text);
    return;
  }
  const auto first = [&](std::string_view all) { return json::page_of_numbers(all, 0, most); };
  auto page = read_column("task", stored.task, column, first, text);
  stored.more_details = page.total - page.numbers.size();
  for (auto& [key, value] : page.numbers) stored.result.details.emplace(std::move(key), value);
}

StoredResult read_result(const Statement& row, const Options& options) {
  StoredResult stored;
  stored.series = {row.integer(0), row.integer(1), row.text(2), row.text(3),
                   row.text(4),    row.text(5),    row.text(6)};
  stored.task = row.integer(7);
  stored.run = row.integer(8);
  stored.attempt = row.integer(9);
  stored.generation = row.small(10);
  stored.result.variable = stored.series.variable;
  stored.result.unit = stored.series.unit;
  stored.result.value = row.real(11);
  stored.result.error = row.real(12);
  stored.result.n = row.integer(13);
  stored.result.status = status_of(row.view(14));
  stored.result.reason = row.text(15);
  stored.more_reason = cut(stored.result.reason, options.reason_bytes);
  if (!row.is_null(16)) read_details(stored, row.view(16), options.details);
  stored.recorded = row.maybe_time(17).value_or(Time{});
  stored.wanted = row.integer(18) != 0;
  stored.superseded = row.maybe_time(19);
  return stored;
}

std::vector<StoredResult> read_results(Statement row, const Options& options, std::size_t limit = 0) {
  std::vector<StoredResult> results;
  while ((limit == 0 || results.size() < limit) && row.step()) results.push_back(read_result(row, options));
  return results;
}

/// Current results of a task go to the table of superseded ones.
void supersede(Store::State& state, const TaskOfResults& task, Time now) {
  Database& database = state.database;
  constexpr const char* move =
      "INSERT INTO superseded (series, run, task, generation, superseded_ns, value, error, n, status, "
      "attempt, reason, details, crc, reason_code, reason_subject) SELECT series, run, task, generation, ?4, "
      "value, error, n, status, attempt, reason, details, crc, reason_code, reason_subject FROM result WHERE "
      "run = ?2 AND task = ?3 AND series IN (SELECT id FROM "
      "series WHERE stream = ?1)";
  database.prepare(move).bind(task.stream, task.run, task.id, now).run();
  drop_points(state, task.id);
  constexpr const char* remove =
      "DELETE FROM result WHERE run = ?2 AND task = ?3 AND series IN (SELECT id FROM series WHERE stream = "
      "?1)";
  database.prepare(remove).bind(task.stream, task.run, task.id).run();
}

/// SQLite does not keep the sign of zero nor the bits of a NaN.
std::uint64_t canonical_bits(double value) {
  if (std::isnan(value)) return std::bit_cast<std::uint64_t>(std::numeric_limits<double>::quiet_NaN());
  return std::bit_cast<std::uint64_t>(value + 0.0);
}

}  // namespace

std::uint32_t result_checksum(std::int64_t series, std::int64_t run, std::int64_t task,
                              std::int64_t generation, std::int64_t attempt, double value, double error,
                              std::int64_t n, std::string_view status, std::string_view reason,
                              std::string_view details) {
  const std::uint64_t numbers[] = {static_cast<std::uint64_t>(series),
                                   static_cast<std::uint64_t>(run),
                                   static_cast<std::uint64_t>(task),
                                   static_cast<std::uint64_t>(generation),
                                   static_cast<std::uint64_t>(attempt),
                                   canonical_bits(value),
                                   canonical_bits(error),
                                   static_cast<std::uint64_t>(n),
                                   static_cast<std::uint64_t>(reason.size())};
  std::uint32_t crc = crc32(std::string_view(reinterpret_cast<const char*>(numbers), sizeof numbers));
  crc = crc32(status, crc);
  crc = crc32(reason, crc);
  return crc32(details, crc);
}

void put_results(Store::State& state, const TaskOfResults& task, const std::vector<Result>& results,
                 Time now) {
  Database& database = state.database;
  if (task.generation > 1) supersede(state, task, now);
  Statement insert = database.prepare(
      "INSERT INTO result (series, run, task, wanted, value, error, n, status, generation, attempt, reason, "
      "details, crc, reason_code, reason_subject) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, "
      "?13, ?14, ?15)");
  const auto unless_empty = [](std::string_view text) {
    return text.empty() ? std::nullopt : std::optional(text);
  };
  for (const Result& result : results) {
    const std::int64_t series = state.names.series(database, task.stream, result.variable, result.unit);
    const std::string_view status = to_string(result.status);
    const std::string details = result.details.empty() ? "" : json::to_json(result.details);
    const std::string reason = safe_text(result.reason, Lines::many);
    const Cause cause = cause_of(result.status, reason);
    const std::uint32_t crc = result_checksum(series, task.run, task.id, task.generation, task.attempt,
                                              result.value, result.error, result.n, status, reason, details);
    insert
        .bind(series, task.run, task.id, task.wanted, result.value, result.error, result.n, status,
              task.generation, task.attempt, unless_empty(reason), unless_empty(details), std::int64_t{crc},
              unless_empty(to_string(cause.code)), unless_empty(cause.subject))
        .run();
    if (task.wanted) state.trends.put(series, {task.run, task.id, result.value, result.error, result.n});
  }
}

std::vector<Series> Store::series(std::string_view analysis, std::string_view variable) const {
  Statement row = state_->database.prepare(
      "SELECT series.id, series.stream, stream.analysis, stream.version, stream.container, series.variable, "
      "series.unit FROM series JOIN stream ON stream.id = series.stream WHERE (?1 = '' OR stream.analysis = "
      "?1) AND "
      "(?2 = '' OR series.variable = ?2) ORDER BY stream.analysis, series.variable, stream.id, series.id");
  row.bind(analysis, variable);
  std::vector<Series> all;
  while (row.step()) {
    all.push_back(
        {row.integer(0), row.integer(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6)});
  }
  return all;
}

std::vector<StoredResult> Store::results(std::int64_t task) const {
  Statement row = state_->database.prepare(
      std::string(select_current) +
      "FROM task JOIN stream ON stream.id = task.stream JOIN series ON series.stream = task.stream "
      "CROSS JOIN result ON result.series = series.id AND result.run = task.run AND result.task = task.id "
      "LEFT JOIN attempt ON attempt.id = result.attempt WHERE task.id = ?1 ORDER BY series.id");
  row.bind(task);
  return read_results(std::move(row), state_->options);
}

std::vector<StoredResult> Store::history(std::int64_t task) const {
  Statement row = state_->database.prepare(
      std::string(select_superseded) +
      "FROM task JOIN stream ON stream.id = task.stream JOIN series ON series.stream = task.stream "
      "CROSS JOIN superseded AS result ON result.series = series.id AND result.run = task.run AND "
      "result.task = task.id "
      "LEFT JOIN attempt ON attempt.id = result.attempt WHERE task.id = ?1 ORDER BY result.generation DESC, "
      "series.id");
  row.bind(task);
  return read_results(std::move(row), state_->options);
}

std::vector<StoredResult> Store::results(const ResultFilter& filter) const {
  const Snapshot snapshot(state_->database);
  const bool newest = filter.order == Order::newest_first;
  std::vector<StoredResult> all;
  // Series by series, each along its primary key: no other series' rows are read and `limit` is cheap.
  for (const Series& one : series(filter.analysis, filter.variable)) {
    if (!filter.version.empty() && one.version != filter.version) continue;
    if (filter.container && one.container != *filter.container) continue;
    Where where;
    where.add("result.series = ?", one.id);
    where.add_if("result.run >= ?", filter.min_run);
    where.add_if("result.run <= ?", filter.max_run);
    if (filter.wanted) where.add(*filter.wanted ? "result.wanted = 1" : "result.wanted = 0");
    Statement row = where.prepare(
        state_->database,
        std::string(select_current) +
            "FROM result JOIN series ON series.id = result.series JOIN stream ON stream.id = "
            "series.stream LEFT JOIN attempt ON attempt.id = result.attempt",
        newest ? "ORDER BY result.run DESC, result.task DESC" : "ORDER BY result.run, result.task");
    std::vector<StoredResult> some = read_results(std::move(row), state_->options, filter.limit);
    std::move(some.begin(), some.end(), std::back_inserter(all));
  }
  std::stable_sort(all.begin(), all.end(), [newest](const StoredResult& a, const StoredResult& b) {
    return newest ? a.run > b.run : a.run < b.run;
  });
  if (filter.limit != 0 && all.size() > filter.limit) all.resize(filter.limit);
  return all;
}

}  // namespace xom::store
