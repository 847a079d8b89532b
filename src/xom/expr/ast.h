#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "xom/expr/message.h"
#include "xom/stats/exact_sum.h"

namespace xom::expr {

enum class NodeKind { integer, real, boolean, text, name, index, call, keyword, unary, binary };

/// A piece of an expression as it was written.
struct Node {
  NodeKind kind = NodeKind::integer;
  Place place;
  Place mark;                 ///< Operator or name, for messages.
  stats::Int128 integer = 0;  ///< integer, boolean (0 or 1)
  double real = 0;            ///< real
  std::string word;          ///< name, call, keyword: the name; text: its UTF-8; unary, binary: the operator.
  bool parentheses = false;  ///< It was written in parentheses.
  int depth = 1;
  std::vector<Node> children;  ///< index: the array, then the positions; keyword: the value.
};

constexpr std::size_t max_length = 64 * 1024;  ///< Bytes of an expression.
constexpr int max_depth = 500;                 ///< Of the tree; terms of one sum count.

/// Reads an expression: Python's grammar and precedence, as far as numexpr knows them. Throws
/// Error{expression}. Names may have dots. `and`, `or`, `not`, `in` and chained comparisons are errors with a
/// hint.
Node parse(std::string_view text);

}  // namespace xom::expr
