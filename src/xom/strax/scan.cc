#include "xom/strax/scan.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "xom/strax/part_reader.h"
#include "xom/strax/segments.h"
#include "xom/strax/time_selector.h"

namespace xom::strax {
namespace {

constexpr std::size_t max_row_size = std::size_t{4} << 20;

bool readable(const DataSet& data, const ScanOptions& options) {
  if (!data.metadata) return false;
  switch (data.state) {
    case State::complete:
      return true;
    case State::superrun:
      return data.run.starts_with('_');
    case State::per_chunk:
      return options.allow_per_chunk;
    case State::incomplete:
      return options.allow_incomplete;
    default:
      return false;
  }
}

void check_one(const DataSet& data, const ScanOptions& options) {
  if (!readable(data, options)) throw to_error(data);
  const auto refuse = [&](ErrorKind kind, const std::string& why) {
    throw Error(kind, fmt::format("run {}, {}-{}: {}", data.run, data.type, data.hash, why));
  };
  const Metadata& meta = *data.metadata;
  if (meta.chunks.empty()) refuse(ErrorKind::incomplete, "no chunk has been written yet");
  const auto& known = compressors();
  if (std::find(known.begin(), known.end(), meta.compressor) == known.end()) {
    refuse(ErrorKind::unsupported,
           fmt::format("compressor '{}' is not one of {}", meta.compressor, fmt::join(known, ", ")));
  }
  if (meta.dtype->row_size > max_row_size) {
    refuse(ErrorKind::unsupported,
           fmt::format("rows of {} bytes, at most {} are read", meta.dtype->row_size, max_row_size));
  }
}

/// As strax: rows are joined by position, so everything but the fields has to agree.
void check_together(const DataSet& a, const DataSet& b) {
  const auto refuse = [&](ErrorKind kind, const std::string& why) {
    throw Error(kind, fmt::format("{} and {} cannot be read as one table: {}", a.type, b.type, why));
  };
  const Metadata& first = *a.metadata;
  const Metadata& second = *b.metadata;
  if (a.run != b.run) refuse(ErrorKind::usage, fmt::format("they are of runs {} and {}", a.run, b.run));
  if (first.data_kind != second.data_kind) {
    refuse(ErrorKind::usage, fmt::format("they are of kind {} and {}", first.data_kind, second.data_kind));
  }
  const bool unfinished = a.state == State::incomplete || b.state == State::incomplete;
  const ErrorKind differs = unfinished ? ErrorKind::incomplete : ErrorKind::corrupt;
  if (first.rows() != second.rows()) {
    refuse(differs, fmt::format("run {} has {} and {} rows", a.run, first.rows(), second.rows()));
  }
  const auto start = [](const Metadata& meta) { return meta.chunks.front().start; };
  const auto end = [](const Metadata& meta) { return meta.chunks.back().end; };
  if (start(first) && start(second) && start(first) != start(second)) {
    refuse(differs, fmt::format("run {}: they start at {} and {} ns", a.run, *start(first), *start(second)));
  }
  if (end(first) && end(second) && end(first) != end(second)) {
    refuse(differs, fmt::format("run {}: they end at {} and {} ns", a.run, *end(first), *end(second)));
  }
}

std::vector<const columns::Dtype*> dtypes(const std::vector<DataSet>& data) {
  std::vector<const columns::Dtype*> list;
  for (const DataSet& part : data) list.push_back(part.metadata->dtype.get());
  return list;
}

}  // namespace

struct Scan::Plan {
  explicit Plan(std::vector<DataSet> sets) : data(std::move(sets)), schema(dtypes(data)) {}

  std::vector<DataSet> data;
  columns::Schema schema;
  std::vector<Segment> segments;
  std::optional<TimeSelector> selector;
};

Scan::Scan(std::vector<DataSet> data, ScanOptions options) {
  if (data.empty()) throw Error(ErrorKind::usage, "no data type to read");
  for (const DataSet& part : data) check_one(part, options);
  for (const DataSet& part : data) check_together(data.front(), part);
  auto plan = std::make_unique<Plan>(std::move(data));
  if (options.time_range) {
    const Interval range = *options.time_range;
    for (const DataSet& part : plan->data) {
      if (touches(*part.metadata, range)) continue;
      const auto& chunks = part.metadata->chunks;
      throw Error(
          ErrorKind::usage,
          fmt::format("time range {} to {} ns touches no chunk of run {}, {}, which spans {} to {} ns",
                      to_ns(range.start), to_ns(range.end), part.run, part.type,
                      chunks.front().start.value_or(0), chunks.back().end.value_or(0)));
    }
    plan->selector.emplace(plan->schema, range, options.time_selection);
  }
  plan->segments = cut(plan->data, options.time_range);
  plan_ = std::move(plan);
}

Scan::~Scan() = default;
Scan::Scan(Scan&&) noexcept = default;

const columns::Schema& Scan::schema() const {
  return plan_->schema;
}
const std::vector<DataSet>& Scan::data() const {
  return plan_->data;
}
std::int64_t Scan::rows() const {
  return plan_->data.front().metadata->rows();
}
std::size_t Scan::segments() const {
  return plan_->segments.size();
}

std::vector<columns::Column> Scan::columns() const {
  std::map<std::string_view, const columns::Dtype*> by_type;
  for (const DataSet& part : plan_->data) by_type.emplace(part.type, part.metadata->dtype.get());
  std::vector<columns::Column> list;
  std::set<std::string_view> seen;
  for (const auto& [type, dtype] : by_type) {
    for (const columns::Field& field : dtype->fields) {
      if (seen.insert(field.name).second) list.push_back(plan_->schema.find(field.name));
    }
  }
  return list;
}

std::int64_t Scan::bytes() const {
  std::int64_t sum = 0;
  for (const DataSet& part : plan_->data) sum += part.metadata->bytes();
  return sum;
}

void Scan::read(std::size_t segment, const Visitor& visit, std::stop_token stop) const {
  const auto [first, last] = plan_->segments.at(segment);
  std::vector<PartReader> readers;
  std::vector<columns::Part> parts;
  for (const DataSet& part : plan_->data) {
    readers.emplace_back(part, first, last);
    parts.push_back({part.metadata->dtype.get(), nullptr});
  }
  for (std::int64_t row = first; row < last;) {
    if (stop.stop_requested())
      throw Error(ErrorKind::interrupted, "asked to stop while reading " + plan_->data.front().run);
    std::size_t rows = SIZE_MAX;
    for (PartReader& reader : readers) rows = std::min(rows, reader.ready());
    for (std::size_t i = 0; i < readers.size(); ++i) parts[i].data = readers[i].rows();
    const columns::Block block{rows, parts};
    plan_->selector ? plan_->selector->visit(block, visit) : visit(block);
    for (PartReader& reader : readers) reader.consume(rows);
    row += static_cast<std::int64_t>(rows);
  }
}

}  // namespace xom::strax
