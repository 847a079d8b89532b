#include "xom/runs/mongo_address.h"

#include <fmt/format.h>

#include "xom/base/error.h"
#include "xom/base/files.h"
#include "xom/config/value.h"

namespace xom::runs {
namespace {

constexpr std::size_t largest = 65536;

/// The user and password that an address may hold: they have keys of their own, and an address is shown.
void drop_user(std::string& uri) {
  const auto begin = uri.find("://") + 3;
  const auto at = uri.substr(0, uri.find_first_of("/?", begin)).rfind('@');
  if (at != std::string::npos && at >= begin) uri.erase(begin, at + 1 - begin);
}

MongoAddress xenon_config(const std::filesystem::path& file) {
  config::Problems problems;
  const auto root = config::parse_ini(read_file(file, largest), file.string(), problems);
  const config::Value* section = root.find("RunDB");
  if (section == nullptr) {
    throw Error(ErrorKind::config, fmt::format("{} has no section [RunDB]", file.string()));
  }
  const auto read = [&](const char* key) {
    const config::Value* value = section->find(key);
    if (value == nullptr || value->text.empty()) {
      throw Error(ErrorKind::config, fmt::format("{}: the section [RunDB] has no {}", file.string(), key));
    }
    return value->text;
  };
  std::string uri = read("xent_url");
  if (uri.find("://") == std::string::npos) uri.insert(0, "mongodb://");
  drop_user(uri);
  return {uri,
          read("xent_user"),
          read("xent_password"),
          read("xent_database"),
          "",
          file.string() + ", section [RunDB]"};
}

}  // namespace

MongoAddress mongo_address(const config::RunSourceOptions& options) {
  MongoAddress address;
  address.uri = options.uri;
  address.user = options.user;
  address.database = "xenonnt";
  if (!options.credentials.empty()) address = xenon_config(options.credentials);
  if (!options.secret.empty()) address.password = read_secret(options.secret);
  if (!options.database.empty()) address.database = options.database;
  address.collection = options.collection;
  return address;
}

}  // namespace xom::runs
