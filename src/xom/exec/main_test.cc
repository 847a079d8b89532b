#include <string_view>

#include <gmock/gmock.h>

#include "xom/exec/wrapper.h"

/// The test program is also the wrapper that the local executor starts.
int main(int argc, char** argv) {
  if (argc == 3 && std::string_view(argv[1]) == "exec-job") return xom::exec::run_job(argv[2]);
  ::testing::InitGoogleMock(&argc, argv);
  return RUN_ALL_TESTS();
}
