#include "xom/api/access/roles.h"

#include <algorithm>

namespace xom::api {

namespace {

using enum Permission;

struct RoleRights {
  std::string_view name;
  std::vector<Permission> may;
};

const std::vector<RoleRights> role_table = {
    {"viewer", {look}},
    {"shifter", {look, comment, retry}},
    {"analyst", {look, comment, retry, compute}},
    {"operator", {look, comment, retry, compute, operate}},
    {"admin", {look, comment, retry, compute, operate, admin}},
};

const std::vector<RoleRights> scope_table = {
    {"read", {look}},
    {"operate", {look, comment, retry, compute, operate}},
    {"admin", {look, comment, retry, compute, operate, admin}},
};

std::vector<std::string_view> names(const std::vector<RoleRights>& table) {
  std::vector<std::string_view> all;
  for (const RoleRights& row : table) all.push_back(row.name);
  return all;
}

std::vector<Permission> find(const std::vector<RoleRights>& table, std::string_view name) {
  const auto row =
      std::find_if(table.begin(), table.end(), [&](const RoleRights& one) { return one.name == name; });
  return row == table.end() ? std::vector<Permission>{} : row->may;
}

}  // namespace

const std::vector<std::string_view>& roles() {
  static const auto all = names(role_table);
  return all;
}

const std::vector<std::string_view>& scopes() {
  static const auto all = names(scope_table);
  return all;
}

std::vector<Permission> permissions_of_role(std::string_view role) {
  return find(role_table, role);
}

std::vector<Permission> permissions_of_scope(std::string_view scope) {
  return find(scope_table, scope);
}

bool may(const Caller& caller, Permission permission) {
  return std::find(caller.may.begin(), caller.may.end(), permission) != caller.may.end();
}

std::string_view to_string(Permission permission) {
  switch (permission) {
    case look:
      return "look";
    case comment:
      return "comment";
    case retry:
      return "retry";
    case compute:
      return "compute";
    case operate:
      return "operate";
    case admin:
      return "admin";
  }
  return "";
}

}  // namespace xom::api
