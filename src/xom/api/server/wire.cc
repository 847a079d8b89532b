#include "xom/api/server/wire.h"

#include <array>
#include <ctime>

#include <fmt/format.h>

#include "xom/api/http/conditional.h"
#include "xom/api/http/refusal.h"
#include "xom/base/safe_text.h"

namespace xom::api {

namespace {

// Scripts, styles, fonts and data of this host only; nothing inline; in nobody's frame.
constexpr std::array security = {
    std::pair{"Content-Security-Policy",
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
              "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; "
              "frame-ancestors 'none'"},
    std::pair{"X-Content-Type-Options", "nosniff"}, std::pair{"Referrer-Policy", "same-origin"},
    std::pair{"Cross-Origin-Opener-Policy", "same-origin"},
    std::pair{"Cross-Origin-Resource-Policy", "same-origin"}};

void add(std::string& text, std::string_view name, std::string_view value) {
  text += name;
  text += ": ";
  text += safe_text(value);
  text += "\r\n";
}

}  // namespace

std::string head(const Response& response, std::string_view request, Framing framing, bool keep_alive,
                 std::string_view date) {
  std::string text = fmt::format("HTTP/1.1 {} {}\r\n", response.status, reason_phrase(response.status));
  text.reserve(1024);
  add(text, "Date", date);
  const bool empty = response.status == 204 || response.status == 304;
  if (!empty) add(text, "Content-Type", response.media_type);
  if (framing != Framing::stream && !empty) add(text, "Content-Length", std::to_string(response.body.size()));
  add(text, "Connection", keep_alive && framing != Framing::stream ? "keep-alive" : "close");
  add(text, "X-Request-Id", request);
  for (const auto& [name, value] : security) {
    if (name != security[0].first || header(response, "content-security-policy") == nullptr) {
      add(text, name, value);
    }
  }
  for (const auto& [name, value] : response.headers) add(text, name, value);
  text += "\r\n";
  return text;
}

std::string http_date(std::int64_t seconds) {
  const std::time_t time = seconds;
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  std::array<char, 40> text{};
  const auto length =
      std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);  // locale "C"
  return {text.data(), length};
}

}  // namespace xom::api
