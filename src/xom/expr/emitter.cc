#include "xom/expr/emitter.h"

#include <algorithm>

#include "xom/expr/kernels.h"

namespace xom::expr {

int Emitter::add(Value value) {
  auto& values = program_->values;
  const auto found = std::find(values.begin(), values.end(), value);
  if (found != values.end()) return static_cast<int>(found - values.begin());
  values.push_back(std::move(value));
  return static_cast<int>(values.size()) - 1;
}

int Emitter::constant(Type type, std::uint64_t bits) {
  Value value;
  value.type = type;
  value.constant = true;
  value.bits = bits;
  return add(std::move(value));
}

int Emitter::apply(Type type, Kernel kernel, std::array<int, 3> in) {
  Value value;
  value.type = type;
  value.kernel = kernel;
  value.in = in;
  const bool known = std::all_of(in.begin(), in.end(), [&](int i) { return i < 0 || at(i).constant; });
  if (!known) return add(std::move(value));
  const std::byte* operands[3] = {};
  for (std::size_t k = 0; k < 3; ++k) {
    if (in[k] >= 0) operands[k] = reinterpret_cast<const std::byte*>(&at(in[k]).bits);
  }
  std::uint64_t bits = 0;
  kernel(reinterpret_cast<std::byte*>(&bits), operands, 1);
  return constant(type, bits);
}

int Emitter::cast(int index, Type to) {
  const Type from = type(index);
  return from == to ? index : apply(to, cast_kernel(from, to), {index, -1, -1});
}

int Emitter::operation(std::string_view op, Type type, Type result, int a, int b) {
  a = cast(a, type);
  b = cast(b, type);
  return apply(result, binary_kernel(op, type, at(a).constant, at(b).constant), {a, b, -1});
}

int Emitter::multiply(int a, int b) {
  const Type common = std::max(type(a), type(b));
  return operation(common == Type::boolean ? "&" : "*", common, common, a, b);
}

int Emitter::divide(int a, int b) {
  const Type common = std::max(type(a), type(b));
  const Type floating = common < Type::float32 ? Type::float64 : common;
  return operation("/", floating, floating, a, b);
}

int Emitter::negate(std::string_view op, int a) {
  return apply(type(a), unary_kernel(op, type(a)), {a, -1, -1});
}

int Emitter::call(const Function& function, const std::array<int, 2>& arguments) {
  const bool two = arguments[1] >= 0;
  const Type widest = two ? std::max(type(arguments[0]), type(arguments[1])) : type(arguments[0]);
  const Type taken = argument_type(function, widest);
  const int a = cast(arguments[0], taken);
  const int b = two ? cast(arguments[1], taken) : -1;
  const Kernel kernel = function_kernel(function, taken, at(a).constant, two && at(b).constant);
  return apply(result_type(function, taken), kernel, {a, b, -1});
}

int Emitter::where(int condition, int a, int b) {
  const Type common = std::max(type(a), type(b));
  a = cast(a, common);
  b = cast(b, common);
  if (at(condition).constant) return (at(condition).bits & 1) != 0 ? a : b;
  return apply(common, where_kernel(common, at(a).constant, at(b).constant), {condition, a, b});
}

}  // namespace xom::expr
