#include "xom/exec/job/job_sight.h"

#include <atomic>
#include <cerrno>
#include <fstream>
#include <thread>

#include <gmock/gmock.h>

#include "xom/base/error.h"
#include "xom/testkit/temp_directory.h"

namespace xom::exec {
namespace {

using testing::ElementsAre;
using testing::Optional;

TEST(JobSight, only_what_is_certainly_not_there_is_nothing) {
  EXPECT_EQ(sight_of(0, 0), Sight::report);
  EXPECT_EQ(sight_of(0, ENOENT), Sight::nothing);
  EXPECT_EQ(sight_of(0, ENOTDIR), Sight::nothing);
  for (const int error : {ESTALE, EIO, EACCES, ETIMEDOUT, ENOTCONN, ENOMEM}) {
    EXPECT_EQ(sight_of(0, error), Sight::unreachable) << error;
  }
  for (const int error : {ENOENT, ENOTDIR, ESTALE, EIO, ENOTCONN}) {
    EXPECT_EQ(sight_of(error, ENOENT), Sight::unreachable) << "the folder of all jobs: " << error;
  }
}

TEST(JobSight, a_bad_file_is_no_outage) {
  for (const int error : {ESTALE, EIO, ETIMEDOUT, ENOTCONN, EHOSTDOWN})
    EXPECT_TRUE(is_outage(error)) << error;
  for (const int error : {0, ENOENT, ENOTDIR, ELOOP, EISDIR, EACCES}) EXPECT_FALSE(is_outage(error)) << error;
  const testkit::TempDirectory folder;
  EXPECT_NO_THROW(check_reachable(folder.path()));
  EXPECT_NO_THROW(check_reachable(folder.path() / "none"));
  EXPECT_THROW(check_reachable("/proc/self/mem"), Error) << "reading it gives EIO";
}

TEST(Lookout, says_of_each_file_whether_it_is_there) {
  const testkit::TempDirectory folder;
  std::ofstream(folder.path() / "a") << "x";
  Lookout lookout;
  EXPECT_THAT(lookout.look({folder.path() / "a", folder.path() / "b", folder.path() / "a" / "c"}),
              Optional(ElementsAre(0, ENOENT, ENOTDIR)));
  EXPECT_THAT(lookout.look({}), Optional(ElementsAre()));
}

TEST(Lookout, a_file_system_that_hangs_stops_nobody_and_is_seen_again_when_it_answers) {
  auto hangs = std::make_shared<std::atomic<bool>>(true);
  Lookout lookout(std::chrono::milliseconds(30), [hangs](const std::filesystem::path&) {
    while (*hangs) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return 0;
  });
  EXPECT_FALSE(lookout.look({"/a"}));
  const auto before = std::chrono::steady_clock::now();
  EXPECT_FALSE(lookout.look({"/a"})) << "no second thread";
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::milliseconds(20));
  *hangs = false;
  for (int i = 0; i < 1000 && !lookout.look({"/a"}); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_THAT(lookout.look({"/a"}), Optional(ElementsAre(0)));
}

}  // namespace
}  // namespace xom::exec
