#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xom/base/time.h"
#include "xom/model/task.h"

/// The language in which runs are chosen (docs/formats/http-api.md, "Runs"): text to terms. Pure.
namespace xom::catalogue {

/// A comparison with a value that stands for [from, to): `=` is inside, `<` before it, `>` behind it. A day
/// is 24 hours long, a number has no length (from == to, and inside is equal).
enum class Comparison { less, less_or_equal, greater, greater_or_equal, equal };

/// One condition on a run.
struct FilterTerm {
  enum class Kind {
    run,       ///< Number in [min_run, max_run].
    mode,      ///< Any of `patterns`.
    source,    ///< Any of `patterns`.
    tag,       ///< Any of `patterns`, for any of its tags.
    detector,  ///< Any of `patterns`, for any of its detectors.
    comment,   ///< Any of `patterns` is part of a comment; case does not matter.
    number,    ///< `comparison` with `value`.
    livetime,  ///< The same [s].
    start,     ///< `comparison` with [`from`, `to`).
    end,
    state,  ///< Of a wanted task of analysis `name`: any of `states`, or none if `not_wanted`.
    value,  ///< `comparison` of variable `name` ("A.V") with `value`.
    word,   ///< `name` is part of mode, source, a tag, a comment or the number; case does not matter.
    any,    ///< All terms of at least one of `alternatives`.
  };
  Kind kind = Kind::word;
  bool negated = false;
  std::string name{};
  std::vector<std::string> patterns{};
  std::vector<TaskState> states{};
  bool not_wanted = false;
  std::optional<std::int64_t> min_run{}, max_run{};
  Comparison comparison = Comparison::equal;
  double value = 0;
  Time from{}, to{};
  std::vector<std::vector<FilterTerm>> alternatives{};
  std::size_t position = 0;  ///< Of its first byte in the text.
  bool operator==(const FilterTerm&) const = default;
};

inline constexpr std::size_t longest_filter = 2000;  ///< [bytes]
inline constexpr std::size_t most_terms = 64;
inline constexpr int deepest_group = 10;  ///< Parentheses inside each other.

/// What the meaning of a text depends on.
struct FilterContext {
  Time now{};                                          ///< "start>-1d" is a day before it.
  const std::vector<std::string>* analyses = nullptr;  ///< The names there are; null: any is taken for one.
};

/// Terms joined by "and"; none: all runs. Throws Error{usage} with a caret under the place.
std::vector<FilterTerm> parse_runs_filter(std::string_view text, const FilterContext& context = {});

/// The same error for a term that turns out to be wrong when it is looked up.
[[noreturn]] void refuse_filter(std::string_view text, std::size_t position, const std::string& why);

}  // namespace xom::catalogue
