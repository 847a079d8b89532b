#include "xom/exec/job/report_file.h"

#include <gmock/gmock.h>

#include "xom/base/error.h"
#include "xom/testkit/temp_directory.h"

namespace xom::exec {
namespace {

using testing::StartsWith;

std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    names.push_back(entry.path().filename());
  return names;
}

TEST(ReportFile, has_its_room_before_it_is_written_and_is_there_only_whole) {
  const testkit::TempDirectory folder;
  const JobDirectory job{folder.path()};
  {
    ReportFile file(job);
    EXPECT_THAT(names_in(folder.path()), testing::ElementsAre(StartsWith("exit.reserved.")));
    EXPECT_FALSE(std::filesystem::exists(job.exit_report()));
    file.write("{}");
  }
  EXPECT_THAT(names_in(folder.path()), testing::ElementsAre("exit.json"));
  EXPECT_EQ(read_file(job.exit_report()), "{}");
}

TEST(ReportFile, leaves_nothing_if_it_is_not_written) {
  const testkit::TempDirectory folder;
  { const ReportFile file({folder.path()}); }
  EXPECT_TRUE(names_in(folder.path()).empty());
}

TEST(ReportFile, that_is_longer_than_its_room_is_written_where_there_is_room) {
  const testkit::TempDirectory folder;
  const JobDirectory job{folder.path()};
  ReportFile file(job);
  file.write(std::string(100'000, 'x'));
  EXPECT_EQ(read_file(job.exit_report()).size(), 100'000U);
}

TEST(ReportFile, says_so_if_there_is_no_room) {
  EXPECT_THROW(ReportFile({"/dev/null"}), Error);
  EXPECT_FALSE(is_disk_full("/"));
  EXPECT_FALSE(is_disk_full("/proc")) << "it has no blocks at all";
}

}  // namespace
}  // namespace xom::exec
