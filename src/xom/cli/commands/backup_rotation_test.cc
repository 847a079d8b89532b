#include "xom/cli/commands/backup_rotation.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace xom::cli {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using namespace std::chrono_literals;

constexpr sys_days monday = 2026y / 11 / 23;

TEST(BackupRotation, a_name_gives_its_day_back_and_no_other_name_has_one) {
  EXPECT_EQ(dated_name("xom", ".db", monday), "xom-2026-11-23.db");
  EXPECT_EQ(day_of("xom-2026-11-23.db", "xom", ".db"), monday);
  for (const char* other :
       {"xom.db", "xom-2026-11-23.db.files", "xom-2026-11-23.sqlite", "xon-2026-11-23.db",
        "xom-2026-02-30.db", "xom-2026-11-23", "xom_2026-11-23.db", "xom-before-upd.db", ""}) {
    EXPECT_EQ(day_of(other, "xom", ".db"), std::nullopt) << other;
  }
}

TEST(BackupRotation, seven_days_and_the_earliest_of_each_of_four_weeks_stay) {
  // A backup each day: after some weeks these are today and six days before, and Mondays.
  std::vector<sys_days> there;
  for (sys_days today = monday - days(60); today <= monday + days(2); today += days(1)) {
    there.push_back(today);
    for (const sys_days gone : superfluous(there)) std::erase(there, gone);
  }
  const std::vector<sys_days> expected = {
      monday - days(21), monday - days(14), monday - days(7), monday - days(4), monday - days(3),
      monday - days(2),  monday - days(1),  monday,           monday + days(1), monday + days(2)};
  EXPECT_EQ(there, expected);
}

TEST(BackupRotation, the_newest_never_goes_and_few_are_all_kept) {
  EXPECT_TRUE(superfluous({}).empty());
  std::vector<sys_days> there;
  for (int i = 0; i < 7; ++i) there.push_back(monday - days(90 * i));
  EXPECT_TRUE(superfluous(there).empty());
  there.push_back(monday - days(90 * 7));
  EXPECT_EQ(superfluous(there), std::vector{there.back()});
}

}  // namespace
}  // namespace xom::cli
