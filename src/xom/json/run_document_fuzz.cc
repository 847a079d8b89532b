#include <cstdint>
#include <cstdlib>

#include "xom/base/error.h"
#include "xom/json/json.h"
#include "xom/json/run_document.h"

/// Any bytes are a run or an Error; what was read once is read the same from our own JSON.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  try {
    const xom::Run run = xom::json::parse_run_document(text).run;
    const xom::Run again = xom::json::parse_run(xom::json::to_json(run));
    if (!(again == run)) std::abort();
  } catch (const xom::Error&) {
  }
  try {
    (void)xom::json::parse_results(text);
    (void)xom::json::parse_proof(text);
  } catch (const xom::Error&) {
  }
  return 0;
}
