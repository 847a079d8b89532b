#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "xom/expr/literal.h"
#include "xom/expr/program.h"

namespace xom::expr {

/// What numexpr makes of the types of a function's arguments.
enum class FunctionKind {
  floating,        ///< Integers become float64, booleans float32.
  doubles,         ///< All become float64.
  keeps_integers,  ///< Integers stay what they are, all others become float64.
  test             ///< A boolean. Integers and booleans are looked at as float32.
};

/// A function of rows of one or two arguments.
struct Function {
  using Choice = Kernel (*)(bool constant_a, bool constant_b);
  std::string_view name;
  FunctionKind kind;
  Kernel on_float = nullptr, on_double = nullptr;          ///< Of one argument.
  Choice two_on_float = nullptr, two_on_double = nullptr;  ///< Of two.
  Kernel on_int32 = nullptr, on_int64 = nullptr;           ///< keeps_integers
  /// What numpy makes of integers that are literals, where it does not leave them; of one argument `b` is
  /// `a`.
  std::int64_t (*of_integers)(std::int64_t a, std::int64_t b) = nullptr;

  std::size_t arguments() const { return two_on_double != nullptr ? 2 : 1; }
};

const Function* find_function(std::string_view name);  ///< nullptr: there is none, or `where`.
std::vector<std::string> function_names();             ///< All, with `where`.

/// What the arguments of a function are taken for, of the widest of their types.
Type argument_type(const Function& function, Type widest);
/// `type` as argument_type gives it.
Type result_type(const Function& function, Type type);
Kernel function_kernel(const Function& function, Type type, bool constant_a, bool constant_b);

/// Of literals.
Folded fold(const Function& function, const std::vector<Literal>& arguments);

}  // namespace xom::expr
