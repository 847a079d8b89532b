#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "xom/base/error.h"
#include "xom/cli/run/run_runs.h"
#include "xom/cli/terminal/command.h"
#include "xom/store/store.h"

namespace xom::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;

const std::string data_folder = XOM_SOURCE_DIR "/tests/data/strax-small";

const char* const recipes = R"toml(
[analysis.peak_rate]
version = "v1"
exclude_tags = ["messy"]
data = "peak_basics"

[[analysis.peak_rate.variable]]
name = "small_peaks"
unit = "Hz"
value = "count((area >= 0) & (area < 10)) / livetime"

[[analysis.peak_rate.variable]]
name = "time_sum"
unit = "ns"
value = "sum(time - start)"
where = "area > 10"
)toml";

/// An installation of its own, and the commands as somebody types them.
class Commands : public testing::Test {
 protected:
  Commands() : folder_(fs::temp_directory_path() / ("xom-cli-test-" + std::to_string(::getpid()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "analyses");
    write("xom.toml", "data = \"" + data_folder + "\"\nanalyses = \"analyses/*.toml\"\n");
    write("analyses/a.toml", recipes);
  }
  ~Commands() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) { std::ofstream(folder_ / name) << text; }

  /// The exit code; what was written to standard output is in `out_`. Errors are thrown, as to main.
  int call(std::vector<std::string> words) {
    Parser parser("xom", "0", "test");
    Globals globals;
    globals.config = folder_ / "xom.toml";
    globals.program = "/bin/true";
    parser.common().add("--json", &globals.json);
    const Command commands[] = {add_run(parser, globals),   add_config(parser, globals),
                                add_check(parser, globals), add_backup(parser, globals),
                                add_data(parser, globals),  add_import_config(parser, globals)};
    words.insert(words.begin(), "xom");
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    if (const auto ended = parser.parse(static_cast<int>(argv.size()), argv.data())) return *ended;
    testing::internal::CaptureStdout();
    int code = -1;
    try {
      for (const auto& command : commands) {
        if (command.arguments.chosen()) code = command.run();
      }
    } catch (...) {
      std::fflush(stdout);
      out_ = testing::internal::GetCapturedStdout();
      throw;
    }
    std::fflush(stdout);
    out_ = testing::internal::GetCapturedStdout();
    return code;
  }

  const fs::path folder_;
  std::string out_;
};

TEST_F(Commands, run_shows_values_with_their_proof_and_keeps_nothing) {
  EXPECT_EQ(call({"run", "peak_rate", "53101", "--json"}), Exit::done);
  const json run = json::parse(out_)["runs"][0];
  EXPECT_EQ(run["outcome"], "ok");
  EXPECT_EQ(run["results"][0]["variable"], "small_peaks");
  EXPECT_DOUBLE_EQ(run["results"][0]["value"], 23.645833333333332);
  EXPECT_DOUBLE_EQ(run["results"][0]["error"], std::sqrt(1135.0) / 48);
  EXPECT_EQ(run["results"][0]["unit"], "Hz");
  EXPECT_EQ(run["results"][1]["value"], 84824297248264);
  EXPECT_EQ(run["proof"]["inputs"][0]["hash"], "hqy3mbplud");
  EXPECT_EQ(run["proof"]["definition_hash"].get<std::string>().size(), 16u);
  EXPECT_FALSE(fs::exists(folder_ / "xom.db"));
}

TEST_F(Commands, one_bad_run_does_not_stop_the_others) {
  EXPECT_EQ(call({"run", "peak_rate", "53107-53108", "53101", "99", "--json"}), Exit::partly);
  const json runs = json::parse(out_)["runs"];
  ASSERT_EQ(runs.size(), 4u);
  EXPECT_EQ(runs[0]["outcome"], "no_data");
  EXPECT_EQ(runs[1]["outcome"], "corrupt_data");
  EXPECT_EQ(runs[2]["outcome"], "ok");
  EXPECT_THAT(runs[3]["reason"], HasSubstr("99"));
  EXPECT_EQ(call({"run", "peak_rate", "53108"}), Exit::failed);
  EXPECT_THAT(out_, HasSubstr("corrupt_data"));
}

TEST_F(Commands, what_run_stores_is_there_and_is_replaced_when_it_is_computed_again) {
  EXPECT_EQ(call({"run", "peak_rate", "53101", "--store", "--json"}), Exit::done);
  EXPECT_EQ(json::parse(out_)["runs"][0]["stored"], true);
  EXPECT_EQ(call({"run", "peak_rate", "53101", "--store", "--json"}), Exit::done);
  EXPECT_EQ(call({"run", "peak_rate", "53106", "--store"}), Exit::failed);

  const store::Store store(folder_ / "xom.db", store::Mode::read_only);
  const auto results = store.results(store::ResultFilter{.analysis = "peak_rate"});
  ASSERT_EQ(results.size(), 2u);
  EXPECT_EQ(results[0].generation, 2);
  const auto incomplete = store.find({"peak_rate", "v1", "", "53106"});
  ASSERT_TRUE(incomplete);
  EXPECT_EQ(incomplete->state, TaskState::waiting);
  EXPECT_TRUE(store.open_attempts().empty());
}

TEST_F(Commands, run_does_not_store_what_the_analysis_does_not_want) {
  write("analyses/a.toml", std::string(recipes).replace(std::string(recipes).find("messy"), 5, "_sr_*"));
  EXPECT_EQ(call({"run", "peak_rate", "53101", "--store", "--json"}), Exit::done);
  const json run = json::parse(out_)["runs"][0];
  EXPECT_EQ(run["stored"], false);
  EXPECT_THAT(run["not_stored"], HasSubstr("_sr_"));
}

TEST_F(Commands, a_recipe_file_alone_can_be_tried) {
  fs::remove(folder_ / "xom.toml");
  EXPECT_EQ(call({"run", "peak_rate", "053101", "--file", (folder_ / "analyses/a.toml").string(), "--strax",
                  data_folder}),
            Exit::done);
  EXPECT_THAT(out_, HasSubstr("(23.65 ± 0.70) Hz"));
}

TEST_F(Commands, an_analysis_that_is_not_there_is_an_error_with_those_that_are) {
  try {
    call({"run", "nosuch", "53101"});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::not_found);
    EXPECT_THAT(error.what(), HasSubstr("peak_rate v1"));
  }
}

TEST_F(Commands, runs_of_a_list_are_found_without_a_folder_of_theirs) {
  config::Instance instance;
  instance.data = {data_folder};
  instance.runs.type = "jsonl";
  instance.runs.path = data_folder + "/runs.jsonl";
  const strax::Storage storage(instance.data);
  const auto found = find_runs(instance, storage, {"53103-53104", "53101", "53104", "7"});
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[0].run.number, 53103);
  EXPECT_EQ(found[2].run.mode, "tpc_bkg");
  EXPECT_THAT(found[3].unknown, HasSubstr("7"));
  EXPECT_THROW(find_runs(instance, storage, {"1-5"}), Error);
}

TEST_F(Commands, config_lists_the_analyses_and_shows_what_is_in_force) {
  EXPECT_EQ(call({"config"}), Exit::done);
  EXPECT_THAT(out_, HasSubstr("peak_rate"));
  EXPECT_EQ(call({"config", "--show"}), Exit::done);
  EXPECT_THAT(out_, HasSubstr("xom.toml:1"));
  EXPECT_EQ(call({"config", "--json"}), Exit::done);
  EXPECT_EQ(json::parse(out_)["analyses"][0]["variables"][1], "time_sum");
}

TEST_F(Commands, check_says_what_is_broken_and_what_to_do) {
  EXPECT_EQ(call({"check", "--json"}), Exit::done) << out_;
  write("analyses/b.toml",
        "[analysis.script]\nversion = \"v1\"\ncommand = [\"no-such-program\"]\n"
        "[[analysis.script.variable]]\nname = \"x\"\n");
  EXPECT_EQ(call({"check"}), Exit::failed);
  EXPECT_THAT(out_, HasSubstr("program no-such-program: not found; analysis script needs it"));
  write("xom.toml", "data = \"gone\"\n");
  EXPECT_EQ(call({"check"}), Exit::failed);
  EXPECT_THAT(out_, HasSubstr("gone is not there"));
  write("xom.toml", "data = 5\n");
  EXPECT_EQ(call({"check"}), Exit::failed);
  EXPECT_THAT(out_, HasSubstr("xom.toml:1"));
}

TEST_F(Commands, check_finds_a_recipe_that_changed_under_its_version) {
  EXPECT_EQ(call({"run", "peak_rate", "53101", "--store"}), Exit::done);
  write("analyses/a.toml", std::string(recipes).replace(std::string(recipes).find("< 10"), 4, "< 11"));
  EXPECT_EQ(call({"check"}), Exit::failed);
  EXPECT_THAT(out_, HasSubstr("raise the version, or put back what it was"));
}

TEST_F(Commands, backup_copies_the_store) {
  EXPECT_EQ(call({"run", "peak_rate", "53101", "--store"}), Exit::done);
  EXPECT_EQ(call({"backup", (folder_ / "copy.db").string()}), Exit::done);
  EXPECT_EQ(store::Store(folder_ / "copy.db", store::Mode::read_only).count_runs(), 1);
  EXPECT_THROW(call({"backup", folder_.string()}), Error);  // the store itself
}

TEST_F(Commands, import_config_writes_files_that_load_and_replaces_none) {
  const std::string original = XOM_SOURCE_DIR "/tests/config/original/xomconfig.cfg";
  const fs::path out = folder_ / "imported";
  EXPECT_EQ(call({"import-config", original, "--out", out.string()}), Exit::done);
  EXPECT_FALSE(config::load_analyses(out / "analyses/original.toml").empty());
  EXPECT_THROW(call({"import-config", original, "--out", out.string()}), Error);
}

}  // namespace
}  // namespace xom::cli
