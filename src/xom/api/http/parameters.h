#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xom/api/http/http.h"
#include "xom/base/text.h"
#include "xom/model/run_number.h"

namespace xom::api {

/// Both inclusive; empty: not restricted.
struct RunRange {
  std::optional<std::int64_t> min{}, max{};
};
/// Throws Error{usage} if there can be no run in it.
void check_range(const RunRange& range);

/// The query parameters of a request, by type. What cannot be understood throws Error{usage}, naming the
/// parameter, its value and what is allowed; likewise a parameter that is there twice.
class Parameters {
 public:
  /// `request` outlives this object.
  explicit Parameters(const Request& request) : request_(request) {}

  /// Empty if it is missing. UTF-8 without control characters, at most `longest` bytes.
  std::string text(std::string_view name, std::size_t longest = 200) const;
  /// Throws if it is missing or empty.
  std::string required(std::string_view name, std::size_t longest = 200) const;
  /// May be there several times, at most `most`.
  std::vector<std::string> each(std::string_view name, std::size_t most, std::size_t longest = 400) const;
  /// Parts of a text with commas between them, at most `most`.
  std::vector<std::string> list(std::string_view name, std::size_t most) const;

  std::optional<std::int64_t> integer(std::string_view name, std::int64_t low, std::int64_t high) const;
  std::int64_t integer_or(std::string_view name, std::int64_t otherwise, std::int64_t low,
                          std::int64_t high) const;
  /// A run number; see largest_run.
  std::optional<std::int64_t> run(std::string_view name) const;
  /// min_run and max_run. Throws if the first is above the second: no run is meant by that.
  RunRange runs() const;
  /// 0 or 1.
  bool flag(std::string_view name, bool otherwise = false) const;

 private:
  const std::string* find(std::string_view name) const;

  const Request& request_;
};

/// A variable of the route's pattern as a number from 0. Throws Error{not_found} if it is none: such a thing
/// is not there.
std::int64_t path_number(const Request& request, std::string_view name);

/// UTF-8 without control characters.
bool is_plain_text(std::string_view text);

}  // namespace xom::api
