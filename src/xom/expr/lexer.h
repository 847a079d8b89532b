#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "xom/expr/message.h"

namespace xom::expr {

enum class TokenKind { integer, real, text, name, op, end };

struct Token {
  TokenKind kind = TokenKind::end;
  Place place;
  std::int64_t integer = 0;
  double real = 0;
  std::string word;  ///< Name, operator, or the literal without quotes.
};

/// Cuts an expression into tokens; the last one is `end`. Throws Error{expression}.
std::vector<Token> tokens(std::string_view text);

}  // namespace xom::expr
