#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "xom/columns/block.h"

namespace xom::expr {

/// numexpr's kinds, each wider than the one before.
enum class Type { boolean, int32, int64, float32, float64 };

constexpr std::size_t size_of(Type type) {
  return type == Type::boolean ? 1 : type == Type::int32 || type == Type::float32 ? 4 : 8;
}
const char* to_string(Type type);
constexpr bool is_integer(Type type) {
  return type == Type::int32 || type == Type::int64;
}

constexpr std::size_t batch_rows = 1024;

struct Value;

/// Computes `n` elements of `out` from the elements of `in`; constants have one element.
using Kernel = void (*)(std::byte* out, const std::byte* const* in, std::size_t n);
/// Reads a column: `rows` points at the field of the first row.
using Load = void (*)(std::byte* out, const std::byte* rows, std::size_t stride, std::size_t n,
                      const Value& value);

/// One intermediate of a program: a constant, a column or the result of a kernel.
struct Value {
  Type type = Type::boolean;
  bool constant = false;
  std::uint64_t bits = 0;  ///< constant: its bytes.
  Load load = nullptr;     ///< column
  std::size_t part = 0, offset = 0;
  std::string literal;      ///< column compared with a text: what to find, padded to the item size.
  Kernel kernel = nullptr;  ///< result
  std::array<int, 3> in = {-1, -1, -1};
  bool operator==(const Value&) const = default;
};

/// Values in an order in which each needs earlier ones only.
struct Program {
  std::vector<Value> values;
};

/// Runs a program on a batch of rows. One object is used by one thread at a time.
class Machine {
 public:
  explicit Machine(const Program& program);
  /// Rows [first, first + n) of the block, n <= batch_rows.
  void run(const columns::Block& block, std::size_t first, std::size_t n);

  /// Elements of a value that is not constant; valid until the next run.
  template <class T>
  const T* data(int value) const {
    return reinterpret_cast<const T*>(memory() + offsets_[static_cast<std::size_t>(value)]);
  }
  const Program& program() const { return *program_; }

 private:
  const std::byte* memory() const { return reinterpret_cast<const std::byte*>(lines_.data()); }

  struct alignas(64) Line {
    std::byte bytes[64];
  };
  const Program* program_;
  std::vector<std::size_t> offsets_;  // in lines_, bytes
  std::vector<Line> lines_;
};

}  // namespace xom::expr
