#include "xom/runs/mongo_address.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "xom/base/error.h"

namespace xom::runs {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class MongoAddresses : public testing::Test {
 protected:
  std::filesystem::path file_ =
      std::filesystem::temp_directory_path() / ("xom-address-" + std::to_string(::getpid()));
  config::RunSourceOptions options_;

  void SetUp() override { options_.credentials = file_; }
  void TearDown() override { std::filesystem::remove(file_); }

  void write(const std::string& text) const {
    std::ofstream(file_) << text;
    std::filesystem::permissions(file_,
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }
  std::string problem() const {
    try {
      mongo_address(options_);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }
};

TEST_F(MongoAddresses, the_file_of_utilix_gives_all_of_it) {
  write(
      "[basic]\nlogging_level = ERROR\n[RunDB]\nrundb_api_user = other\nxent_url = "
      "db.example:27017,db2.example\n"
      "xent_user = reader\nxent_password = se%cret\nxent_database = xenonnt\n");
  const auto address = mongo_address(options_);
  EXPECT_EQ(address.uri, "mongodb://db.example:27017,db2.example");
  EXPECT_EQ(address.user, "reader");
  EXPECT_EQ(address.password, "se%cret");
  EXPECT_EQ(address.database, "xenonnt");
  EXPECT_EQ(address.collection, "runs");
  EXPECT_EQ(address.written_in, file_.string() + ", section [RunDB]") << "what a refused login names";
  options_.database = "test";
  EXPECT_EQ(mongo_address(options_).database, "test");
}

TEST_F(MongoAddresses, an_address_with_a_user_is_kept_without_him) {
  for (const auto& [given, kept] : {std::pair{"mongodb://reader:s3cret@db.example:27017/?tls=true",
                                              "mongodb://db.example:27017/?tls=true"},
                                    {"reader:s3@cret@db.example", "mongodb://db.example"},
                                    {"mongodb+srv://db.example/?x=a@b", "mongodb+srv://db.example/?x=a@b"},
                                    {"mongodb1.example:27017", "mongodb://mongodb1.example:27017"}}) {
    write(std::string("[RunDB]\nxent_user = u\nxent_password = p\nxent_database = d\nxent_url = ") + given +
          "\n");
    EXPECT_EQ(mongo_address(options_).uri, kept);
  }
}

TEST_F(MongoAddresses, what_is_missing_is_named_without_the_password) {
  write("[RunDB]\nxent_url = a\nxent_password = secret\nxent_database = b\n");
  EXPECT_THAT(problem(), AllOf(HasSubstr(file_.string()), HasSubstr("xent_user"), Not(HasSubstr("secret"))));
  write("[Other]\na = b\n");
  EXPECT_THAT(problem(), HasSubstr("no section [RunDB]"));
}

TEST_F(MongoAddresses, a_password_is_what_its_file_holds_without_the_line_end) {
  options_ = {};
  options_.uri = "mongodb://db.example";
  options_.user = "reader";
  options_.secret = file_;
  EXPECT_THAT(problem(), HasSubstr(file_.string()));
  write("two words\n");
  EXPECT_EQ(mongo_address(options_).password, "two words");
  EXPECT_EQ(mongo_address(options_).database, "xenonnt");
}

TEST(Collections, an_address_that_cannot_be_understood_is_a_mistake_of_the_configuration) {
  try {
    Collection({"mongodb://", "", "", "xenonnt", "runs"});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::config);
    EXPECT_THAT(error.what(), HasSubstr("mongodb://localhost:27017"));
  }
}

}  // namespace
}  // namespace xom::runs
