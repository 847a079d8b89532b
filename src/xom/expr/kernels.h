#pragma once

#include <optional>
#include <string_view>

#include "xom/columns/dtype.h"
#include "xom/expr/program.h"

namespace xom::expr {

/// How each operation is done on elements of one type; all behaviour is defined, nothing traps: integers
/// wrap, x / 0 and x % 0 of integers are 0, shifts count modulo the width (as x86 does).

/// "+", "-", "*", "/", "%", "**", "<<", ">>" give `type`; "<", "<=", ">", ">=", "==", "!=" a boolean; "&",
/// "|", "^" booleans only; "arctan2", "fmod" floats only. nullptr if there is none. The flags say which
/// operand is constant.
Kernel binary_kernel(std::string_view op, Type type, bool constant_a, bool constant_b);

/// "-" on numbers, "~" on booleans, functions on floats.
Kernel unary_kernel(std::string_view op, Type type);

/// where(boolean, a, b).
Kernel where_kernel(Type type, bool constant_a, bool constant_b);

/// Widening only.
Kernel cast_kernel(Type from, Type to);

/// How a column is read and what it becomes. Empty for text, bytes, raw and uint64.
struct ColumnLoad {
  Load load = nullptr;
  Type type = Type::boolean;
};
std::optional<ColumnLoad> column_load(columns::Scalar scalar, bool big_endian);

/// Boolean: the item is (or is not) Value::literal, byte by byte.
Load text_load(bool equal);

bool is_function(std::string_view name);  ///< Of one argument.

}  // namespace xom::expr
