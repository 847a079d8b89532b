#include "xom/expr/message.h"

#include <algorithm>
#include <numeric>
#include <set>

#include <fmt/format.h>

#include "xom/base/error.h"

namespace xom::expr {
namespace {

constexpr std::size_t line_width = 90;

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

std::string printable(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = c == '\n' || c == '\t' ? ' ' : '?';
  }
  return out;
}

std::size_t columns_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !continues_character(c); }));
}

/// Levenshtein distance; changing the case costs nothing.
std::size_t distance(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t corner = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t change = corner + (lower(a[i]) == lower(b[j]) ? 0 : 1);
      corner = row[j + 1];
      row[j + 1] = std::min({change, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

void fail(std::string_view text, Place place, std::string_view what, std::string_view hint) {
  place.begin = std::min(place.begin, text.size());
  place.end = std::clamp(place.end, place.begin, text.size());
  std::size_t from = 0;
  std::size_t to = text.size();
  if (text.size() > line_width) {
    from = place.begin > line_width / 2 ? place.begin - line_width / 2 : 0;
    to = std::min(text.size(), from + line_width);
    while (from < place.begin && continues_character(text[from])) ++from;
    while (to < text.size() && continues_character(text[to])) ++to;
  }
  const std::string_view before = from > 0 ? "..." : "";
  const std::size_t indent = 2 + before.size() + columns_of(text.substr(from, place.begin - from));
  const std::size_t width = columns_of(text.substr(place.begin, std::min(place.end, to) - place.begin));
  std::string message = fmt::format("expression: {}\n  {}{}{}\n{}^{}", printable(what), before,
                                    printable(text.substr(from, to - from)), to < text.size() ? "..." : "",
                                    std::string(indent, ' '), std::string(width > 1 ? width - 1 : 0, '~'));
  if (!hint.empty()) message += fmt::format("\nhint: {}", printable(hint));
  throw Error(ErrorKind::expression, message);
}

std::vector<std::string> nearest(std::string_view name, const std::vector<std::string>& names) {
  name = name.substr(0, 100);
  std::vector<std::pair<std::size_t, std::string>> found;
  for (const std::string& candidate : names) {
    if (candidate.size() > 200) continue;
    std::size_t d = distance(name, candidate);
    if (name.size() >= 3 && candidate.find(name) != std::string::npos) d = std::min<std::size_t>(d, 2);
    if (d <= std::max<std::size_t>(2, name.size() / 3)) found.emplace_back(d, candidate);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> out;
  for (auto& [d, candidate] : found) {
    if (out.size() < 3 && std::find(out.begin(), out.end(), candidate) == out.end()) out.push_back(candidate);
  }
  return out;
}

std::string did_you_mean(std::string_view name, const std::vector<std::string>& names) {
  const std::vector<std::string> near = nearest(name, names);
  std::string out;
  if (!near.empty()) {
    for (std::size_t i = 0; i < near.size(); ++i) {
      out += i == 0 ? "did you mean " : i + 1 == near.size() ? " or " : ", ";
      out += near[i];
    }
    return out + "?";
  }
  std::set<std::string_view> said;  // "time" is in every part
  for (const std::string& candidate : names) {
    if (!said.insert(candidate).second) continue;
    if (out.size() + candidate.size() > line_width) return "there are " + out + ", ...";
    out += (out.empty() ? "" : ", ") + candidate;
  }
  return out.empty() ? out : "there are " + out;
}

}  // namespace xom::expr
