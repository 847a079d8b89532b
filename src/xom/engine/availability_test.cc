#include "xom/engine/availability.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace xom::engine {
namespace {

using testing::HasSubstr;

const std::filesystem::path samples = std::filesystem::path(XOM_SOURCE_DIR) / "tests/data/strax-small";
const std::vector<std::string> here = {"HERE_USERDISK"};

class Availabilities : public testing::Test {
 protected:
  strax::Storage storage_{{samples}};
  Analysis analysis_;
  xom::Run run_;
  std::optional<std::vector<std::string>> ready_;

  void SetUp() override {
    analysis_.kind = AnalysisKind::recipe;
    analysis_.data = {{"peak_basics", ""}};
    run_.number = 53101;
    run_.name = "053101";
  }
  void list(const std::string& location, const std::string& status, const std::string& hash = "hqy3mbplud") {
    run_.data.push_back({"peak_basics", hash, "rucio-catalogue", location, status});
  }
  Availability look(const std::vector<std::string>& sites = here) const {
    config::RunSourceOptions documents;
    documents.type = "jsonl";
    documents.sites = sites;
    documents.ready = ready_;
    return availability(analysis_, std::span(&run_, 1), storage_, documents);
  }
};

TEST_F(Availabilities, without_sites_the_files_decide) {
  EXPECT_TRUE(look({}).ready);
  run_.name = "099999";
  EXPECT_EQ(look({}).error_class, "missing");
}

TEST_F(Availabilities, with_sites_the_document_has_to_list_the_data_as_transferred) {
  EXPECT_THAT(look().reason.text, HasSubstr("peak_basics of run 053101 is not listed in the run's document"));
  list("ELSEWHERE_USERDISK", "transferred");
  EXPECT_THAT(look().reason.text,
              HasSubstr("not at HERE_USERDISK, only at ELSEWHERE_USERDISK (transferred)"));
  list("HERE_USERDISK", "transferring");
  EXPECT_THAT(look().reason.text, HasSubstr("is transferring at HERE_USERDISK"));
  EXPECT_EQ(look().error_class, "missing");
  list("HERE_USERDISK", "transferred");
  EXPECT_TRUE(look().ready);
}

TEST_F(Availabilities, a_command_that_names_no_data_waits_for_the_transfer) {
  analysis_.kind = AnalysisKind::command;
  analysis_.data.clear();
  EXPECT_TRUE(look({}).ready) << "the document has no status";
  run_.status = "transferring";
  EXPECT_EQ(look({}).reason.text, "run 053101: status transferring, wanted: transferred");
  EXPECT_TRUE(look({}).reason.cause.code == ReasonCode::run_not_ready);
  run_.status = "transferred";
  EXPECT_TRUE(look({}).ready);
}

TEST_F(Availabilities, data_that_are_named_are_looked_for_whatever_the_status_is_unless_it_is_asked_for) {
  run_.status = "transferring";
  EXPECT_TRUE(look({}).ready);
  ready_ = {"transferred", "done"};
  EXPECT_EQ(look({}).reason.text, "run 053101: status transferring, wanted: transferred or done");
  run_.status = "";
  EXPECT_EQ(look({}).reason.text, "run 053101: no status, wanted: transferred or done");
  run_.status = "done";
  EXPECT_TRUE(look({}).ready);
  run_.status = "transferring";
  ready_.emplace();
  EXPECT_TRUE(look({}).ready);
}

TEST_F(Availabilities, the_hash_that_is_asked_for_has_to_be_listed) {
  analysis_.data[0].hash = "hqy3mbplud";
  list("HERE_USERDISK", "transferred", "otherhash0");
  EXPECT_FALSE(look().ready);
  list("HERE_USERDISK", "transferred");
  EXPECT_TRUE(look().ready);
}

TEST_F(Availabilities, a_host_counts_as_well_as_a_storage_element) {
  list("/data/processed", "transferred");
  run_.data.back().host = "eb3.example";
  EXPECT_FALSE(look().ready);
  EXPECT_TRUE(look({"eb3.example"}).ready);
}

TEST_F(Availabilities, files_out_of_sight_are_enough_for_a_command_and_not_for_a_recipe) {
  run_.name = "099999";
  list("HERE_USERDISK", "transferred");
  EXPECT_EQ(look().error_class, "missing");
  analysis_.kind = AnalysisKind::command;
  EXPECT_TRUE(look().ready);
}

TEST_F(Availabilities, files_in_sight_have_to_be_complete_whatever_the_document_says) {
  run_.name = "053106";
  list("HERE_USERDISK", "transferred");
  analysis_.kind = AnalysisKind::command;
  EXPECT_EQ(look().error_class, "incomplete");
}

}  // namespace
}  // namespace xom::engine
