#include "xom/config/problems.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "xom/base/error.h"

namespace xom::config {
namespace {

/// Levenshtein's distance, one row at a time.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

}  // namespace

std::string Place::text() const {
  return line > 0 ? fmt::format("{}:{}", file, line) : file;
}

void Problems::add(const Place& place, std::string_view key, std::string_view what) {
  list_.push_back({place, key.empty() ? fmt::format("{}: {}", place.text(), what)
                                      : fmt::format("{}: {}: {}", place.text(), key, what)});
}

void Problems::throw_if_any() const {
  if (list_.empty()) return;
  std::vector<Problem> sorted = list_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Problem& a, const Problem& b) {
    return std::tie(a.place.file, a.place.line) < std::tie(b.place.file, b.place.line);
  });
  std::string text =
      sorted.size() == 1 ? "" : fmt::format("{} mistakes in the configuration:\n", sorted.size());
  for (std::size_t i = 0; i < sorted.size(); ++i) text += (i > 0 ? "\n" : "") + sorted[i].text;
  throw Error(ErrorKind::config, text);
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  if (word.size() > 64) return {};
  std::size_t best = std::max<std::size_t>(1, word.size() / 3) + 1;
  std::string found;
  for (const std::string& candidate : candidates) {
    const std::size_t d = distance(word, candidate);
    if (d < best) {
      best = d;
      found = candidate;
    }
  }
  return found;
}

bool is_identifier(std::string_view text) {
  return !text.empty() && text.size() <= 64 && is_letter_or_digit(text[0]) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_letter_or_digit(c) || c == '_' || c == '.' || c == '-'; });
}

}  // namespace xom::config
