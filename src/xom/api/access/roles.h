#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "xom/api/http/http.h"

/// Who may do what: a table. What it does not say is not allowed.
namespace xom::api {

/// "viewer", "shifter", "analyst", "operator", "admin".
const std::vector<std::string_view>& roles();
/// "read", "operate", "admin": what an API token may be used for, at most.
const std::vector<std::string_view>& scopes();

/// Empty for a role or scope that is not known.
std::vector<Permission> permissions_of_role(std::string_view role);
std::vector<Permission> permissions_of_scope(std::string_view scope);

bool may(const Caller& caller, Permission permission);
std::string_view to_string(Permission permission);

}  // namespace xom::api
