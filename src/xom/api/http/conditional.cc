#include "xom/api/http/conditional.h"

#include <algorithm>
#include <charconv>
#include <functional>

#include <fmt/format.h>

#include "xom/base/text.h"
#include "xom/net/gzip.h"

namespace xom::api {

namespace {

constexpr std::size_t worth_compressing = 1024;  // [bytes]

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// Calls with each part between commas until it says true.
bool any_part(std::string_view list, const std::function<bool(std::string_view)>& test) {
  while (true) {
    const auto end = std::min(list.find(','), list.size());
    if (test(trimmed(list.substr(0, end)))) return true;
    if (end == list.size()) return false;
    list.remove_prefix(end + 1);
  }
}

std::string_view without_weak(std::string_view etag) {
  if (etag.substr(0, 2) == "W/") etag.remove_prefix(2);
  return etag;
}

std::optional<std::size_t> number(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool is_text(std::string_view media_type) {
  return media_type.substr(0, 5) == "text/" || media_type.find("json") != std::string_view::npos ||
         media_type.find("svg") != std::string_view::npos;
}

void cut(const Request& request, Response& response) {
  const auto* wanted = header(request, "range");
  if (wanted == nullptr || header(response, "accept-ranges") == nullptr) return;
  const auto* condition = header(request, "if-range");
  const auto* etag = header(response, "etag");
  if (condition != nullptr && (etag == nullptr || *condition != *etag)) return;
  Range range;
  const std::size_t size = response.body.size();
  switch (parse_range(*wanted, size, range)) {
    case RangeKind::all:
      return;
    case RangeKind::outside:
      response.status = 416;
      response.headers.emplace_back("Content-Range", fmt::format("bytes */{}", size));
      response.body.clear();
      return;
    case RangeKind::part:
      response.status = 206;
      response.headers.emplace_back("Content-Range",
                                    fmt::format("bytes {}-{}/{}", range.first, range.last, size));
      response.body = response.body.substr(range.first, range.last - range.first + 1);
  }
}

}  // namespace

const std::string* header(const Request& request, std::string_view name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? nullptr : &found->second;
}

const std::string* header(const Response& response, std::string_view name) {
  for (const auto& [known, value] : response.headers) {
    if (lower(known) == name) return &value;
  }
  return nullptr;
}

bool accepts_gzip(const Request& request) {
  const auto* accepted = header(request, "accept-encoding");
  if (accepted == nullptr) return false;
  return any_part(lower(*accepted), [](std::string_view part) {
    const auto semicolon = std::min(part.find(';'), part.size());
    if (trimmed(part.substr(0, semicolon)) != "gzip") return false;
    const auto quality = trimmed(part.substr(std::min(semicolon + 1, part.size())));
    return quality.empty() || quality.find_first_not_of("q=0. ") != std::string_view::npos;
  });
}

bool etag_matches(std::string_view list, std::string_view etag) {
  return any_part(list, [&](std::string_view part) {
    return part == "*" || (!part.empty() && without_weak(part) == without_weak(etag));
  });
}

RangeKind parse_range(std::string_view text, std::size_t size, Range& range) {
  constexpr std::string_view unit = "bytes=";
  if (text.substr(0, unit.size()) != unit) return RangeKind::all;
  text = trimmed(text.substr(unit.size()));
  const auto dash = text.find('-');
  if (dash == std::string_view::npos || text.find(',') != std::string_view::npos) return RangeKind::all;
  const auto from = number(text.substr(0, dash));
  const auto to = number(text.substr(dash + 1));
  if ((!from && dash > 0) || (!to && dash + 1 < text.size()) || (!from && !to)) return RangeKind::all;
  if (!from) {
    if (*to == 0 || size == 0) return RangeKind::outside;
    range = {size - std::min(*to, size), size - 1};
    return RangeKind::part;
  }
  if (to && *to < *from) return RangeKind::all;
  if (*from >= size) return RangeKind::outside;
  range = {*from, to ? std::min(*to, size - 1) : size - 1};
  return RangeKind::part;
}

void finish(const Request& request, Response& response) {
  if (response.stream_after) return;
  if (request.method == Method::get && response.status == 200) {
    const auto* etag = header(response, "etag");
    if (etag == nullptr && header(response, "cache-control") == nullptr) {
      // Only this process compares it, and only with its own: any good hash does.
      response.headers.emplace_back(
          "ETag",
          fmt::format("W/\"{:x}-{:x}\"", std::hash<std::string_view>()(response.body), response.body.size()));
      etag = &response.headers.back().second;
    }
    const auto* known = header(request, "if-none-match");
    if (known != nullptr && etag != nullptr && etag_matches(*known, *etag)) {
      response.status = 304;
      response.body.clear();
      return;
    }
    cut(request, response);
  }
  if (header(response, "cache-control") == nullptr) {
    response.headers.emplace_back("Cache-Control", "no-cache, private");
  }
  if (response.status == 206 || response.body.size() < worth_compressing || !is_text(response.media_type) ||
      header(response, "content-encoding") != nullptr) {
    return;
  }
  if (header(response, "vary") == nullptr) response.headers.emplace_back("Vary", "Accept-Encoding");
  if (!accepts_gzip(request)) return;
  if (auto packed = net::gzip(response.body); packed.size() < response.body.size()) {
    response.body = std::move(packed);
    response.headers.emplace_back("Content-Encoding", "gzip");
  }
}

}  // namespace xom::api
