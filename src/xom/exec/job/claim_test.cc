#include "xom/exec/job/claim.h"

#include <cerrno>
#include <fstream>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include "xom/base/error.h"
#include "xom/testkit/temp_directory.h"

namespace xom::exec {
namespace {

using testing::HasSubstr;

class AClaim : public testing::Test {
 protected:
  std::string problem() {
    try {
      read_claim(job_, "t");
    } catch (const Error& error) {
      return std::string(to_string(error.kind())) + ": " + error.what();
    }
    return "";
  }

  testkit::TempDirectory folder_;
  JobDirectory job_{folder_.path()};
  const ProcessId me_{7, 8, "boot", "host"};
  const Link no_links_ = [](const auto&, const auto&) { return EPERM; };
};

TEST_F(AClaim, is_taken_once_with_links_and_without_in_any_order) {
  for (const Link& first : {Link(hard_link), no_links_}) {
    for (const Link& second : {Link(hard_link), no_links_}) {
      EXPECT_EQ(take_claim(job_, "t", me_, first), Claim::taken);
      EXPECT_EQ(take_claim(job_, "t", std::nullopt, second), Claim::held_by_another);
      EXPECT_EQ(read_claim(job_, "t"), me_);
      EXPECT_FALSE(never_begins(job_, "t"));
      std::filesystem::remove(job_.claim("t"));
    }
  }
}

TEST_F(AClaim, of_nobody_stays_nobodys) {
  EXPECT_TRUE(never_begins(job_, "t"));
  EXPECT_TRUE(never_begins(job_, "t")) << "a later engine finds it so";
  EXPECT_EQ(take_claim(job_, "t", me_), Claim::held_by_another);
}

TEST_F(AClaim, that_is_empty_is_waited_for_and_then_wrong) {
  std::ofstream(job_.claim("t")).close();
  EXPECT_THAT(problem(), HasSubstr("unavailable: "));
  EXPECT_FALSE(claimed_by_us(job_, "t"));
  const timespec old{std::time(nullptr) - 61, 0};
  const timespec times[] = {old, old};
  ASSERT_EQ(::utimensat(AT_FDCWD, job_.claim("t").c_str(), times, 0), 0);
  EXPECT_THAT(problem(), HasSubstr("corrupt: "));
  EXPECT_THAT(problem(), HasSubstr("is empty"));
}

TEST_F(AClaim, fails_where_links_fail_for_another_reason) {
  EXPECT_THROW(take_claim(job_, "t", me_, [](const auto&, const auto&) { return EIO; }), Error);
  EXPECT_FALSE(std::filesystem::exists(job_.claim("t")));
}

}  // namespace
}  // namespace xom::exec
