#include "xom/model/language_version.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

namespace xom {
namespace {

enum class Kind { none, name, integer, real, op };

struct Word {
  Kind kind = Kind::none;
  std::string_view text;
  bool is(std::string_view op) const { return kind == Kind::op && text == op; }
  bool is_number() const { return kind == Kind::integer || kind == Kind::real; }
};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Names, numbers and operators; texts in quotes and comments are left out.
std::vector<Word> words(std::string_view text) {
  std::vector<Word> out(1);  // nothing is before the first
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    const std::size_t begin = at;
    const auto take = [&](Kind kind) { out.push_back({kind, text.substr(begin, at - begin)}); };
    if (c == '#') {
      at = std::min(text.find('\n', at), text.size());
    } else if (c == '"' || c == '\'') {
      for (++at; at < text.size() && text[at] != c; ++at) at += text[at] == '\\' ? 1 : 0;
      at = std::min(at + 1, text.size());
    } else if (is_letter(c)) {
      while (at < text.size() && (is_letter(text[at]) || is_digit(text[at]) || text[at] == '.')) ++at;
      take(Kind::name);
    } else if (is_digit(c) || (c == '.' && at + 1 < text.size() && is_digit(text[at + 1]))) {
      bool real = false;
      while (at < text.size()) {
        const char next = text[at];
        const bool sign = (next == '+' || next == '-') && (text[at - (at > begin ? 1 : 0)] | 0x20) == 'e';
        if (!is_letter(next) && !is_digit(next) && next != '.' && !sign) break;
        real |= next == '.' || next == 'e' || next == 'E';
        ++at;
      }
      take(real ? Kind::real : Kind::integer);
    } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      ++at;
    } else {
      const std::string_view two = text.substr(at, 2);
      at += two == "**" || two == "<<" || two == ">>" || two == "==" || two == "<=" || two == ">=" ||
                    two == "!="
                ? 2
                : 1;
      take(Kind::op);
    }
  }
  out.resize(out.size() + 3);  // nor after the last
  return out;
}

double value_of(const Word& number) {
  return std::strtod(std::string(number.text).c_str(), nullptr);
}

/// A real before an operator that is a side of it by itself, and no exponent.
bool is_real_side(const std::vector<Word>& all, std::size_t at) {
  return all[at].kind == Kind::real && !all[at - 1].is("**") &&
         !(all[at - 1].is("-") && all[at - 2].is("**"));
}

/// Of integers the sign has changed, of literals the digits; with one real beside a column neither.
bool remainder_changed(const std::vector<Word>& all, std::size_t at) {
  const std::size_t right = all[at + 1].is("-") || all[at + 1].is("+") ? at + 2 : at + 1;
  const bool left_is_column = all[at - 1].kind == Kind::name || all[at - 1].is("]");
  const bool right_is_column = all[right].kind == Kind::name;
  if (is_real_side(all, at - 1)) return !right_is_column;
  return !(all[right].kind == Kind::real && left_is_column && !all[at - 2].is("**"));
}

/// Integers to negative float powers were divided as integers, and those of 64 bits were cut, not rounded.
bool power_changed(const std::vector<Word>& all, std::size_t at) {
  if (is_real_side(all, at - 1)) return false;
  const bool minus = all[at + 1].is("-");
  const Word& exponent = all[minus ? at + 2 : at + 1];
  if (!exponent.is_number() || all[minus ? at + 3 : at + 2].is("**")) return true;
  if (minus && exponent.kind == Kind::integer) return false;  // was refused for integers
  const double value = value_of(exponent);
  const bool unfolds = value <= 50 && std::trunc(2 * value) == 2 * value;
  return minus ? unfolds : value > 50 && exponent.kind == Kind::integer;
}

bool shift_changed(const std::vector<Word>& all, std::size_t at) {
  const bool of_column = all[at - 1].kind == Kind::name || all[at - 1].is("]");
  return !of_column || all[at + 1].kind != Kind::integer || value_of(all[at + 1]) >= 32;
}

/// A function of literals was computed as those of columns are.
bool is_call_of_literals(const std::vector<Word>& all, std::size_t at) {
  int depth = 0;
  for (std::size_t i = at + 1; i < all.size(); ++i) {
    if (all[i].is("(")) ++depth;
    if (all[i].is(")") && --depth == 0) return i > at + 2;
    if (all[i].kind == Kind::name && !all[i + 1].is("(")) return false;
  }
  return false;
}

bool changed(const std::vector<Word>& all, std::size_t at) {
  const Word& word = all[at];
  if (word.is("%")) return remainder_changed(all, at);
  if (word.is("**")) return power_changed(all, at);
  if (word.is("<<") || word.is(">>")) return shift_changed(all, at);
  if (word.is("~")) return all[at + 1].text == "True" || all[at + 1].text == "False";
  if (word.kind != Kind::name) return false;
  if (all[at + 1].is("(")) return is_call_of_literals(all, at);
  return is_name_of_function(word.text) && !all[at + 1].is("=");
}

}  // namespace

bool is_name_of_function(std::string_view name) {
  static constexpr std::string_view names[] = {
      "abs",     "arccos",    "arccosh",   "arcsin",   "arcsinh", "arctan",   "arctan2",  "arctanh",
      "ceil",    "complex",   "conj",      "contains", "copy",    "copysign", "cos",      "cosh",
      "exp",     "expm1",     "floor",     "fmod",     "hypot",   "imag",     "isfinite", "isinf",
      "isnan",   "log",       "log10",     "log1p",    "log2",    "max",      "maximum",  "min",
      "minimum", "nextafter", "ones_like", "prod",     "real",    "round",    "sign",     "signbit",
      "sin",     "sinh",      "sqrt",      "sum",      "tan",     "tanh",     "trunc",    "where"};
  return std::ranges::find(names, name) != std::end(names);
}

int language_version(std::string_view expression) {
  const std::vector<Word> all = words(expression);
  for (std::size_t at = 1; at + 3 < all.size(); ++at) {
    if (changed(all, at)) return 2;
  }
  return 1;
}

}  // namespace xom
