#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "xom/expr/message.h"
#include "xom/stats/exact_sum.h"

namespace xom::expr {

enum class TokenKind { integer, real, text, name, op, end };

struct Token {
  TokenKind kind = TokenKind::end;
  Place place;
  stats::Int128 integer = 0;
  double real = 0;
  std::string word;  ///< Name, operator, or the literal without quotes.
};

/// Cuts an expression into tokens; the last one is `end`. Numbers are Python's (0x10, 1_000, 1e400); a `#`
/// and the rest of its line are left out. Throws Error{expression}.
std::vector<Token> tokens(std::string_view text);

}  // namespace xom::expr
