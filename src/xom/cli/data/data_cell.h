#pragma once

#include <cstddef>
#include <string>

#include "xom/columns/dtype.h"
#include "xom/json/json.h"

namespace xom::cli {

/// A field of a packed row as JSON: numbers exactly, NaN and infinities null, text as text, raw bytes in
/// hexadecimal, arrays as (nested) lists, slowest index first. `field` points to the field, not to the row.
std::string cell_json(const columns::Field& field, const std::byte* data);

/// For a table: floats as short as they can be, of an array the first elements.
std::string cell_text(const columns::Field& field, const std::byte* data);

using json::number_json;

}  // namespace xom::cli
