#include <cstdlib>

#include "xom/base/error.h"
#include "xom/columns/dtype.h"

// Whatever is accepted is within its row, and survives writing and reading.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const xom::columns::Dtype dtype = xom::columns::parse_dtype(text);
    for (const auto& field : dtype.fields) {
      if (field.offset > dtype.row_size || field.size() > dtype.row_size - field.offset) std::abort();
    }
    if (xom::columns::parse_dtype(xom::columns::to_text(dtype)) != dtype) std::abort();
  } catch (const xom::Error&) {
  }
  return 0;
}
