#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "xom/base/error.h"
#include "xom/base/nesting.h"
#include "xom/base/parse_json.h"

/// Any bytes are a value or a refusal. What was read can be copied, written and read again, all of which go
/// down level by level; what the look over TOML allows has few brackets inside each other.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)xom::excess_of_toml(text);
  try {
    const nlohmann::json value = xom::parse_json(text);
    const nlohmann::json copy = value;
    if (xom::parse_json(copy.dump()) != value) std::abort();
  } catch (const xom::Error&) {
  }
  (void)xom::json_or_null(text, xom::DoubledKeys::last_counts);
  return 0;
}
