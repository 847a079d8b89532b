#include "xom/expr/program.h"

#include <cassert>
#include <cstring>

namespace xom::expr {

const char* to_string(Type type) {
  switch (type) {
    case Type::boolean:
      return "boolean";
    case Type::int32:
      return "int32";
    case Type::int64:
      return "int64";
    case Type::float32:
      return "float32";
    case Type::float64:
      return "float64";
  }
  return "";
}

Machine::Machine(const Program& program) : program_(&program) {
  std::size_t bytes = 0;
  for (const Value& value : program.values) {
    offsets_.push_back(bytes);
    const std::size_t size = value.constant ? sizeof(Line) : batch_rows * size_of(value.type);
    bytes += (size + sizeof(Line) - 1) / sizeof(Line) * sizeof(Line);
  }
  lines_.resize(bytes / sizeof(Line));
  auto* const memory = reinterpret_cast<std::byte*>(lines_.data());
  for (std::size_t i = 0; i < program.values.size(); ++i) {
    const Value& value = program.values[i];
    if (value.constant) std::memcpy(memory + offsets_[i], &value.bits, sizeof value.bits);
  }
}

void Machine::run(const columns::Block& block, std::size_t first, std::size_t n) {
  assert(n <= batch_rows && first + n <= block.rows);
  auto* const memory = reinterpret_cast<std::byte*>(lines_.data());
  for (std::size_t i = 0; i < program_->values.size(); ++i) {
    const Value& value = program_->values[i];
    if (value.load != nullptr) {
      const columns::Part& part = block.parts[value.part];
      const std::size_t stride = part.dtype->row_size;
      value.load(memory + offsets_[i], part.data + first * stride + value.offset, stride, n, value);
    } else if (value.kernel != nullptr) {
      const std::byte* in[3] = {};
      for (std::size_t k = 0; k < 3; ++k) {
        if (value.in[k] >= 0) in[k] = memory + offsets_[static_cast<std::size_t>(value.in[k])];
      }
      value.kernel(memory + offsets_[i], in, n);
    }
  }
}

}  // namespace xom::expr
