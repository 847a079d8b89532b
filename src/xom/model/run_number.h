#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace xom {

/// A greater number is no run, but a mistake.
inline constexpr std::int64_t largest_run = 999'999'999'999;

/// How a run is written, wherever people or files name one: on the command line, in requests, filters,
/// configurations and documents. Decimal; zeros in front and, as in XENON1T's "170403_1418", an underscore
/// between digits mean nothing, so "53101" and "053101" are one run. Empty for everything else.
std::optional<std::int64_t> run_number(std::string_view text);

/// The same. Throws Error{usage} that says why `text` is no run; superruns ("_sr0_bkg") are told apart.
std::int64_t parse_run(std::string_view text);

}  // namespace xom
