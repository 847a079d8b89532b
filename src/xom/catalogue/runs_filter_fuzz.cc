#include <cstddef>
#include <cstdint>

#include "xom/base/error.h"
#include "xom/catalogue/runs_filter.h"

/// Any bytes are terms or a refusal.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    xom::catalogue::parse_runs_filter({reinterpret_cast<const char*>(data), size});
  } catch (const xom::Error&) {
  }
  return 0;
}
