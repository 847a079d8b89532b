#pragma once

#include "xom/catalogue/documents.h"
#include "xom/store/store.h"

/// Parts that several answers have in common, as JSON values: those of the catalogue, and what has addresses.
namespace xom::api {

using catalogue::document;
using catalogue::Json;
using catalogue::number;

/// With `more_details`, `more_reason` and the address of the `whole` where something was left out.
Json document(const store::StoredResult& stored);

/// As text; bytes that are not UTF-8 become U+FFFD.
std::string dumped(const Json& json);

}  // namespace xom::api
