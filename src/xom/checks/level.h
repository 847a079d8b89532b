#pragma once

#include <optional>
#include <string_view>

namespace xom::checks {

/// What is said of a value. The least first; what is not known is never taken for good.
enum class Level { ok, unknown, warn, bad };

std::string_view to_string(Level level);

/// Of a value and the range it is expected in, ends included; an end that is not there does not bound. `warn`
/// outside; `unknown` without a range, or of a value that is not finite.
Level level_of_range(double value, std::optional<double> low, std::optional<double> high);

/// Of a distance from what is usual: `warn` from 3 on, `bad` from 5 on, to either side; `unknown` if there is
/// none.
Level level_of_pull(std::optional<double> pull);

}  // namespace xom::checks
