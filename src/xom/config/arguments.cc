#include "xom/config/arguments.h"

#include <fmt/format.h>

#include "xom/base/error.h"

namespace xom::config {
namespace {

[[noreturn]] void refuse(char c, std::string_view text) {
  throw Error(
      ErrorKind::config,
      fmt::format("'{}' in \"{}\" would need a shell, and commands run without one; put the command into a "
                  "script and name the script, or write '{}' inside single quotes",
                  c == '\n' ? std::string("newline") : std::string(1, c), text.substr(0, 200),
                  c == '\n' ? std::string("newline") : std::string(1, c)));
}

}  // namespace

std::vector<std::string> split_command(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote == '\'') {
      if (c == quote) {
        quote = 0;
      } else {
        word += c;
      }
    } else if (c == '\\') {
      if (i + 1 == text.size()) throw Error(ErrorKind::config, fmt::format("\"{}\" ends with a \\", text));
      const char next = text[++i];
      if (quote == '"' && next != '"' && next != '\\' && next != '$' && next != '`') word += '\\';
      word += next;
      in_word = true;
    } else if (c == '$' || c == '`') {
      refuse(c, text);
    } else if (quote == '"') {
      if (c == quote) {
        quote = 0;
      } else {
        word += c;
      }
    } else if (c == '\'' || c == '"') {
      quote = c;
      in_word = true;
    } else if (std::string_view(";|&<>()\n").find(c) != std::string_view::npos) {
      refuse(c, text);
    } else if (c == ' ' || c == '\t') {
      if (in_word) words.push_back(std::move(word));
      word.clear();
      in_word = false;
    } else {
      word += c;
      in_word = true;
    }
  }
  if (quote != 0) throw Error(ErrorKind::config, fmt::format("\"{}\": the {} is not closed", text, quote));
  if (in_word) words.push_back(std::move(word));
  return words;
}

}  // namespace xom::config
