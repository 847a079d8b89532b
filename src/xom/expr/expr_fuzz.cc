#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "xom/base/error.h"
#include "xom/expr/reduction.h"
#include "xom/expr/selection.h"
#include "xom/model/language_version.h"

// Any text is compiled as a selection and as a recipe, and evaluated on a few rows.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace xom;
  static const columns::Dtype dtype = columns::parse_dtype(
      "[('time', '<i8'), ('a', '<f4'), ('n', '<i2'), ('i', '<i4'), ('m', '|b1'), ('d', '<f8'), ('w', '<U4'), "
      "('v', '<f4', (3,)), ('q', '<u8'), ('sign', '|i1')]");
  std::array<std::byte, 16 * 64> rows{};
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<std::byte>(i * 37 + size);
  const columns::Schema schema({&dtype});
  const columns::Part part{&dtype, rows.data()};
  const columns::Block block{rows.size() / dtype.row_size, {&part, 1}};
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (const int version = language_version(text); version < 1 || version > 2) std::abort();
  try {
    const expr::Selection selection(text, schema);
    auto scratch = selection.make_scratch();
    selection.count(block, scratch);
  } catch (const Error&) {
  }
  try {
    expr::Reduction reduction(schema, {});
    Variable variable;
    variable.value = text;
    const std::size_t recipe = reduction.add(std::array{variable});
    auto state = reduction.make_state();
    state.add(block);
    reduction.finish(state, recipe);
  } catch (const Error&) {
  }
  return 0;
}
