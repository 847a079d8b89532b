#include "xom/api/http/sniff.h"

#include <algorithm>

#include "xom/api/http/parameters.h"

namespace xom::api {

namespace {

bool is_svg(std::string_view bytes) {
  std::string_view start = bytes.substr(0, 1000);
  const std::size_t text = start.find_first_not_of(" \t\r\n");
  if (text == std::string_view::npos) return false;
  start.remove_prefix(text);
  if (start.starts_with("<svg")) return true;
  return start.starts_with("<?xml") && start.find("<svg") != std::string_view::npos;
}

}  // namespace

Shown shown_as(std::string_view kind, std::string_view bytes) {
  using namespace std::literals;
  if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) return {"image/png", true};
  if (bytes.starts_with("\xff\xd8\xff"sv)) return {"image/jpeg", true};
  if (bytes.starts_with("RIFF"sv) && bytes.substr(8, 4) == "WEBP"sv) return {"image/webp", true};
  if (bytes.starts_with("%PDF-"sv)) return {"application/pdf", true};
  if (is_svg(bytes)) return {"image/svg+xml", true};
  if (kind == "histogram" || kind == "json") return {"application/json", true};
  return {"application/octet-stream", false};
}

std::string printable(std::string_view log) {
  std::string text;
  text.reserve(log.size());
  for (std::size_t i = 0; i < log.size();) {
    const auto byte = static_cast<unsigned char>(log[i]);
    if (byte < 0x80) {
      const bool control = (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7f;
      text += control ? ' ' : log[i];
      ++i;
      continue;
    }
    // The shortest piece from here that is whole; none is longer than 4 bytes.
    std::size_t length = 2;
    const std::size_t longest = std::min<std::size_t>(4, log.size() - i);
    while (length <= longest && !is_plain_text(log.substr(i, length))) ++length;
    if (length <= longest) {
      text += log.substr(i, length);
      i += length;
    } else {
      text += "\xef\xbf\xbd";
      ++i;
    }
  }
  return text;
}

}  // namespace xom::api
