#pragma once

#include <optional>
#include <string_view>

#include "xom/columns/dtype.h"
#include "xom/expr/program.h"

namespace xom::expr {

/// How each operation is done on elements of one type; all behaviour is defined, nothing traps: integers
/// wrap, x / 0, x // 0 and x % 0 of integers are 0, and a shift by more than the width, or by less than 0,
/// leaves nothing.

/// "+", "-", "*", "/", "//", "%", "**", "<<", ">>" give `type`; "<", "<=", ">", ">=", "==", "!=" a boolean;
/// "&",
/// "|", "^" booleans and integers only, shifts integers only. nullptr if there is none. The flags say which
/// operand is constant.
Kernel binary_kernel(std::string_view op, Type type, bool constant_a, bool constant_b);

/// "-" on numbers, "~" on booleans and integers. nullptr if there is none.
Kernel unary_kernel(std::string_view op, Type type);

/// where(boolean, a, b).
Kernel where_kernel(Type type, bool constant_a, bool constant_b);

/// Widening only.
Kernel cast_kernel(Type from, Type to);

/// How a column is read and what it becomes. Empty for text, bytes and raw. uint64 is taken for
/// int64, as numexpr 2.14 does: from 2^63 it is negative.
struct ColumnLoad {
  Load load = nullptr;
  Type type = Type::boolean;
};
std::optional<ColumnLoad> column_load(columns::Scalar scalar, bool big_endian);

/// Boolean: the item is (or is not) Value::literal, byte by byte.
Load text_load(bool equal);

}  // namespace xom::expr
