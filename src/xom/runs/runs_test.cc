#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "xom/base/error.h"
#include "xom/runs/json_lines.h"
#include "xom/runs/open.h"
#include "xom/runs/strax_directory.h"

namespace xom::runs {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
namespace fs = std::filesystem;

const fs::path samples = fs::path(XOM_SOURCE_DIR) / "tests/data/strax-small";

std::vector<std::int64_t> numbers(const Changes& changes) {
  std::vector<std::int64_t> result;
  for (const auto& run : changes.runs) result.push_back(run.number);
  return result;
}

class Runs : public testing::Test {
 protected:
  fs::path dir_ = fs::temp_directory_path() / ("xom-runs-" + std::to_string(::getpid()));
  void SetUp() override { fs::create_directories(dir_); }
  void TearDown() override { fs::remove_all(dir_); }
  void append(const std::string& text) const { std::ofstream(dir_ / "runs.jsonl", std::ios::app) << text; }
};

TEST_F(Runs, a_strax_directory_tells_its_runs_once_and_superruns_never) {
  const strax::Storage storage({samples});
  StraxDirectory source(storage);
  const auto first = source.changes();
  EXPECT_THAT(numbers(first), ElementsAre(42, 53101, 53102, 53103, 53104, 53105, 53106, 53107, 53108));
  EXPECT_EQ(first.runs[1].mode, "tpc_bkg");
  EXPECT_EQ(first.runs[1].name, "053101");
  EXPECT_DOUBLE_EQ(first.runs[1].numbers.at("rate.tpc.avg"), 47.05);
  EXPECT_THAT(source.changes().runs, IsEmpty());
}

TEST_F(Runs, a_changed_document_in_the_directory_is_told_again) {
  fs::copy(samples / "053104-veto_intervals-tupzka4nkl", dir_ / "053104-veto_intervals-tupzka4nkl");
  fs::copy(samples / "053104-metadata.json", dir_ / "053104-metadata.json");
  const strax::Storage storage({dir_});
  StraxDirectory source(storage);
  EXPECT_THAT(source.changes().runs.at(0).tags, ElementsAre("_sr_synthetic"));
  std::ofstream(dir_ / "053104-metadata.json")
      << R"({"number": 53104, "name": "053104", "tags": [{"name": "messy"}]})";
  const auto second = source.changes();
  EXPECT_THAT(numbers(second), ElementsAre(53104));
  EXPECT_THAT(second.runs.at(0).tags, ElementsAre("messy"));
}

TEST_F(Runs, a_run_whose_data_are_not_there_yet_is_known_by_its_document) {
  fs::copy(samples / "053104-metadata.json", dir_ / "053104-metadata.json");
  const strax::Storage storage({dir_});
  EXPECT_THAT(numbers(StraxDirectory(storage).changes()), ElementsAre(53104));
}

TEST_F(Runs, without_a_document_the_data_tell_number_start_and_end) {
  fs::copy(samples / "053104-veto_intervals-tupzka4nkl", dir_ / "053104-veto_intervals-tupzka4nkl");
  const strax::Storage storage({dir_});
  StraxDirectory source(storage);
  const auto changes = source.changes();
  EXPECT_THAT(numbers(changes), ElementsAre(53104));
  ASSERT_TRUE(duration(changes.runs[0]));
  EXPECT_EQ(*duration(changes.runs[0]), std::chrono::seconds(22));
  EXPECT_THAT(source.changes().runs, IsEmpty());
}

TEST_F(Runs, of_two_folders_with_one_number_the_one_named_as_the_number_counts) {
  const auto folder = [&](const std::string& name) { return dir_ / (name + "-veto_intervals-tupzka4nkl"); };
  const auto add = [&](const char* name) {
    fs::copy(samples / "053104-veto_intervals-tupzka4nkl", folder(name));
  };
  const auto names = [](const Changes& changes) {
    std::vector<std::string> result;
    for (const auto& run : changes.runs) result.push_back(run.name);
    return result;
  };
  add("53104");
  const strax::Storage storage({dir_});
  StraxDirectory source(storage);
  EXPECT_THAT(names(source.changes()), ElementsAre("53104"));
  add("053104");
  auto both = source.changes();
  EXPECT_THAT(names(both), ElementsAre("053104"));
  EXPECT_THAT(both.oddities, ElementsAre(HasSubstr("run 53104: has the number 53104 of run 053104")));
  both = source.changes();
  EXPECT_THAT(both.runs, IsEmpty());
  EXPECT_THAT(both.oddities, IsEmpty()) << "said once";
  EXPECT_THAT(names(StraxDirectory(storage).changes()), ElementsAre("053104")) << "in any order";
  fs::remove_all(folder("053104"));
  EXPECT_THAT(names(source.changes()), ElementsAre("53104"));
}

TEST_F(Runs, a_corrected_number_gives_the_other_run_back) {
  const auto document = [&](const char* name, const char* number) {
    std::ofstream(dir_ / (std::string(name) + "-metadata.json"))
        << R"({"name": ")" << name << R"(", "number": )" << number << "}";
  };
  document("000004", "5");  // a mistake
  document("000005b", "5");
  const strax::Storage storage({dir_});
  StraxDirectory source(storage);
  EXPECT_THAT(source.changes().runs.at(0).name, "000004");
  document("000004", "  4");
  const auto corrected = source.changes();
  ASSERT_THAT(numbers(corrected), ElementsAre(4, 5));
  EXPECT_EQ(corrected.runs[1].name, "000005b");
  EXPECT_THAT(corrected.oddities, IsEmpty());
}

TEST_F(Runs, json_lines_tell_only_changed_lines_and_the_last_of_a_number_counts) {
  append("{\"number\": 1, \"mode\": \"a\"}\n{\"number\": 2}\n");
  JsonLines source(dir_ / "runs.jsonl");
  EXPECT_THAT(numbers(source.changes()), ElementsAre(1, 2));
  EXPECT_THAT(source.changes().runs, IsEmpty());
  append("{\"number\": 1, \"mode\": \"b\"}\n");
  const auto changes = source.changes();
  EXPECT_THAT(numbers(changes), ElementsAre(1));
  EXPECT_EQ(changes.runs[0].mode, "b");
}

TEST_F(Runs, a_line_that_counts_again_is_told_again) {
  append("{\"number\": 1, \"mode\": \"a\"}\n{\"number\": 1, \"mode\": \"b\"}\n");
  JsonLines source(dir_ / "runs.jsonl");
  EXPECT_EQ(source.changes().runs.at(0).mode, "b");
  append("{\"number\": 1, \"mode\": \"a\"}\n");
  EXPECT_EQ(source.changes().runs.at(0).mode, "a");
}

TEST_F(Runs, a_bad_line_is_named_and_stops_no_other) {
  append("{\"number\": 1}\nnonsense\n{\"number\": 3}\n");
  JsonLines source(dir_ / "runs.jsonl");
  const auto changes = source.changes();
  EXPECT_THAT(numbers(changes), ElementsAre(1, 3));
  EXPECT_THAT(changes.oddities, ElementsAre(HasSubstr("runs.jsonl:2")));
}

TEST_F(Runs, a_half_written_last_line_waits_for_its_end) {
  append("{\"number\": 1}\n{\"number\": 2, \"mo");
  JsonLines source(dir_ / "runs.jsonl");
  auto changes = source.changes();
  EXPECT_THAT(numbers(changes), ElementsAre(1));
  EXPECT_THAT(changes.oddities, IsEmpty());
  append("de\": \"x\"}\n");
  EXPECT_THAT(numbers(source.changes()), ElementsAre(2));
}

TEST_F(Runs, documents_as_mongoexport_writes_them_give_the_same_runs_as_the_directory) {
  JsonLines lines(samples / "runs.jsonl");
  const strax::Storage storage({samples});
  StraxDirectory directory(storage);
  const auto a = lines.changes().runs;
  const auto b = directory.changes().runs;
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].number, b[i].number);
    EXPECT_EQ(a[i].name, b[i].name);
    EXPECT_EQ(a[i].mode, b[i].mode);
    EXPECT_EQ(a[i].start, b[i].start);
    EXPECT_EQ(a[i].tags, b[i].tags);
  }
}

TEST_F(Runs, a_source_that_is_away_is_unavailable_not_empty) {
  const strax::Storage storage({dir_ / "absent"});
  const SystemClock clock;
  config::RunSourceOptions options;
  options.path = dir_ / "absent.jsonl";
  options.uri = "mongodb://127.0.0.1:1";
  for (const char* type : {"strax", "jsonl", "mongodb"}) {
    try {
      options.type = type;
      open(options, storage, clock)->changes();
      FAIL() << type;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::unavailable) << error.what();
    }
  }
  options.type = "mango";
  EXPECT_THROW(open(options, storage, clock), Error);
}

}  // namespace
}  // namespace xom::runs
