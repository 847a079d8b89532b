#pragma once

#include <string>
#include <string_view>

namespace xom::strax {

/// A float as Python writes it: "12000000.0", "6.77e-05", "1e+16", "-0.0", "NaN", "-Infinity".
std::string python_float(double value);

/// Python's json module writes NaN, Infinity and -Infinity, which JSON does not have. Each of them outside a
/// string becomes a string that starts with U+0001, so that a strict parser takes the text.
std::string without_bare_constants(std::string_view json);

/// The hash of a lineage (JSON text), as strax computes it: mappings become sorted lists of pairs, the whole
/// is written as Python's json.dumps writes it, SHA-1, base32, the first ten characters, lower case. Empty if
/// the text is not JSON, or nested too deeply to be a lineage.
std::string lineage_hash(std::string_view json);

}  // namespace xom::strax
