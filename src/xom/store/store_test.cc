#include "xom/store/store.h"

#include <fstream>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "xom/base/hash.h"
#include "xom/base/host.h"
#include "xom/store/lock.h"
#include "xom/store/schema.h"
#include "xom/store/store_fixture.h"

namespace xom::store {
namespace {

using StoreTest = StoreFixture;

TEST_F(StoreTest, runs_are_kept_and_only_changes_are_reported) {
  Store store = open();
  xom::Run run = example_run(53101);
  EXPECT_EQ(store.put_runs(std::vector{run, example_run(53100)}, at(1)),
            (std::vector<std::int64_t>{53100, 53101}));
  EXPECT_TRUE(store.put_runs(std::vector{run}, at(2)).empty());

  run.tags.push_back("messy");
  EXPECT_EQ(store.put_runs(std::vector{run}, at(3)), std::vector<std::int64_t>{53101});

  EXPECT_EQ(store.run(53101), run);
  EXPECT_EQ(store.run(1), std::nullopt);
  EXPECT_EQ(store.count_runs(), 2);
}

TEST_F(StoreTest, runs_are_found_by_range_mode_tag_detector_and_newest_first) {
  Store store = open();
  std::vector<xom::Run> runs;
  for (int i = 0; i < 10; ++i) runs.push_back(example_run(100 + i));
  runs[3].tags = {"a' OR 1=1 --", "messy"};
  runs[4].mode = "kr";
  runs[5].detectors = {"neutron_veto"};
  store.put_runs(runs, at(1));

  EXPECT_EQ(store.runs({.tag = "messy"}).at(0).number, 103);
  EXPECT_EQ(store.runs({.tag = "a' OR 1=1 --"}).size(), 1U);
  EXPECT_EQ(store.runs({.mode = "kr"}).size(), 1U);
  EXPECT_EQ(store.runs({.detector = "neutron_veto"}).at(0).number, 105);
  EXPECT_EQ(store.runs({.min_run = 107}).size(), 3U);
  EXPECT_EQ(store.count_runs({.min_run = 102, .max_run = 104}), 3);
  const auto newest = store.runs({.order = Order::newest_first, .limit = 2, .brief = true});
  ASSERT_EQ(newest.size(), 2U);
  EXPECT_EQ(newest[0].number, 109);
  EXPECT_TRUE(newest[0].numbers.empty());
}

TEST_F(StoreTest, a_changed_definition_under_an_old_version_with_results_is_refused_with_file_and_line) {
  Store store = open();
  Analysis analysis;
  analysis.name = "light_yield";
  analysis.version = "v1";
  analysis.file = "recipes.toml";
  analysis.line = 12;
  Variable variable;
  variable.name = "ly";
  variable.value = "mean(area)";
  analysis.variables = {variable};
  store.put_definitions(std::vector{analysis}, at(1));
  store.put_definitions(std::vector{analysis}, at(2));
  compute(store, wanted(53101, "light_yield"), {result("ly", 8.0)}, at(2));

  Analysis changed = analysis;
  changed.variables[0].value = "mean(area) + 1";
  try {
    store.put_definitions(std::vector{changed}, at(3));
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::conflict);
    EXPECT_NE(std::string(e.what()).find("recipes.toml:12"), std::string::npos);
    EXPECT_NE(std::string(e.what()).find("raise the version"), std::string::npos);
    EXPECT_NE(std::string(e.what()).find("`value = mean(area)` became `value = mean(area) + 1`"),
              std::string::npos);
  }
  EXPECT_TRUE(store.definitions().at(0).current) << "a refused configuration changes nothing";

  changed.version = "v0";
  store.put_definitions(std::vector{changed}, at(4));
  const auto known = store.definitions();
  ASSERT_EQ(known.size(), 2U);
  EXPECT_EQ(known[0].version, "v1");
  EXPECT_FALSE(known[0].current);
  EXPECT_EQ(known[1].version, "v0");
  EXPECT_EQ(known[1].order, 2) << "order of definition, not of the text";
}

TEST_F(StoreTest, a_definition_whose_numbers_newer_rules_change_is_refused_and_others_go_on) {
  Analysis same, other;
  same.name = "same";
  other.name = "other";
  same.version = other.version = "v1";
  Variable variable;
  variable.name = "n";
  variable.value = "count(area > 10)";
  same.variables = {variable};
  variable.value = "count(n % 4 == 1)";
  other.variables = {variable};
  {
    Store store = open();
    store.put_definitions(std::vector{same, other}, at(1));
    compute(store, wanted(53101, "other"), {result("n", 8.0)}, at(1));
  }

  // As a program stored them that had no versions of the language.
  for (const Analysis& analysis : {same, other}) {
    std::string text = definition_text(analysis);
    text = text.substr(0, text.find("language "));
    raw("UPDATE definition SET text = '" + text + "', hash = '" + sha256_hex(text).substr(0, 16) +
        "' WHERE analysis = '" + analysis.name + "'");
  }

  Store store = open();
  EXPECT_NO_THROW(store.put_definitions(std::vector{same}, at(2)));
  try {
    store.put_definitions(std::vector{same, other}, at(3));
    FAIL() << "results of two rules under one version";
  } catch (const Error& e) {
    EXPECT_NE(std::string(e.what()).find("the definition of other v1 has changed"), std::string::npos)
        << e.what();
    EXPECT_NE(std::string(e.what()).find("the rules of its expressions are newer"), std::string::npos)
        << e.what();
  }
  other.version = "v2";
  EXPECT_NO_THROW(store.put_definitions(std::vector{same, other}, at(4)));
}

TEST_F(StoreTest, imported_results_keep_no_definition_from_being_corrected) {
  Store store = open();
  Analysis analysis;
  analysis.name = "light_yield";
  analysis.version = "v1";
  analysis.kind = AnalysisKind::command;
  analysis.command.argv = {"python3", "/wrong/x.py"};
  analysis.variables.emplace_back().name = "ly";
  store.put_definitions(std::vector{analysis}, at(1));
  const auto imported = store.want(std::vector{wanted(53101, "light_yield")}, "import", at(1)).at(0);
  auto import = attempt(imported);
  import.executor = "import";
  Conclusion conclusion;
  conclusion.attempt = store.begin_attempts(std::vector{import}, at(1)).at(0).id;
  conclusion.outcome = AttemptClass::ok;
  conclusion.results = {result("ly", 8.0)};
  store.end_attempts(std::vector{conclusion}, at(1));

  analysis.command.argv = {"python3", "/right/x.py"};
  EXPECT_NO_THROW(store.put_definitions(std::vector{analysis}, at(2)));
  compute(store, wanted(53102, "light_yield"), {result("ly", 8.1)}, at(3));
  analysis.command.argv = {"python3", "/other/x.py"};
  const auto changed = store.changed_definitions(std::vector{analysis});
  ASSERT_EQ(changed.size(), 1U);
  EXPECT_NE(changed[0].find("`command = [\"python3\", \"/right/x.py\"]` became `command = [\"python3\", "
                            "\"/other/x.py\"]`"),
            std::string::npos)
      << changed[0];
  analysis.command.argv = {"python3", "/right/x.py"};
  analysis.command.success_marker = true;
  EXPECT_NE(store.changed_definitions(std::vector{analysis}).at(0).find("became `success = \"marker\"`"),
            std::string::npos);
}

TEST_F(StoreTest, a_definition_without_results_may_be_corrected_and_what_failed_is_tried_again) {
  Store store = open();
  Analysis analysis;
  analysis.name = "light_yield";
  analysis.version = "v1";
  analysis.variables.emplace_back().name = "ly";
  analysis.variables[0].value = "mean(aera)";
  store.put_definitions(std::vector{analysis}, at(1));
  const std::int64_t task = store.want(std::vector{wanted(53101, "light_yield")}, "plan", at(1)).at(0);
  const auto begun = store.begin_attempts(std::vector{attempt(task)}, at(1));
  analysis.variables[0].value = "mean(area)";
  EXPECT_EQ(kind_of([&] { store.put_definitions(std::vector{analysis}, at(2)); }), ErrorKind::conflict)
      << "what is under way may bring results";
  store.end_attempts(std::vector{failed(begun.at(0).id, AttemptClass::user_error, TaskState::failed)}, at(3));

  EXPECT_TRUE(store.changed_definitions(std::vector{analysis}).empty());
  store.put_definitions(std::vector{analysis}, at(4));

  EXPECT_EQ(store.definitions().at(0).hash, definition_hash(analysis));
  EXPECT_EQ(store.task(task)->state, TaskState::waiting);
  EXPECT_EQ(store.task(task)->tries, 0);
  EXPECT_TRUE(store.check(Store::Depth::full).empty());
}

TEST_F(StoreTest, a_second_engine_is_refused_and_told_who_holds_the_store) {
  Store store = open();
  try {
    Store second = open();
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::conflict);
    EXPECT_NE(std::string(e.what()).find("pid " + std::to_string(::getpid())), std::string::npos) << e.what();
    EXPECT_NE(std::string(e.what()).find(host_name()), std::string::npos);
  }
  EXPECT_EQ(Store(path(), Mode::read_only).count_runs(), 0) << "readers still work";
}

TEST_F(StoreTest, the_lock_goes_with_the_store) {
  { Store store = open(); }
  EXPECT_NO_THROW(open());
}

TEST_F(StoreTest, a_read_only_store_reads_and_refuses_to_write) {
  open().put_runs(std::vector{example_run(5)}, at(1));
  Store reader(path(), Mode::read_only);
  EXPECT_EQ(reader.run(5), example_run(5));
  EXPECT_EQ(kind_of([&] { reader.put_runs(std::vector{example_run(6)}, at(2)); }), ErrorKind::io);
}

TEST_F(StoreTest, what_is_no_store_is_refused_and_left_alone) {
  EXPECT_EQ(kind_of([&] { Store(path(), Mode::read_only); }), ErrorKind::not_found);
  EXPECT_EQ(kind_of([&] { Store(path() / "no" / "where", Mode::read_write); }), ErrorKind::not_found);

  std::ofstream(path()) << "this is a text of some length";
  EXPECT_EQ(kind_of([&] { open(); }), ErrorKind::unsupported);
  EXPECT_EQ(read_file(path()), "this is a text of some length");

  std::filesystem::remove(path());
  raw("CREATE TABLE other (a)");
  EXPECT_EQ(kind_of([&] { open(); }), ErrorKind::unsupported);
}

TEST_F(StoreTest, what_a_power_failure_leaves_of_the_very_first_start_is_made_anew) {
  std::ofstream(path().string() + ".lock") << "pid 1 on host a";
  EXPECT_EQ(kind_of([&] { Store(path(), Mode::read_only); }), ErrorKind::not_found);
  EXPECT_FALSE(has_store(path()));
  std::ofstream(path()).close();
  EXPECT_EQ(kind_of([&] { Store(path(), Mode::read_only); }), ErrorKind::not_found);
  EXPECT_FALSE(has_store(path()));
  raw("PRAGMA journal_mode = WAL; VACUUM");
  EXPECT_GT(std::filesystem::file_size(path()), 0U);
  EXPECT_FALSE(has_store(path()));
  EXPECT_NO_THROW(open());
  EXPECT_TRUE(has_store(path()));
}

TEST_F(StoreTest,
       a_first_transaction_that_was_cut_off_is_rolled_back_by_the_engine_and_explained_to_readers) {
  // A journal of a transaction that had begun to write into an empty file.
  std::filesystem::path copy = folder() / "cut.db";
  {
    Database database(path(), Database::Access::create, std::chrono::seconds(1));
    database.execute(
        "PRAGMA cache_size = 2; PRAGMA cache_spill = 1; CREATE TABLE other (a); BEGIN; DELETE FROM other");
    for (int row = 0; row < 200; ++row) database.execute("INSERT INTO other VALUES (zeroblob(1000))");
    std::filesystem::copy_file(path(), copy);
    std::filesystem::copy_file(path().string() + "-journal", copy.string() + "-journal");
    database.execute("ROLLBACK; DROP TABLE other");
  }
  try {
    Store(copy, Mode::read_only);
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::unavailable) << e.what();
    EXPECT_NE(std::string(e.what()).find("start the engine"), std::string::npos) << e.what();
  }
}

TEST_F(StoreTest, changes_whose_database_is_gone_are_not_thrown_away) {
  Store store = open();
  store.put_runs(std::vector{example_run(5)}, at(1));
  const auto lonely = folder() / "lonely.db";
  std::filesystem::copy_file(path().string() + "-wal", lonely.string() + "-wal");
  for (const bool empty : {false, true}) {
    if (empty) std::ofstream(lonely).close();
    for (const Mode mode : {Mode::read_only, Mode::read_write}) {
      EXPECT_EQ(kind_of([&] { Store(lonely, mode); }), ErrorKind::unsupported);
    }
  }
  EXPECT_GT(std::filesystem::file_size(lonely.string() + "-wal"), 0U);
}

TEST_F(StoreTest, the_documents_tell_the_number_of_the_schema) {
  const std::string text = read_file(std::filesystem::path(XOM_SOURCE_DIR) / "docs/formats/database.md");
  const std::string number = std::to_string(schema_steps().size());
  EXPECT_NE(text.find("`PRAGMA user_version`, now " + number + "."), std::string::npos) << "it is " << number;
}

TEST_F(StoreTest, a_newer_schema_is_refused_with_what_to_do) {
  { Store store = open(); }
  raw("PRAGMA user_version = 99");
  for (const Mode mode : {Mode::read_write, Mode::read_only}) {
    try {
      Store store(path(), mode);
      FAIL();
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::unsupported);
      EXPECT_NE(std::string(e.what()).find("schema 99"), std::string::npos);
    }
  }
}

TEST_F(StoreTest, an_old_store_goes_through_every_step_in_one_transaction) {
  open().put_runs(std::vector{example_run(5)}, at(1));
  const auto now = static_cast<std::int64_t>(schema_steps().size());
  std::vector<Step> newer(schema_steps().begin(), schema_steps().end());
  newer.push_back({"ALTER TABLE run ADD COLUMN shift TEXT"});
  std::vector<Step> broken = newer;
  newer.push_back({"CREATE TABLE flag (id INTEGER PRIMARY KEY) STRICT"});
  broken.push_back({"CREATE TABLE flag ("});
  Database database(path(), Database::Access::read_write, std::chrono::seconds(1));

  EXPECT_THROW(migrate(database, broken), Error);
  EXPECT_EQ(database.integer("PRAGMA user_version"), now) << "all or nothing";
  migrate(database, newer);
  EXPECT_EQ(database.integer("PRAGMA user_version"), now + 2);
  EXPECT_EQ(database.integer("SELECT count(*) FROM run WHERE shift IS NULL"), 1);
  EXPECT_EQ(kind_of([&] { require_current_schema(database); }), ErrorKind::unsupported);

  Store before(path().string() + ".schema-" + std::to_string(now), Mode::read_only);  // the way back
  EXPECT_EQ(before.check(Store::Depth::full), std::vector<std::string>());
  EXPECT_EQ(before.run(5).value().number, 5);
}

TEST_F(StoreTest, a_read_ends_with_its_deadline) {
  open();
  Database database(path(), Database::Access::read_only, std::chrono::seconds(1));
  const char* endless =
      "WITH RECURSIVE endless(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM endless) SELECT count(*) FROM "
      "endless";
  const Deadline late(std::chrono::seconds(0));
  std::stop_source stop;
  const Deadline called_off(std::chrono::hours(1), stop.get_token());
  stop.request_stop();

  for (const Deadline* deadline : {&late, &called_off}) {
    database.limit(deadline);
    EXPECT_EQ(kind_of([&] { database.integer(endless); }), ErrorKind::interrupted);
  }

  database.limit(nullptr);
  EXPECT_EQ(database.integer("SELECT count(*) FROM run"), 0) << "the next read is as any other";
}

TEST_F(StoreTest, every_open_sets_what_durability_needs) {
  Store store = open();
  Database other(path(), Database::Access::read_only, std::chrono::seconds(1));
  EXPECT_EQ(other.integer("PRAGMA application_id"), application_id);
  EXPECT_EQ(other.integer("PRAGMA user_version"), static_cast<std::int64_t>(schema_steps().size()));
  EXPECT_EQ(
      other.integer("SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND "
                    "name NOT LIKE 'sqlite_%' AND strict = 0"),
      0);
  Statement mode = other.prepare("PRAGMA journal_mode");
  mode.step();
  EXPECT_EQ(mode.view(0), "wal");
}

TEST(Lock, network_file_systems_are_known_by_number) {
  EXPECT_EQ(network_file_system(0x6969), "NFS");
  EXPECT_EQ(network_file_system(0x65735546), "FUSE");
  EXPECT_EQ(network_file_system(0x0BD00BD0), "Lustre");
  EXPECT_EQ(network_file_system(0xEF53), std::nullopt) << "ext4";
}

TEST_F(StoreTest, lease_and_facts_are_kept) {
  Store store = open();
  EXPECT_FALSE(store.lease());
  store.renew_lease(at(10), std::chrono::seconds(60));
  store.renew_lease(at(20), std::chrono::seconds(60));
  const Lease lease = store.lease().value();
  EXPECT_EQ(lease.pid, ::getpid());
  EXPECT_EQ(lease.started, at(10));
  EXPECT_EQ(lease.expires, at(80));
  EXPECT_TRUE(is_held(lease, at(79)));
  EXPECT_FALSE(is_held(lease, at(80)));
  EXPECT_FALSE(is_held(lease, at(20))) << "from before the clock was set back";

  EXPECT_FALSE(store.fact("last_pass_ns"));
  store.set_fact("last_pass_ns", "5");
  store.set_fact("last_pass_ns", "6");
  EXPECT_EQ(store.fact("last_pass_ns"), "6");
}

}  // namespace
}  // namespace xom::store
