#include "xom/config/bind.h"

#include <vector>

#include <fmt/format.h>

namespace xom::config {

std::optional<Bind> parse_bind(const std::string& text, std::string& problem) {
  const auto mistake = [&](const char* why) {
    problem = fmt::format(
        "\"{}\" {}; write \"SOURCE\", \"SOURCE:TARGET\" or \"SOURCE:TARGET:rw\" with absolute paths", text,
        why);
    return std::nullopt;
  };
  std::vector<std::string> parts{""};
  for (const char c : text) {
    if (c == ':') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  if (text.find(',') != text.npos) return mistake("has a comma, at which container programs split paths");
  if (parts.size() > 3) return mistake("has too many parts");
  if (parts.size() == 3 && parts[2] != "ro" && parts[2] != "rw")
    return mistake("ends neither in ro nor in rw");
  Bind bind{parts[0], parts[parts.size() >= 2 ? 1 : 0], parts.size() < 3 || parts[2] == "ro"};
  if (!bind.source.starts_with('/') || !bind.target.starts_with('/')) return mistake("is no absolute path");
  return bind;
}

std::string bind_text(const Bind& bind) {
  return fmt::format("{}:{}:{}", bind.source, bind.target, bind.read_only ? "ro" : "rw");
}

}  // namespace xom::config
