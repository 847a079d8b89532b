#include "xom/config/toml_text.h"

#include <fmt/format.h>

namespace xom::config {

std::string toml_text(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (code < 0x20 || code == 0x7F) {
      result += fmt::format("\\u{:04X}", code);
    } else {
      result += c;
    }
  }
  return result + '"';
}

std::string list_text(const std::vector<std::string>& texts) {
  std::string result = "[";
  for (std::size_t i = 0; i < texts.size(); ++i) result += (i > 0 ? ", " : "") + toml_text(texts[i]);
  return result + "]";
}

std::string duration_text(Duration duration) {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
  if (ms % 1000 != 0) return fmt::format("\"{}ms\"", ms);
  const std::int64_t s = ms / 1000;
  if (s != 0 && s % 86'400 == 0) return fmt::format("\"{}d\"", s / 86'400);
  if (s != 0 && s % 3600 == 0) return fmt::format("\"{}h\"", s / 3600);
  if (s != 0 && s % 60 == 0) return fmt::format("\"{}min\"", s / 60);
  return fmt::format("\"{}s\"", s);
}

std::string bytes_text(std::int64_t bytes) {
  constexpr std::int64_t gib = std::int64_t{1} << 30;
  if (bytes % gib == 0) return fmt::format("\"{} GiB\"", bytes / gib);
  if (bytes % 1'000'000 == 0) return fmt::format("\"{} MB\"", bytes / 1'000'000);
  return std::to_string(bytes);
}

}  // namespace xom::config
