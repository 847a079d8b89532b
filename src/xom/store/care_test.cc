#include <csignal>
#include <fstream>
#include <random>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/mount.h>
#include <sys/wait.h>

#include "xom/base/files.h"
#include "xom/store/backup.h"
#include "xom/store/store_error.h"
#include "xom/store/store_fixture.h"

namespace xom::store {
namespace {

class Care : public StoreFixture {
 protected:
  /// A small store with a little of everything.
  void fill(int runs) {
    Options options;
    options.inline_bytes = 100;
    Store store = open(options);
    store.set_sinks({"lines"});
    for (int run = 1; run <= runs; ++run) {
      store.put_runs(std::vector{example_run(run)}, at(run));
      compute(store, wanted(run), {result("a", run), result("b", -run)}, at(run));
    }
    const std::int64_t task = store.want(std::vector{wanted(runs + 1)}, "plan", at(1)).at(0);
    Conclusion conclusion = done(store.begin_attempts(std::vector{attempt(task)}, at(1)).at(0).id, {});
    conclusion.artifacts = {{"large", "figure", "image/png", std::string(1000, 'x')}};
    store.end_attempts(std::vector{conclusion}, at(2));
  }
};

TEST_F(Care, a_backup_is_a_whole_store_taken_while_the_engine_works) {
  fill(20);
  Store store = open();
  const auto copy = folder() / "backup.db";
  store.backup(copy);
  compute(store, wanted(100), {result("a", 1)}, at(100));
  EXPECT_EQ(kind_of([&] { store.backup(copy); }), ErrorKind::conflict);
  EXPECT_EQ(Store(copy, Mode::read_only).trend(1).size(), 20U) << "what was there stays";
  back_up(path(), copy, Existing::replace);

  Store restored(copy, Mode::read_write);
  EXPECT_TRUE(restored.check(Store::Depth::full).empty());
  EXPECT_EQ(restored.count_runs(), 20);
  EXPECT_EQ(restored.trend(1).size(), 21U);
  EXPECT_EQ(restored.artifact(1).size(), 1000U);
  EXPECT_FALSE(std::filesystem::exists(copy.string() + ".tmp"));
  EXPECT_THROW(store.backup(folder() / "no" / "where.db"), Error);
}

TEST_F(Care, a_backup_takes_the_place_of_nothing_that_is_in_use) {
  fill(3);
  Store store = open();
  store.put_runs(std::vector{example_run(50)}, at(1));
  std::filesystem::create_symlink(path(), folder() / "link.db");
  std::ofstream(folder() / "busy.db") << "x";
  std::ofstream(folder() / "busy.db-wal") << "x";
  std::filesystem::create_directory(folder() / "folder");
  for (const char* name : {"xom.db", "xom.db-wal", "xom.db-shm", "xom.db.lock", "xom.db.files", "link.db",
                           "busy.db", "folder"}) {
    SCOPED_TRACE(name);
    EXPECT_EQ(kind_of([&] { back_up(path(), folder() / name, Existing::replace); }), ErrorKind::conflict);
  }
  std::filesystem::rename(path(), folder() / "other.db.tmp");
  std::filesystem::remove_all(folder() / "other.db.tmp-wal");
  EXPECT_EQ(kind_of([&] { Store(folder() / "other.db.tmp", Mode::read_only).backup(folder() / "other.db"); }),
            ErrorKind::conflict);
  EXPECT_TRUE(std::filesystem::exists(folder() / "other.db.tmp"));
}

TEST_F(Care, a_backup_whose_index_lacks_rows_is_refused) {
  fill(3);
  raw("PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = 'CREATE INDEX task_open ON task (run) "
      "WHERE "
      "wanted = 1' WHERE name = 'task_open'");
  EXPECT_EQ(kind_of([&] { Store(path(), Mode::read_only).backup(folder() / "copy.db"); }),
            ErrorKind::corrupt);
}

TEST_F(Care, a_backup_that_fails_leaves_nothing) {
  fill(3);
  Store store = open();
  std::filesystem::remove_all(path().string() + ".files");  // an artifact that cannot be copied
  EXPECT_THROW(store.backup(folder() / "copy.db"), Error);
  for (const auto& entry : std::filesystem::directory_iterator(folder())) {
    EXPECT_FALSE(entry.path().filename().string().starts_with("copy.db")) << entry.path();
  }
}

TEST_F(Care, a_reader_sees_whole_transactions_while_the_engine_writes) {
  Store store = open();
  std::atomic<bool> stop = false;
  std::atomic<int> torn = 0, looks = 0;
  std::thread reader([&] {
    Store mine(path(), Mode::read_only);
    while (!stop) {
      for (const Task& task : mine.tasks({.limit = 5})) {
        if (task.state == TaskState::done && mine.results(task.id).size() != 2) ++torn;
      }
      ++looks;
    }
  });
  for (int run = 1; run <= 100; ++run) compute(store, wanted(run), {result("a", 1), result("b", 2)}, at(run));
  stop = true;
  reader.join();
  EXPECT_EQ(torn, 0);
  EXPECT_GT(looks, 0);
}

TEST_F(Care, a_full_disk_loses_nothing_and_work_goes_on_when_there_is_space_again) {
  if (::mount("tmpfs", folder().c_str(), "tmpfs", 0, "size=2m") != 0) {
    GTEST_SKIP() << "a small file system needs the right to mount one";
  }
  {
    fill(5);
    Store store = open();
    int recorded = 0;
    try {
      for (int run = 100; run < 100'000; ++run, ++recorded)
        compute(store, wanted(run), {result("a", run)}, at(run));
      ADD_FAILURE() << "the disk never got full";
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::full) << e.what();
    }
    EXPECT_EQ(store.trend(1).size(), static_cast<std::size_t>(5 + recorded)) << "reading goes on";

    EXPECT_EQ(::mount("tmpfs", folder().c_str(), "tmpfs", MS_REMOUNT, "size=16m"), 0);
    compute(store, wanted(200'000), {result("a", 1)}, at(5));
    EXPECT_EQ(store.trend(1).size(), static_cast<std::size_t>(6 + recorded));
    EXPECT_TRUE(store.check(Store::Depth::full).empty());
  }
  EXPECT_EQ(::umount(folder().c_str()), 0);
}

TEST_F(Care, kill_9_at_any_moment_leaves_done_exactly_where_the_results_are) {
  std::mt19937 random(7);
  { Store store = open(); }
  for (int round = 0; round < 15; ++round) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      try {
        Store store = open();
        for (const OpenAttempt& lost : store.open_attempts()) {
          store.end_attempts(
              std::vector{failed(lost.attempt.id, AttemptClass::infrastructure, TaskState::todo)}, at(1));
        }
        for (int run = round * 10'000;; ++run)
          compute(store, wanted(run), {result("a", run), result("b", 2)}, at(run));
      } catch (...) {
        ::_exit(3);
      }
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20 + random() % 60));
    ::kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself with " << WEXITSTATUS(status);

    Store store = open();
    EXPECT_THAT(store.check(Store::Depth::full), testing::IsEmpty());
    for (const Task& task : store.tasks({})) {
      EXPECT_EQ(store.results(task.id).size(), task.state == TaskState::done ? 2U : 0U);
    }
  }
  EXPECT_GT(open().tasks({}).size(), 15U);
}

/// Every value with its error, as text.
std::string values(const Store& store) {
  std::string text;
  for (const Task& task : store.tasks({})) {
    for (const StoredResult& stored : store.results(task.id)) {
      text += fmt::format("{} {} {} {}\n", stored.run, stored.result.variable, stored.result.value,
                          stored.result.error);
    }
  }
  for (const Point& point : store.trend(1)) text += fmt::format("{} {}\n", point.run, point.value);
  return text;
}

TEST_F(Care, flipped_bytes_are_found_or_harmless_but_never_a_crash) {
  fill(100);
  const std::string good = read_file(path());
  const std::string expected = values(Store(path(), Mode::read_only));
  std::mt19937_64 random(11);
  int found = 0;
  for (int round = 0; round < 300; ++round) {
    const std::size_t place = random() % good.size();
    std::string bad = good;
    bad[place] ^= static_cast<char>(1U << (random() % 8));
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path().string() + suffix);
    std::ofstream(path(), std::ios::binary) << bad;
    try {
      Store store(path(), Mode::read_only);
      if (!store.check(Store::Depth::full).empty()) {
        ++found;
      } else {
        EXPECT_EQ(values(store), expected) << "a flipped bit in byte " << place << " was not found";
      }
    } catch (const Error&) {
      ++found;
    }
  }
  EXPECT_GT(found, 20) << "most bytes of so small a store are empty pages";
}

TEST_F(Care, a_changed_value_is_found_by_its_checksum) {
  fill(3);
  raw("UPDATE result SET value = value + 1 WHERE run = 2");
  const auto problems = Store(path(), Mode::read_only).check(Store::Depth::full);
  ASSERT_EQ(problems.size(), 4U);  // two checksums, and two trends that still show the old value
  EXPECT_THAT(problems, testing::Each(testing::HasSubstr("run 2")));
  EXPECT_TRUE(Store(path(), Mode::read_only).check(Store::Depth::quick).empty());
}

/// What SQLite takes for sound, and this program never writes.
TEST_F(Care, a_row_that_cannot_be_read_is_named) {
  fill(3);
  raw("UPDATE run SET tags = '{' WHERE number = 2");
  raw("UPDATE run SET numbers = '[1]' WHERE number = 3");
  raw("UPDATE task SET runs = '-1' WHERE id = 1");
  raw("UPDATE attempt SET proof = '{' WHERE id = 2");
  const Store store(path(), Mode::read_only);
  EXPECT_THAT(
      store.check(Store::Depth::full),
      testing::ElementsAre(testing::HasSubstr("run 2: tags: "), testing::HasSubstr("run 3: numbers: "),
                           testing::HasSubstr("task 1: runs: "), testing::HasSubstr("attempt 2: proof: ")));
  try {
    (void)store.runs();
    FAIL() << "a run without its tags could be computed though a tag excludes it";
  } catch (const StoreError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("run 2: tags: "));
    EXPECT_THAT(error.what(), testing::HasSubstr("restore the last backup"));
  }
  raw("INSERT INTO run SELECT -1, name, mode, source, status, start_ns, end_ns, '[]', '[]', comments, "
      "numbers, data, hash, first_seen_ns, changed_ns FROM run WHERE number = 1");
  EXPECT_THROW((void)store.run(-1), StoreError);
}

TEST_F(Care, an_action_that_cannot_be_read_is_named) {
  Store store = open();
  post_command(path(), {.analysis = "ly"}, at(1));
  raw("UPDATE command SET states = '['");
  EXPECT_THROW((void)store.carry_out_commands(at(2)), StoreError);
}

TEST_F(Care, a_trend_that_disagrees_with_its_results_is_found) {
  fill(3);
  raw("UPDATE trend SET points = substr(points, 1, 80) WHERE series = 1");
  raw("INSERT INTO trend SELECT 77, block, points FROM trend WHERE series = 2");
  EXPECT_THAT(
      Store(path(), Mode::read_only).check(Store::Depth::full),
      testing::ElementsAre(testing::HasSubstr("the trend of series 1 does not show its result (run 3)"),
                           testing::HasSubstr("the trend of series 77 shows a result that is not there")));
  raw("UPDATE trend SET points = x'00' WHERE series = 1");
  EXPECT_EQ(kind_of([&] { (void)Store(path(), Mode::read_only).trend(1); }), ErrorKind::corrupt);
}

TEST_F(Care, a_store_on_a_read_only_medium_can_be_read) {
  if (::mount("tmpfs", folder().c_str(), "tmpfs", 0, "size=16m") != 0) {
    GTEST_SKIP() << "a file system that turns read-only needs the right to mount one";
  }
  fill(3);
  const auto odd = folder() / "a#b%3f?.db";
  std::filesystem::copy_file(path(), odd);
  std::filesystem::copy_file(path(), folder() / "waits.db");
  std::ofstream(folder() / "waits.db-wal") << "not yet merged";
  EXPECT_EQ(::mount("tmpfs", folder().c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, nullptr), 0);

  EXPECT_EQ(Store(path(), Mode::read_only).trend(1).size(), 3U);
  EXPECT_EQ(Store(odd, Mode::read_only).trend(1).size(), 3U);
  EXPECT_TRUE(Store(path(), Mode::read_only).check(Store::Depth::full).empty());
  EXPECT_EQ(kind_of([&] { Store store(folder() / "waits.db", Mode::read_only); }), ErrorKind::unsupported);
  EXPECT_THROW(Store store = open(), Error);
  try {
    post_command(path(), {.analysis = "ly"}, at(1));
    FAIL() << "was written";
  } catch (const StoreError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("this user may not write " + folder().string()));
  }
  EXPECT_EQ(::umount(folder().c_str()), 0);
}

TEST_F(Care, rules_between_tables_are_checked) {
  fill(3);
  raw("UPDATE task SET state = 'submitted' WHERE run = 2");
  EXPECT_FALSE(open().check(Store::Depth::quick).empty());
}

}  // namespace
}  // namespace xom::store
