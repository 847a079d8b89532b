#include <cstddef>
#include <cstdint>

#include "xom/api/runs_filter.h"
#include "xom/base/error.h"

/// Any bytes are terms or a refusal.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    xom::api::parse_runs_filter({reinterpret_cast<const char*>(data), size});
  } catch (const xom::Error&) {
  }
  return 0;
}
