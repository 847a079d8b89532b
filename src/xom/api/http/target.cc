#include "xom/api/http/target.h"

#include <algorithm>

#include <fmt/format.h>

namespace xom::api {

namespace {

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

std::optional<std::string> decode_query(std::string_view text) {
  std::string spaced(text);
  std::replace(spaced.begin(), spaced.end(), '+', ' ');
  return percent_decode(spaced);
}

/// Segment by segment, so that an escaped '/' cannot make two of one.
std::optional<std::string> decode_path(std::string_view text) {
  std::string path;
  while (!text.empty()) {
    text.remove_prefix(1);  // '/'
    const auto end = std::min(text.find('/'), text.size());
    const auto segment = percent_decode(text.substr(0, end));
    const bool last = end == text.size();
    if (!segment || *segment == "." || *segment == ".." || (segment->empty() && !(last && path.empty()))) {
      return std::nullopt;
    }
    if (std::any_of(segment->begin(), segment->end(),
                    [](char c) { return is_control(c) || c == '/' || c == '\\'; })) {
      return std::nullopt;
    }
    path += '/';
    path += *segment;
    text.remove_prefix(end);
  }
  return path;
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = digit(text[i + 1]);
    const int low = digit(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    decoded += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return decoded;
}

std::optional<Target> parse_target(std::string_view text) {
  if (text.empty() || text.front() != '/' || text.find('#') != std::string_view::npos) return std::nullopt;
  const auto question = std::min(text.find('?'), text.size());
  auto path = decode_path(text.substr(0, question));
  if (!path) return std::nullopt;
  Target target{std::move(*path), {}};
  std::string_view rest = text.substr(std::min(question + 1, text.size()));
  while (!rest.empty()) {
    const auto end = std::min(rest.find('&'), rest.size());
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (part.empty()) continue;
    const auto equals = std::min(part.find('='), part.size());
    auto name = decode_query(part.substr(0, equals));
    auto value = decode_query(part.substr(std::min(equals + 1, part.size())));
    if (!name || !value) return std::nullopt;
    target.query.emplace_back(std::move(*name), std::move(*value));
  }
  return target;
}

}  // namespace xom::api
