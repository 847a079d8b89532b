#include <cstddef>
#include <cstdint>

#include "xom/base/error.h"
#include "xom/exec/job/result_file.h"

/// Whatever a program writes as its result is taken or refused, nothing else.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  xom::exec::Expectation expectation;
  expectation.task = {"a", "v1", "", "42"};
  expectation.variables.resize(2);
  expectation.variables[0].name = "x";
  expectation.variables[1].name = "y";
  xom::exec::ResultDocuments documents(expectation);
  try {
    documents.add("f.json", {reinterpret_cast<const char*>(data), size});
    documents.finish();
  } catch (const xom::Error&) {
  }
  return 0;
}
