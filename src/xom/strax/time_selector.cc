#include "xom/strax/time_selector.h"

#include <algorithm>
#include <cstring>

namespace xom::strax {
namespace {

using columns::Block;
using columns::Column;
using columns::Scalar;

bool is_integer(const Column& column) {
  if (!column.field || !column.field->shape.empty()) return false;
  switch (column.field->scalar) {
    case Scalar::int8:
    case Scalar::int16:
    case Scalar::int32:
    case Scalar::int64:
    case Scalar::uint8:
    case Scalar::uint16:
    case Scalar::uint32:
      return true;
    default:
      return false;
  }
}

template <typename T>
std::int64_t load(const std::byte* at, bool big_endian) {
  std::byte bytes[sizeof(T)];
  std::memcpy(bytes, at, sizeof(T));
  if (big_endian) std::reverse(bytes, bytes + sizeof(T));
  T value;
  std::memcpy(&value, bytes, sizeof(T));
  return static_cast<std::int64_t>(value);
}

std::int64_t value(const Block& block, const Column& column, std::size_t row) {
  const columns::Part& part = block.parts[column.part];
  const std::byte* at = part.data + row * part.dtype->row_size + column.field->offset;
  const bool swap = column.field->big_endian;
  switch (column.field->scalar) {
    case Scalar::int8:
      return load<std::int8_t>(at, swap);
    case Scalar::int16:
      return load<std::int16_t>(at, swap);
    case Scalar::int32:
      return load<std::int32_t>(at, swap);
    case Scalar::uint8:
      return load<std::uint8_t>(at, swap);
    case Scalar::uint16:
      return load<std::uint16_t>(at, swap);
    case Scalar::uint32:
      return load<std::uint32_t>(at, swap);
    default:
      return load<std::int64_t>(at, swap);
  }
}

}  // namespace

TimeSelector::TimeSelector(const columns::Schema& schema, Interval range, TimeSelection selection)
    : range_(range), selection_(selection) {
  time_ = schema.find("time");
  endtime_ = schema.find("endtime");
  length_ = schema.find("length");
  dt_ = schema.find("dt");
  if (!is_integer(time_) || !(is_integer(endtime_) || (is_integer(length_) && is_integer(dt_)))) {
    throw Error(ErrorKind::unsupported,
                "a time range needs integer fields time and endtime (or length and dt), which these data do "
                "not have");
  }
}

void TimeSelector::visit(const Block& block, const Scan::Visitor& visit) const {
  const std::int64_t from = to_ns(range_.start), to = to_ns(range_.end);
  const auto inside = [&](std::size_t row) {
    const std::int64_t time = value(block, time_, row);
    // Wraps like numpy's int64 does, instead of being undefined.
    const std::int64_t end =
        is_integer(endtime_)
            ? value(block, endtime_, row)
            : static_cast<std::int64_t>(static_cast<std::uint64_t>(time) +
                                        static_cast<std::uint64_t>(value(block, length_, row)) *
                                            static_cast<std::uint64_t>(value(block, dt_, row)));
    return selection_ == TimeSelection::touching ? end > from && time < to : time >= from && end <= to;
  };
  std::vector<columns::Part> parts(block.parts.begin(), block.parts.end());
  std::size_t begin = 0;
  while (begin < block.rows) {
    if (!inside(begin)) {
      ++begin;
      continue;
    }
    std::size_t end = begin + 1;
    while (end < block.rows && inside(end)) ++end;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      parts[i].data = block.parts[i].data + begin * parts[i].dtype->row_size;
    }
    visit({end - begin, parts});
    begin = end;
  }
}

}  // namespace xom::strax
