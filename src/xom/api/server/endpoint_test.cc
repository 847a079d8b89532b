#include <gmock/gmock.h>

#include "xom/api/server/server.h"
#include "xom/api/web.h"
#include "xom/store/accounts.h"
#include "xom/store/store_error.h"
#include "xom/store/store_fixture.h"
#include "xom/testkit/fake_clock.h"

namespace xom::api {
namespace {

std::string text(const std::vector<Endpoint>& endpoints) {
  std::string all;
  for (const auto& one : endpoints) all += one.address + " " + std::to_string(one.port) + ";";
  return all;
}

TEST(Endpoints, are_an_address_and_a_port) {
  EXPECT_EQ(text(parse_endpoint("127.0.0.1:8080")), "127.0.0.1 8080;");
  EXPECT_EQ(text(parse_endpoint("[::1]:0")), "::1 0;");
  EXPECT_EQ(text(parse_endpoint("0.0.0.0:65535")), "0.0.0.0 65535;");
  EXPECT_EQ(text(parse_endpoint("localhost:80")), "127.0.0.1 80;::1 80;");
}

TEST(Endpoints, that_are_none_are_refused_with_examples) {
  for (const char* wrong :
       {"", ":", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1",
        "127.0.0.1:80x", "127.0.0.1: 80", "::1:80", "[::1]", "[::1:80", "::1]:80"}) {
    try {
      parse_endpoint(wrong);
      ADD_FAILURE() << wrong;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage) << wrong;
      EXPECT_THAT(error.what(), testing::HasSubstr("127.0.0.1:8080"));
    }
  }
}

class Listening : public store::StoreFixture {
 protected:
  Listening() { configuration_.instance.store = path(); }
  /// What is thrown; empty: it serves.
  std::string refusal(const std::string& listen) {
    try {
      const Web web(configuration_, {listen}, clock_);
      return "";
    } catch (const Error& error) {
      return std::string(to_string(error.kind()));
    }
  }

  config::Configuration configuration_;
  testkit::FakeClock clock_{at(1)};
};

TEST_F(Listening, on_this_machine_needs_nobody_to_be_known) {
  EXPECT_EQ(refusal("127.0.0.1:0"), "") << "without a store too: it may come later";
  raw("PRAGMA journal_mode = WAL; VACUUM");
  EXPECT_TRUE(Web(configuration_, {"127.0.0.1:0"}, clock_).open()) << "whoever began it was stopped";
  open();
  const Web web(configuration_, {"127.0.0.1:0"}, clock_);
  EXPECT_TRUE(web.open());
  EXPECT_THAT(web.addresses().at(0), testing::MatchesRegex("http://127\\.0\\.0\\.1:[1-9][0-9]*/"));
}

TEST_F(Listening, a_store_that_cannot_be_looked_at_ends_nothing) {
  const Web web(configuration_, {"127.0.0.1:0"}, clock_);
  std::filesystem::create_symlink(path(), path());
  EXPECT_THROW(web.open(), store::StoreError);
}

TEST_F(Listening, where_others_reach_it_needs_users_or_a_proxy) {
  for (const char* address : {"0.0.0.0:0", "[::]:0", "[::ffff:127.0.0.1]:0", "192.0.2.1:0"}) {
    EXPECT_EQ(refusal(address), "config") << address;
  }
  open();
  store::Accounts(path()).add_user({"anna", "admin", "", at(1)});
  const Web web(configuration_, {"127.0.0.1:0"}, clock_);
  EXPECT_FALSE(web.open());
  EXPECT_EQ(refusal("192.0.2.1:0"), "io") << "not an address of this machine";
}

TEST_F(Listening, with_a_proxy_nobody_may_act_unnamed) {
  open();
  configuration_.instance.web.trusted_proxy = {"127.0.0.1"};
  EXPECT_FALSE(Web(configuration_, {"127.0.0.1:0"}, clock_).open());
}

TEST_F(Listening, on_a_port_that_is_taken_is_refused) {
  ServerOptions options;
  options.listen = {{"127.0.0.1", 0}};
  const Server first(options, [](std::size_t, const Incoming&) { return Response(); });
  options.listen = first.endpoints();
  EXPECT_EQ(kind_of([&] { Server(options, [](std::size_t, const Incoming&) { return Response(); }); }),
            ErrorKind::conflict);
  options.listen = {{"nowhere", 0}};
  EXPECT_EQ(kind_of([&] { Server(options, [](std::size_t, const Incoming&) { return Response(); }); }),
            ErrorKind::usage);
}

}  // namespace
}  // namespace xom::api
