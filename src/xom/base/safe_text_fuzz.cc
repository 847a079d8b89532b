#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "xom/base/safe_text.h"

/// What comes of any bytes is safe, and once more the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto lines : {xom::Lines::one, xom::Lines::many}) {
    const std::string safe = xom::safe_text(text, lines);
    if (!xom::is_safe_text(safe, lines) || xom::safe_text(safe, lines) != safe) std::abort();
    if (xom::is_safe_text(text, lines) && safe != text) std::abort();
  }
  return 0;
}
