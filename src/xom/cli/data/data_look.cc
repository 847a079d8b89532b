#include "xom/cli/data/data_look.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "xom/base/error.h"
#include "xom/base/hash.h"
#include "xom/cli/data/data_rows.h"
#include "xom/cli/data/data_run.h"
#include "xom/exec/native/scan_pass.h"
#include "xom/expr/message.h"
#include "xom/expr/run_constants.h"
#include "xom/expr/selection.h"

namespace xom::cli {
namespace {

std::vector<strax::DataSet> find_all(const strax::Storage& storage, const Look& asked) {
  std::vector<strax::DataSet> found;
  std::set<std::string> left(asked.hashes.begin(), asked.hashes.end());
  for (const auto& type : asked.types) {
    strax::DataSet set = storage.find(asked.run, type);
    if (set.state == strax::State::missing) {
      std::vector<std::string> types;
      for (const auto& other : storage.list(asked.run)) types.push_back(other.type);
      if (!types.empty()) set.reason += "; " + expr::did_you_mean(type, types);
    }
    for (const auto& hash : asked.hashes) {
      strax::DataSet other = storage.find(asked.run, type, hash);
      if (other.state == strax::State::missing) continue;
      set = std::move(other);
      left.erase(hash);
    }
    found.push_back(std::move(set));
  }
  if (!left.empty()) {
    std::vector<std::string> have;
    for (const auto& set : storage.list(asked.run)) {
      if (std::ranges::find(asked.types, set.type) != asked.types.end())
        have.push_back(set.type + "-" + set.hash);
    }
    throw Error(
        ErrorKind::not_found,
        fmt::format("run {} has no {} with hash {}; it has {}", asked.run, fmt::join(asked.types, ","),
                    *left.begin(), have.empty() ? "none" : fmt::format("{}", fmt::join(have, ", "))));
  }
  return found;
}

[[noreturn]] void bad_range(const std::string& option, const std::string& text, const char* example) {
  throw Error(
      ErrorKind::usage,
      fmt::format("{} {}: must be two {} separated by a comma, e.g. {}", option, text,
                  option == "--time-range" ? "times (ns, or ISO in UTC)" : "numbers of seconds", example));
}

double seconds(const std::string& text, const std::string& whole) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    bad_range("--seconds-range", whole, "10,20.5");
  return value;
}

Time moment(const std::string& text, const std::string& whole) {
  std::int64_t ns = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ns);
  if (error == std::errc() && end == text.data() + text.size()) return from_ns(ns);
  if (const auto time = parse_iso(text)) return *time;
  bad_range("--time-range", whole, "1700000000000000000,1700000005000000000");
}

std::optional<Interval> range_of(const strax::Storage& storage, const Look& asked,
                                 const strax::DataSet& data) {
  const bool by_seconds = !asked.seconds_range.empty();
  const std::string& text = by_seconds ? asked.seconds_range : asked.time_range;
  if (text.empty() && asked.touching) {
    throw Error(ErrorKind::usage,
                "--touching says how a range is meant; give --time-range or --seconds-range, too");
  }
  if (text.empty()) return std::nullopt;
  const auto comma = text.find(',');
  const std::string first = text.substr(0, comma);
  const std::string second = comma == std::string::npos ? "" : text.substr(comma + 1);
  const Interval range = by_seconds ? storage.seconds_range(data, seconds(first, text), seconds(second, text))
                                    : Interval{moment(first, text), moment(second, text)};
  if (range.start >= range.end) {
    throw Error(ErrorKind::usage, fmt::format("{} {}: the first must be below the second",
                                              by_seconds ? "--seconds-range" : "--time-range", text));
  }
  return range;
}

/// The livetime is that of what is read: the length of the range, and of unfinished data that of their
/// chunks. A superrun has none: it is not one run.
expr::RunConstants constants_of(const xom::Run& run, const std::vector<strax::DataSet>& data,
                                const std::optional<Interval>& range) {
  expr::RunConstants constants = expr::run_constants(run);
  std::optional<Time> start = range ? std::optional(range->start) : std::nullopt;
  std::optional<Time> end = range ? std::optional(range->end) : std::nullopt;
  for (const auto& set : data) {
    if (set.state == strax::State::superrun) {
      constants.livetime_s = 0;
      return constants;
    }
    if (set.state == strax::State::complete || !set.metadata || set.metadata->chunks.empty()) continue;
    const auto& first = set.metadata->chunks.front().start;
    const auto& last = set.metadata->chunks.back().end;
    if (!first || !last) continue;
    start = std::max(start.value_or(from_ns(*first)), from_ns(*first));
    end = std::min(end.value_or(from_ns(*last)), from_ns(*last));
  }
  if (!start) return constants;
  if (constants.start) start = std::max(*start, *constants.start);
  if (constants.end) end = std::min(*end, *constants.end);
  constants.livetime_s = to_seconds(*end - *start);
  return constants;
}

/// The values and the number of rows, with the wheres as one selection.
void compute(const strax::Scan& scan, const expr::RunConstants& constants, const Look& asked, Seen& seen) {
  std::string where;
  // A comment ends with its line.
  for (const auto& text : asked.where) where += (where.empty() ? "(" : " & (") + text + "\n)";
  std::vector<Variable> variables;
  for (const auto& value : asked.values) {
    Variable variable;
    variable.name = variable.value = value;
    variable.where = where;
    variables.push_back(std::move(variable));
  }
  Variable count;
  count.name = count.value = "count()";
  count.where = where;
  variables.push_back(std::move(count));

  expr::Reduction reduction(scan.schema(), constants);
  const std::size_t recipe = reduction.add(variables);
  auto state = exec::read_all(scan, reduction, asked.threads, {});
  seen.values = reduction.finish(state, recipe);
  seen.selected = seen.values.results.back().n;
  seen.values.results.pop_back();
  seen.values.texts.pop_back();
}

struct Enough {};

/// Rows as bytes, in order: checksum and first rows.
void read_rows(const strax::Scan& scan, const expr::Selection& selection, const RowPacker& packer,
               const Look& asked, Seen& seen) {
  const std::size_t wanted = static_cast<std::size_t>(asked.head) * packer.layout().row_size;
  auto scratch = selection.make_scratch();
  Hasher hasher(HashKind::sha256);
  std::vector<std::uint32_t> rows;
  std::string packed;
  try {
    for (std::size_t segment = 0; segment < scan.segments(); ++segment) {
      scan.read(segment, [&](const columns::Block& block) {
        selection.select(block, scratch, rows);
        packer.pack(block, rows, packed);
        if (seen.head.size() < wanted) seen.head.append(packed, 0, wanted - seen.head.size());
        if (asked.checksum) hasher.add(packed);
        if (!asked.checksum && seen.head.size() == wanted) throw Enough();
      });
    }
  } catch (const Enough&) {
  }
  if (asked.checksum) seen.sha256 = hex(hasher.finish());
}

}  // namespace

Seen look(const strax::Storage& storage, const Look& asked) {
  Seen seen;
  seen.data = find_all(storage, asked);
  strax::ScanOptions options;
  options.allow_incomplete = asked.allow_incomplete;
  // Who names the hash means just these data, also if they are of a part of the run.
  options.allow_per_chunk = asked.allow_incomplete || !asked.hashes.empty();
  options.time_selection =
      asked.touching ? strax::TimeSelection::touching : strax::TimeSelection::fully_contained;
  options.time_range = range_of(storage, asked, seen.data.front());
  for (const auto& set : seen.data) {
    const bool named = std::ranges::find(asked.hashes, set.hash) != asked.hashes.end();
    if (set.state == strax::State::per_chunk && !named && !asked.allow_incomplete) throw to_error(set);
  }
  const strax::Scan scan(seen.data, options);
  const RowPacker packer(scan.schema(), scan.columns(), asked.columns);
  // One by one first, so that the caret of a mistake stands in what was written.
  for (const auto& text : asked.where) expr::Selection(text, scan.schema());
  const expr::Selection selection(asked.where, scan.schema());

  seen.layout = packer.layout();
  seen.rows = scan.rows();
  const auto run = run_from_folders(storage, asked.run, seen.data);
  compute(scan, constants_of(run, seen.data, options.time_range), asked, seen);
  if (asked.checksum || asked.head > 0) read_rows(scan, selection, packer, asked, seen);
  return seen;
}

}  // namespace xom::cli
