#include "xom/exec/slurm/slurm_decision.h"

#include <gmock/gmock.h>

namespace xom::exec {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(SlurmDecision, time_to_wait_and_time_to_run_are_counted_apart) {
  const SlurmPatience patience;
  SlurmTimes times;
  times.add("PENDING", hours(7 * 24) - minutes(1));
  times.add("RUNNING", hours(1) + minutes(9));
  EXPECT_THAT(overdue(times, hours(1), patience), IsEmpty());
  times.add("SUSPENDED", minutes(1));
  EXPECT_THAT(overdue(times, hours(1), patience), HasSubstr("had not started after"));
  times.waiting = {};
  times.add("COMPLETING", minutes(1));
  EXPECT_THAT(overdue(times, hours(1), patience), HasSubstr("still ran after"));
}

TEST(SlurmDecision, a_doubtful_submission_is_void_when_all_said_no_twice_or_its_deadline_is_over) {
  const SlurmPatience patience;
  struct Row {
    SlurmDoubt doubt;
    bool gives_up;
  };
  for (const auto& [doubt, gives_up] :
       {Row{{2, minutes(2), true, false}, true}, Row{{1, minutes(2), true, false}, false},
        Row{{2, minutes(1), true, false}, false}, Row{{9, hours(100), false, false}, false},
        Row{{2, hours(100), false, true}, true}}) {
    EXPECT_EQ(is_void(doubt, patience), gives_up) << doubt.negatives << " " << to_text(doubt.age);
  }
}

TEST(SlurmDecision, without_accounting_a_job_known_nowhere_is_lost_after_its_time) {
  SlurmFindings findings;
  findings.queue_answers = true;
  findings.unknown_polls = 2;
  findings.unknown_for = minutes(9);
  EXPECT_TRUE(decide(findings, {}).wait);
  findings.unknown_for = minutes(10);
  EXPECT_EQ(decide(findings, {}).decision.outcome, AttemptClass::infrastructure);
  findings.accounting_answers = false;
  findings.accounting_away_for = minutes(59);
  EXPECT_TRUE(decide(findings, {}).wait);
  findings.accounting_away_for = hours(1);
  EXPECT_EQ(decide(findings, {}).decision.outcome, AttemptClass::to_check);
}

}  // namespace
}  // namespace xom::exec
