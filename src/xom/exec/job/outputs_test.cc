#include "xom/exec/job/outputs.h"

#include <fstream>

#include <gmock/gmock.h>
#include <unistd.h>

namespace xom::exec {
namespace {

TEST(outputs, are_read_up_to_a_limit_of_all_together_the_smallest_first) {
  const auto folder = std::filesystem::temp_directory_path() / ("xom-outputs-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const auto make = [&](const char* name, std::uintmax_t bytes) {
    std::ofstream(folder / name).close();
    std::filesystem::resize_file(folder / name, bytes);
  };
  constexpr std::uintmax_t mib = 1 << 20;
  make("a.png", 2 * mib);
  make("b.png", 2 * mib);
  make("z.json", 1000);

  ExitReport report;
  list_outputs(folder, report, 3 * mib);

  ASSERT_EQ(report.outputs.size(), 2U);
  EXPECT_EQ(report.outputs[0].name, "a.png");
  EXPECT_EQ(report.outputs[1].name, "z.json");
  EXPECT_THAT(report.refused, testing::ElementsAre("b.png and smaller files together are larger than 3 MiB"));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace xom::exec
