#include "xom/base/nesting.h"

#include <algorithm>
#include <vector>

namespace xom {
namespace {

int line_of(std::string_view text, std::size_t at) {
  return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

Excess too_deep(std::string_view text, std::size_t at) {
  return {line_of(text, at), "is deeper than " + std::to_string(max_nesting) + " levels"};
}

Excess long_key(std::string_view text, std::size_t at, std::size_t bytes) {
  return {line_of(text, at), "has a key of " + std::to_string(bytes) + " bytes; " +
                                 std::to_string(max_key_bytes) + " are allowed"};
}

/// Behind the quote that ends the string, whose content begins at `at`; the end of the text if there is none.
std::size_t string_end(std::string_view text, std::size_t at, std::string_view quote, bool escapes) {
  while (at < text.size()) {
    if (escapes && text[at] == '\\') {
      at += 2;
    } else if (text.substr(at, quote.size()) == quote) {
      return at + quote.size();
    } else {
      ++at;
    }
  }
  return text.size();
}

/// Behind a string of TOML that begins at `at`.
std::size_t toml_string_end(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const bool escapes = quote == '"';
  const std::string three(3, quote);
  if (text.substr(at, 3) != three) return string_end(text, at + 1, three.substr(0, 1), escapes);
  std::size_t end = string_end(text, at + 3, three, escapes);
  for (int more = 0; more < 2 && end < text.size() && text[end] == quote; ++more) ++end;  // """a"""""
  return end;
}

/// Levels while a TOML text is walked over.
class TomlLevels {
 public:
  /// `parts`: dots of the key so far.
  int now() const { return base_ + parts_; }
  void dot() { ++parts_; }
  void comma() { parts_ = 0; }
  void open() {
    if (outside_.empty() && at_start_) {
      in_header_ = true;
      base_ = header_ = 0;
    }
    outside_.push_back(base_);
    base_ += parts_ + 1;
    parts_ = 0;
  }
  void close() {
    if (outside_.empty()) return;
    if (in_header_) header_ = std::max(header_, now());
    base_ = outside_.back();
    outside_.pop_back();
    parts_ = 0;
  }
  void line_end() {
    at_start_ = outside_.empty();
    if (!at_start_) return;
    base_ = header_;
    parts_ = 0;
    in_header_ = false;
  }
  void other() { at_start_ = false; }
  bool in_header() const { return in_header_; }

 private:
  std::vector<int> outside_;  ///< Of each open bracket: the level around it.
  int base_ = 0;              ///< Where the key that is read begins.
  int parts_ = 0;
  int header_ = 0;
  bool at_start_ = true;  ///< Of a line that is not inside a bracket.
  bool in_header_ = false;
};

}  // namespace

std::optional<Excess> excess_of_json(std::string_view text) {
  int depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '[' || c == '{') {
      if (++depth > max_nesting) return too_deep(text, at);
    } else if (c == ']' || c == '}') {
      --depth;
    } else if (c == '"') {
      const std::size_t begin = at + 1;
      const std::size_t end = string_end(text, begin, "\"", true);
      at = std::min(end, text.size()) - 1;
      const std::size_t next = text.find_first_not_of(" \t\r\n", end);
      const bool is_key = next != text.npos && text[next] == ':';
      if (is_key && end - begin - 1 > max_key_bytes) return long_key(text, begin, end - begin - 1);
    }
  }
  return std::nullopt;
}

std::optional<Excess> excess_of_toml(std::string_view text) {
  TomlLevels levels;
  std::size_t key = 0;  // where the key that is read may have begun
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool ends_key = c == '=' || (c == ']' && levels.in_header());
    if (ends_key && at - key > max_key_bytes) return long_key(text, key, at - key);
    if (c == '#') {
      at = std::min(text.find('\n', at), text.size()) - 1;
      continue;
    }
    if (c == '"' || c == '\'') {
      at = std::min(toml_string_end(text, at), text.size()) - 1;
      levels.other();
    } else if (c == '[' || c == '{') {
      levels.open();
    } else if (c == ']' || c == '}') {
      levels.close();
    } else if (c == ',') {
      levels.comma();
    } else if (c == '.') {
      levels.dot();
    } else if (c == '\n') {
      levels.line_end();
    } else if (c != ' ' && c != '\t' && c != '\r') {
      levels.other();
    }
    if (c == ',' || c == '{' || c == '[' || c == '=' || c == '\n') key = at + 1;
    if (levels.now() > max_nesting) return too_deep(text, at);
  }
  return std::nullopt;
}

}  // namespace xom
