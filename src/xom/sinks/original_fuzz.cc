#include <cstddef>
#include <cstdint>
#include <string_view>

#include "xom/base/error.h"
#include "xom/sinks/original.h"

/// Any bytes as a document or as CSV of the original are results, oddities or a refusal.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const bool document : {true, false}) {
    xom::sinks::OriginalReader reader;
    try {
      document ? reader.add_document("f", text) : reader.add_csv("f", text);
    } catch (const xom::Error&) {
    }
    (void)reader.finish();
  }
  return 0;
}
