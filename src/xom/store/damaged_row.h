#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "xom/store/store_error.h"

namespace xom::store {

/// A row that says what this program never writes: damage that SQLite cannot see. Names the row and what to
/// do: "the store is damaged: run 53003: WHY (restore ...)".
StoreError damaged_row(std::string_view noun, std::int64_t id, std::string_view why);

/// What `parse` makes of a column of that row; what it cannot read is a damaged row.
template <class Parse>
auto read_column(std::string_view noun, std::int64_t id, std::string_view column, const Parse& parse,
                 std::string_view text) {
  try {
    return parse(text);
  } catch (const Error& error) {
    throw damaged_row(noun, id, std::string(column) + ": " + error.what());
  }
}

}  // namespace xom::store
