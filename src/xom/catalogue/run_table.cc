#include "xom/catalogue/run_table.h"

#include <algorithm>
#include <limits>

#include "xom/json/json.h"

namespace xom::catalogue {

RunTable::RunTable() : words_(1), sets_(1), word_of_{{"", 0}}, set_of_{{"[]", 0}} {}

std::size_t RunTable::lower_bound(std::int64_t number) const {
  const auto at = std::lower_bound(rows_.begin(), rows_.end(), number,
                                   [](const Row& row, std::int64_t n) { return row.number < n; });
  return static_cast<std::size_t>(at - rows_.begin());
}

const RunTable::Row* RunTable::find(std::int64_t number) const {
  const std::size_t at = lower_bound(number);
  return at < rows_.size() && rows_[at].number == number ? &rows_[at] : nullptr;
}

std::pair<std::size_t, std::size_t> RunTable::range(std::optional<std::int64_t> min,
                                                    std::optional<std::int64_t> max) const {
  const std::size_t first = min ? lower_bound(*min) : 0;
  const std::size_t last = max && *max < INT64_MAX ? lower_bound(*max + 1) : rows_.size();
  return {first, std::max(first, last)};
}

std::string RunTable::name(const Row& row) const {
  return row.other_name.empty() ? run_name(row.number) : row.other_name;
}

double RunTable::livetime(const Row& row) {
  if (row.start_ns == none || row.end_ns == none) return std::numeric_limits<double>::quiet_NaN();
  std::int64_t ns = 0;
  if (__builtin_sub_overflow(row.end_ns, row.start_ns, &ns)) return std::numeric_limits<double>::quiet_NaN();
  return static_cast<double>(ns) * 1e-9;
}

Run RunTable::brief(const Row& row) const {
  Run run;
  run.number = row.number;
  run.name = name(row);
  run.detectors = detectors(row);
  run.mode = mode(row);
  run.source = source(row);
  run.tags = tags(row);
  if (row.start_ns != none) run.start = from_ns(row.start_ns);
  if (row.end_ns != none) run.end = from_ns(row.end_ns);
  return run;
}

std::uint32_t RunTable::word(std::string_view text) {
  if (const auto known = word_of_.find(text); known != word_of_.end()) return known->second;
  const auto index = static_cast<std::uint32_t>(words_.size());
  words_.emplace_back(text);
  word_of_.emplace(text, index);
  return index;
}

std::uint32_t RunTable::set(std::string_view json) {
  if (const auto known = set_of_.find(json); known != set_of_.end()) return known->second;
  const auto index = static_cast<std::uint32_t>(sets_.size());
  sets_.push_back(json::parse_strings(json));
  set_of_.emplace(json, index);
  return index;
}

void RunTable::put(const store::RunRow& run) {
  Row row;
  row.number = run.number;
  if (run.start) row.start_ns = to_ns(*run.start);
  if (run.end) row.end_ns = to_ns(*run.end);
  row.mode = word(run.mode);
  row.source = word(run.source);
  row.tags = set(run.tags);
  row.detectors = set(run.detectors);
  if (run.name != run_name(run.number)) row.other_name = run.name;
  std::string text;
  for (const auto list : {run.comments, run.own_comments}) {
    if (list == "[]" || list.empty()) continue;
    for (const auto& comment : json::parse_comments(list)) {
      text += comment.text + '\n';
      ++row.comments;
    }
  }
  if (row.comments > 0) row.text = std::make_shared<const std::string>(std::move(text));
  const auto sorted = rows_.begin() + static_cast<std::ptrdiff_t>(sorted_);
  const auto at = std::lower_bound(rows_.begin(), sorted, row.number,
                                   [](const Row& other, std::int64_t n) { return other.number < n; });
  if (at != sorted && at->number == row.number) {
    *at = std::move(row);
    return;
  }
  const bool last = sorted == rows_.end() && (rows_.empty() || rows_.back().number < row.number);
  rows_.push_back(std::move(row));
  if (last) sorted_ = rows_.size();
}

void RunTable::finish() {
  // Rows added out of order are each there once: those who fill the table go by number.
  std::sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) { return a.number < b.number; });
  sorted_ = rows_.size();
}

}  // namespace xom::catalogue
