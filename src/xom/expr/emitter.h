#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "xom/expr/functions.h"
#include "xom/expr/program.h"

namespace xom::expr {

/// Puts values into a program. Equal ones are made once; what follows from constants is computed at once, by
/// the same kernels.
class Emitter {
 public:
  explicit Emitter(Program& program) : program_(&program) {}

  const Value& at(int index) const { return program_->values[static_cast<std::size_t>(index)]; }
  Type type(int index) const { return at(index).type; }

  int add(Value value);
  int constant(Type type, std::uint64_t bits);
  int apply(Type type, Kernel kernel, std::array<int, 3> in);
  int cast(int index, Type to);  ///< Widening only.

  /// Both sides as `type`.
  int operation(std::string_view op, Type type, Type result, int a, int b);
  int multiply(int a, int b);              ///< In their common type; of booleans "and".
  int divide(int a, int b);                ///< In their common type, at least float64 for integers.
  int negate(std::string_view op, int a);  ///< "-" or "~", where there is a kernel.
  int call(const Function& function,
           const std::array<int, 2>& arguments);  ///< The second is -1 if there is one.
  int where(int condition, int a, int b);

 private:
  Program* program_;
};

}  // namespace xom::expr
