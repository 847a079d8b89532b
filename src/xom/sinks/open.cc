#include "xom/sinks/open.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/error.h"
#include "xom/base/files.h"
#include "xom/base/parse_json.h"

namespace xom::sinks {
namespace {

constexpr std::size_t largest = 65536;

nlohmann::json read_object(const std::filesystem::path& file) {
  try {
    return parse_json(read_file(file, largest));
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::corrupt) throw;
    throw Error(ErrorKind::usage, fmt::format("{} {}", file.string(), e.what()));
  }
}

/// {"url": ..., "token": ..., "org": ...}
void read_credentials(const std::filesystem::path& file, InfluxAddress& address) {
  const auto document = read_object(file);
  for (const auto& [key, into] : {std::pair{"url", &address.url}, std::pair{"token", &address.token},
                                  std::pair{"org", &address.organisation}}) {
    if (!document.is_object() || !document.contains(key) || !document[key].is_string()) {
      throw Error(ErrorKind::usage,
                  fmt::format("{} is no JSON object with the texts url, token and org ({} is missing)",
                              file.string(), key));
    }
    *into = document[key].get<std::string>();
  }
  if (config::mistake_of_url(address.url) != config::UrlMistake::none) {
    throw Error(ErrorKind::usage, file.string() + ": url is not like \"http://localhost:8086\"");
  }
  while (address.url.ends_with('/')) address.url.pop_back();
}

}  // namespace

InfluxAddress read_address(const config::SinkOptions& options) {
  InfluxAddress address{
      options.api == 1 ? 1 : 2, options.url, options.database, options.organisation, options.user, {}, {}};
  if (!options.credentials.empty()) read_credentials(options.credentials, address);
  if (!options.secret.empty())
    (options.api == 1 ? address.password : address.token) = read_secret(options.secret);
  return address;
}

InfluxAddress address_of(const config::SinkOptions& options) {
  try {
    return read_address(options);
  } catch (const Error& e) {
    throw Error(e.kind(), fmt::format("sink {}: {}", options.name, e.what()));
  }
}

}  // namespace xom::sinks
