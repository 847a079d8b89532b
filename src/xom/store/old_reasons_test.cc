#include "xom/store/old_reasons.h"

#include <map>

#include <gtest/gtest.h>

#include "xom/store/old_fixture.h"
#include "xom/store/schema.h"
#include "xom/store/store_fixture.h"

namespace xom::store {
namespace {

using Code = ReasonCode;

struct Row {
  const char* sentence;
  ReasonCode code;
  const char* subject;
  const char* error_class = "";
};

// Every sentence there was, with the end that some got.
constexpr Row rows[] = {
    {"", Code::none, ""},
    {"the run has not ended (no end time in the run source)", Code::run_not_ended, ""},
    {"run 53101 is below min_run 53102", Code::below_min_run, "53102"},
    {"run 53101 is above max_run 53100", Code::above_max_run, "53100"},
    {"detectors 'tpc' are wanted (detector), the run has 'muon_veto'", Code::other_detector, "'tpc'"},
    {"mode 'tpc_bkg' is not one of 'tpc_kr83m' (run_mode)", Code::other_mode, "tpc_bkg"},
    {"mode 'noise' is excluded (excluded_run_mode)", Code::excluded_mode, "noise"},
    {"tag 'messy' is excluded (exclude_tags)", Code::excluded_by_tag, "messy"},
    {"none of its tags is one of 'good', 'best' (include_tags)", Code::no_included_tag, "'good', 'best'"},
    {"run 53101 is in no container's range", Code::outside_containers, ""},
    {"run 11 is not in the range of container 'old'", Code::outside_containers, "old"},
    {"excluded by ann", Code::excluded_by_operator, "ann"},
    {"excluded by ann: hot spot of PMT 12", Code::excluded_by_operator, "ann: hot spot of PMT 12"},
    {"excluded by ann: hot spot (xom exclude 53101-53105)", Code::excluded_by_operator, "ann: hot spot"},
    {"analysis 'gone' is not configured any more", Code::not_configured, "gone"},
    {"container 'old' is not configured any more", Code::container_not_configured, "old"},
    {"version v1 is superseded by v2", Code::superseded, "v2"},
    {"not all of its runs are wanted any more", Code::group_broken, ""},
    {"its results were deleted: mode 'a' is not one of 'b' (run_mode)", Code::results_deleted, "a"},
    {"its data have not been looked for yet", Code::not_looked_for, ""},
    {"run 053101: no status, wanted: transferred", Code::run_not_ready, ""},
    {"run 053101: status transferring, wanted: transferred or done", Code::run_not_ready, "transferring"},
    {"peak_basics of run 053101 is missing", Code::waiting_for_data, "peak_basics"},
    {"peak_basics of run 053101 (abc) is missing, 7 d 03 h after the end of the run", Code::waiting_for_data,
     "peak_basics"},
    {"a of run 053101 is missing; b of run 053101 is missing; a of run 053102 is missing",
     Code::waiting_for_data, "a, b"},
    {"a of run 053101 is missing; b of run 053101 (abc) is damaged: chunk 0; 3 bytes", Code::damaged_data,
     "b"},
    {"peaks of run 053101 (abc) is incomplete: its chunks span 5.0 s of the 9.0 s of the run; 5 s may lack",
     Code::incomplete_data, "peaks"},
    {"peaks of run 053101 (abc) is failed: KeyError", Code::failed_data, "peaks"},
    {"peaks of run 053101 (abc) is per-chunk: 3 of 5", Code::incomplete_data, "peaks"},
    {"peaks of run 053101 (abc) is superrun: _sr0", Code::damaged_data, "peaks"},
    {"peaks of run 053101 is transferring at HERE", Code::data_elsewhere, "peaks"},
    {"peaks of run 053101 is not at HERE, only at THERE (transferred)", Code::data_elsewhere, "peaks"},
    {"peaks of run 053101 is not listed in the run's document", Code::data_elsewhere, "peaks"},
    {"its data are there", Code::data_complete, ""},
    {"data of its run came after it had failed", Code::data_came, ""},
    {"its definition was corrected", Code::definition_corrected, ""},
    {"asked for by hand", Code::asked_by_hand, ""},
    {"retry by ann: repaired", Code::retry_asked, "ann: repaired"},
    {"recompute by xom run: computed again by hand", Code::recompute_asked,
     "xom run: computed again by hand"},
    {"attempt 3 is under way", Code::under_way, ""},
    {"cancelled by an operator", Code::cancelled_by_operator, ""},
    {"cancelled before it started", Code::cancelled_by_operator, ""},
    {"cancelled in Slurm by user 1000", Code::cancelled_elsewhere, "1000"},
    {"cancelled in Slurm, not by XOM", Code::cancelled_elsewhere, ""},
    {"stopped with the engine", Code::stopped_with_engine, ""},
    {"lost with the engine", Code::lost_with_engine, ""},
    {"lost with the engine before it was started", Code::lost_with_engine, ""},
    {"cannot be adopted: line 3", Code::not_adopted, "cannot be adopted: line #"},
    {"was begun, and not by Slurm", Code::begun_elsewhere, ""},
    {"could not be started: no fork", Code::not_started, "could not be started: no fork"},
    {"cannot start /x: No such file or directory (given up after 1 try)", Code::not_started,
     "cannot start /x: No such file or directory"},
    {"cannot enter the folder /y: Permission denied", Code::not_started,
     "cannot enter the folder /y: Permission denied"},
    {"cannot make a pipe: Too many open files", Code::not_started, "cannot make a pipe: Too many open files"},
    {"cannot fork: Cannot allocate memory", Code::not_started, "cannot fork: Cannot allocate memory"},
    {"its submission did not arrive: no answer in 30 s", Code::not_started,
     "its submission did not arrive: no answer in # s"},
    {"the image /i.sif is not on node7: No such file or directory", Code::image_missing,
     "the image /i.sif is not on node#: No such file or directory"},
    {"was cancelled at its deadline: it had not started after 7 d", Code::never_began, ""},
    {"Slurm says CANCELLED before it had begun", Code::never_began, "CANCELLED"},
    {"was cancelled at its deadline: it still ran after 1 h", Code::overdue, ""},
    {"had not ended at the deadline of the attempt and was killed", Code::overdue, ""},
    {"had not ended at its time limit", Code::time_limit, ""},
    {"stopped at its time limit, after 1.1 s: event 4 of 5 (given up after 4 tries)", Code::time_limit, ""},
    {"Slurm says TIMEOUT", Code::time_limit, ""},
    {"Slurm says DEADLINE", Code::time_limit, ""},
    {"stopped at its memory limit: it used 4096 MiB", Code::memory_limit, ""},
    {"Slurm says OUT_OF_MEMORY", Code::memory_limit, ""},
    {"the container could not be made on its node (see containers.binds): FATAL: no /data1",
     Code::container_not_made, "FATAL: no /data#"},
    {"the disk of its directory was full: write error", Code::disk_full, ""},
    {"killed from outside (by hand, or the machine ran out of memory)", Code::killed, ""},
    {"killed by signal 6 (Aborted): what(): bad (given up after 2 tries)", Code::killed_by_signal, "6"},
    {"exit code 3: ValueError: 12 is too many (given up after 2 tries)", Code::failed_command,
     "ValueError: # is too many"},
    {"exit code 1", Code::failed_command, ""},
    {"its output has ERRORWITHXOM", Code::said_error, ""},
    {"exit code 0, but its output has no SUCCESSWITHXOM (success = \"marker\")", Code::said_no_success, ""},
    {"no result document in its results folder", Code::refused_results,
     "no result document in its results folder"},
    {"exit.json has the token of another attempt", Code::refused_report, ""},
    {"exit.json is not JSON at byte 7", Code::refused_report, "exit.json is not JSON at byte #"},
    {"its wrapper ended without a report (killed, or the machine restarted)", Code::no_report, ""},
    {"left no report", Code::no_report, ""},
    {"Slurm says COMPLETED, but the job left no report", Code::no_report, "COMPLETED"},
    {"Slurm says FAILED, and the job left no report", Code::no_report, "FAILED"},
    {"Slurm says NODE_FAIL", Code::node_failed, "NODE_FAIL"},
    {"lost: Slurm does not know the job any more, and it left no report", Code::lost_by_slurm, ""},
    {"left the queue without a report, and the accounting has not answered for 1 h", Code::no_answer, ""},
    {"variable 'rate': expression: there is no column 'aera'", Code::failed_analysis,
     "variable 'rate': expression: there is no column 'aera'"},
    {"run 053104, peak_basics-hqy3mbplud: chunk 0 (19 rows): bzip2: error -4", Code::damaged_data,
     "peak_basics", "corrupt_data"},
    {"run 053104, peak_basics-hqy3mbplud: damaged: no file; copy or process it again", Code::damaged_data,
     "peak_basics", "corrupt_data"},
    {"run 053104, peak_basics-hqy3mbplud: incomplete: being written; wait", Code::incomplete_data,
     "peak_basics", "no_data"},
    {"run 053104, peak_basics: missing: no 053104-peak_basics-* in /data", Code::waiting_for_data,
     "peak_basics", "no_data"},
};

TEST(OldReasons, each_known_sentence_has_its_cause) {
  for (const Row& row : rows) {
    const Cause cause = cause_of_old(row.sentence, row.error_class);
    EXPECT_EQ(to_string(cause.code), to_string(row.code)) << row.sentence;
    EXPECT_EQ(cause.subject, row.subject) << row.sentence;
  }
}

TEST(OldReasons, sentences_that_are_not_known_are_grouped_as_before_by_all_but_their_numbers) {
  const Cause cause = cause_of_old("the 3 fates say 7");
  EXPECT_EQ(cause, (Cause{Code::other, "the # fates say #"}));
  EXPECT_EQ(cause_of_old("the 4 fates say 12 (given up after 5 tries)"), cause);
  EXPECT_NE(cause_of_old("the 4 fates are silent"), cause);
}

class OldStore : public StoreFixture {};

TEST_F(OldStore, every_reason_gets_a_known_cause_and_keeps_its_words) {
  make_old_store(path());
  std::map<std::int64_t, std::string> before;
  {
    Database database(path(), Database::Access::read_only, std::chrono::seconds(1));
    Statement row = database.prepare("SELECT id, reason FROM task");
    while (row.step()) before[row.integer(0)] = row.text(1);
  }
  ASSERT_GT(before.size(), 100U);

  Store store = open();
  EXPECT_EQ(store.check(Store::Depth::full), std::vector<std::string>());
  std::size_t seen = 0;
  store.each_task({.order = Order::any}, [&](const TaskView& task) {
    ++seen;
    EXPECT_EQ(task.reason, before.at(task.id));
    EXPECT_NE(task.reason_code, Code::other) << task.reason;
    EXPECT_EQ(task.reason_code == Code::none, task.reason.empty()) << task.reason;
    for (const Attempt& attempt : store.attempts(task.id)) {
      EXPECT_NE(attempt.reason.cause.code, Code::other) << attempt.reason.text;
      EXPECT_EQ(attempt.reason.cause.code == Code::none, attempt.reason.text.empty()) << attempt.reason.text;
    }
  });
  EXPECT_EQ(seen, before.size());
  Database database(path(), Database::Access::read_only, std::chrono::seconds(1));
  EXPECT_GT(database.integer("SELECT count(*) FROM result WHERE reason_code = 'no_entries'"), 0);
  EXPECT_EQ(
      database.integer("SELECT count(*) FROM result WHERE (status <> 'ok') <> (reason_code IS NOT NULL) "
                       "AND reason IS NULL"),
      0);
}

}  // namespace
}  // namespace xom::store
