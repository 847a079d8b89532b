#pragma once

#include <cstddef>

namespace xom {

/// What one task may leave in the store, whoever computed it: pages, copies and backups carry it for ever.
/// More is refused with a message that names the limit (docs/formats/result-file.md); nothing is cut in
/// silence.
inline constexpr std::size_t most_variables = 1000;  ///< Of an analysis.
inline constexpr std::size_t most_details = 1000;    ///< Of one value.
inline constexpr std::size_t most_details_of_all = 10'000;
inline constexpr std::size_t most_histograms = 100;
inline constexpr std::size_t most_cells = 1'000'000;  ///< Of all histograms together.
inline constexpr std::size_t most_figures = 100;
inline constexpr std::size_t longest_detail_name = 200;                  ///< [bytes]
inline constexpr std::size_t longest_reason = 2000;                      ///< [bytes]
inline constexpr std::size_t longest_title = 200;                        ///< [bytes] Of a histogram, an axis.
inline constexpr std::size_t longest_documents = std::size_t{16} << 20;  ///< [bytes] All of a job together.

}  // namespace xom
