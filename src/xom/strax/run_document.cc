#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/error.h"
#include "xom/base/files.h"
#include "xom/base/parse_json.h"
#include "xom/base/plain_date.h"
#include "xom/strax/examine.h"
#include "xom/strax/storage.h"

namespace xom::strax {
namespace {

constexpr std::int64_t one_second = 1'000'000'000;

/// A date of MongoDB's extended JSON, an ISO text, or a plain number, whose unit `near` tells. [ns]
std::optional<std::int64_t> read_date(const nlohmann::json& value, const std::optional<Time>& near,
                                      bool plain = true) {
  if (value.is_string()) {
    const auto time = parse_iso(value.get<std::string>());
    return time ? std::optional(to_ns(*time)) : std::nullopt;
  }
  if (value.is_object() && value.contains("$date")) return read_date(value["$date"], near, false);
  if (plain && value.is_number()) {
    const auto date = plain_date(value.get<long double>(), near);
    return date ? std::optional(to_ns(date->time)) : std::nullopt;
  }
  std::int64_t ms = 0, ns = 0;
  if (value.is_object() && value.contains("$numberLong") && value["$numberLong"].is_string()) {
    const auto& text = value["$numberLong"].get_ref<const std::string&>();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ms);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  } else if (value.is_number_integer()) {
    ms = value.get<std::int64_t>();
  } else {
    return std::nullopt;
  }
  return __builtin_mul_overflow(ms, std::int64_t{1'000'000}, &ns) ? std::nullopt : std::optional(ns);
}

std::optional<std::int64_t> start_in(const std::optional<std::string>& document,
                                     const std::optional<Time>& near) {
  if (!document) return std::nullopt;
  const auto parsed = json_or_null(*document, DoubledKeys::last_counts);
  return parsed.is_object() && parsed.contains("start") ? read_date(parsed["start"], near) : std::nullopt;
}

}  // namespace

Interval Storage::seconds_range(const DataSet& data, double from_s, double to_s) const {
  std::optional<std::int64_t> first;
  if (data.metadata && !data.metadata->chunks.empty()) first = data.metadata->chunks.front().start;
  std::optional<std::int64_t> start =
      start_in(run_document(data.run), first ? std::optional(from_ns(*first)) : std::nullopt);
  if (!start) start = first;
  if (!start) {
    throw Error(ErrorKind::usage,
                fmt::format("run {}: neither its run document nor {} tells when it started; "
                            "give a time range instead of a range of seconds",
                            data.run, data.type));
  }
  const std::int64_t floored = *start - ((*start % one_second) + one_second) % one_second;
  // As strax does: the product in doubles, cut towards zero.
  const auto at = [&](double s) {
    std::int64_t sum = 0;
    if (!(std::abs(s) < 9e9) || __builtin_add_overflow(floored, static_cast<std::int64_t>(1e9 * s), &sum)) {
      throw Error(ErrorKind::usage, fmt::format("{} s after the start of a run is not a time", s));
    }
    return from_ns(sum);
  };
  return {at(from_s), at(to_s)};
}

}  // namespace xom::strax
