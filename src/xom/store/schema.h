#pragma once

#include <span>

#include "xom/store/database.h"

namespace xom::store {

inline constexpr std::int64_t application_id = 0x584F4D31;  ///< "XOM1", in the header of the file.

/// Brings a store from one schema to the next.
struct Step {
  const char* sql;
  void (*fill)(Database&) = nullptr;  ///< What SQL does not say of the rows there are.
};

/// Step i brings a store from schema i to i + 1; step 0 makes schema 1 in an empty file. Steps are never
/// changed once they were released.
std::span<const Step> schema_steps();

/// Brings the file to the newest schema, in one transaction; a store of an older schema is first copied to
/// PATH.schema-N (without its artifact files, which no step touches). Throws Error{unsupported} if it is not
/// an XOM store or of a newer schema than `steps` know.
void migrate(Database& database, std::span<const Step> steps = schema_steps());

/// Throws Error{unsupported} unless the file is an XOM store of exactly the newest schema.
void require_current_schema(Database& database);

}  // namespace xom::store
