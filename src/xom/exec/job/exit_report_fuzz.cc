#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "xom/base/error.h"
#include "xom/exec/job/exit_report.h"

/// Any bytes in the place of a wrapper's report are a report or a refusal; a report is read again as it was.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const auto report = xom::exec::parse_exit_report({reinterpret_cast<const char*>(data), size});
    const std::string text = xom::exec::to_json(report);
    if (xom::exec::to_json(xom::exec::parse_exit_report(text)) != text) std::abort();
  } catch (const xom::Error&) {
  }
  return 0;
}
