#include <gmock/gmock.h>

#include "xom/api/access/access.h"
#include "xom/base/hash.h"
#include "xom/store/store_fixture.h"

namespace xom::api {
namespace {

using Headers = std::map<std::string, std::string, std::less<>>;

/// Users anna (operator) and ben (viewer); anna logged in at 10 s with the secret "s".
class Identity : public store::StoreFixture {
 protected:
  Identity() {
    open();
    accounts_.emplace(path());
    accounts_->add_user({"anna", "operator", "", at(1)});
    accounts_->add_user({"ben", "viewer", "", at(1)});
    accounts_->begin_session(sha256_hex("s"), "anna", at(10));
  }
  Caller who(Headers headers, const std::string& peer = "9.9.9.9", Time now = at(20)) {
    Request request;
    request.headers = std::move(headers);
    request.peer = peer;
    return identify(request, options_, *accounts_, now);
  }

  std::optional<store::Accounts> accounts_;
  AccessOptions options_{false, {"10.0.0.1"}, "x-sso-user"};
};

TEST_F(Identity, the_proxys_header_is_believed_from_its_address_alone) {
  EXPECT_EQ(who({{"x-sso-user", "anna"}}, "10.0.0.1").role, "operator");
  for (const char* peer : {"10.0.0.2", "127.0.0.1", "", "10.0.0.1 ", "::ffff:10.0.0.1"}) {
    EXPECT_EQ(who({{"x-sso-user", "anna"}}, peer).role, "none") << peer;
  }
  EXPECT_EQ(who({{"x-forwarded-user", "anna"}}, "10.0.0.1").role, "none") << "not the configured header";
}

TEST_F(Identity, a_name_that_is_none_names_nobody) {
  EXPECT_EQ(who({{"x-sso-user", ""}}, "10.0.0.1").role, "none");
  EXPECT_EQ(who({{"x-sso-user", std::string(101, 'a')}}, "10.0.0.1").role, "none");
  EXPECT_EQ(who({{"x-sso-user", "carl"}}, "10.0.0.1").role, "viewer") << "the proxy let them in";
  EXPECT_EQ(who({{"x-sso-user", "carl, anna"}}, "10.0.0.1").role, "viewer")
      << "a second header, joined by the server, gives no other name";
}

TEST_F(Identity, a_cookie_has_one_name_and_one_value) {
  for (const char* good : {"xom=s", "a=b; xom=s", "xom=s; a=b", "a=b;xom=s", "xomx=1; xom=s", "  xom=s"}) {
    EXPECT_EQ(who({{"cookie", good}}).name, "anna") << good;
  }
  for (const char* bad : {"xom", "xom=", "xom=S", "XOM=s", "zxom=s", "xom=s2", "xom=s ", "xom=\"s\"", ";;;",
                          "=", "xom =s", "__Host-xom=s", "a=xom=s", ""}) {
    EXPECT_EQ(who({{"cookie", bad}}).role, "none") << bad;
  }
}

TEST_F(Identity, over_https_only_the_cookie_that_https_has_set_counts) {
  const auto by_proxy = [&](const char* cookie, const char* scheme) {
    return who({{"cookie", cookie}, {"x-forwarded-proto", scheme}}, "10.0.0.1").role;
  };
  EXPECT_EQ(by_proxy("__Host-xom=s", "https"), "operator");
  EXPECT_EQ(by_proxy("xom=s", "https"), "none");
  EXPECT_EQ(by_proxy("xom=s", "http"), "operator");
  EXPECT_EQ(who({{"cookie", "__Host-xom=s"}, {"x-forwarded-proto", "https"}}).role, "none")
      << "anybody can write that header";
}

TEST_F(Identity, a_session_is_over_after_half_a_day_unused_and_after_a_week_at_all) {
  const Duration used_every = std::chrono::hours(11);
  Time now = at(10);
  while (now + used_every < at(10) + store::session_longest) {
    now = now + used_every;
    EXPECT_EQ(who({{"cookie", "xom=s"}}, "", now).name, "anna");
  }
  EXPECT_EQ(who({{"cookie", "xom=s"}}, "", at(10) + store::session_longest + std::chrono::seconds(1)).role,
            "none");
  accounts_->begin_session(sha256_hex("t"), "ben", at(20));
  EXPECT_EQ(who({{"cookie", "xom=t"}}, "", at(20) + store::session_idle + std::chrono::seconds(1)).role,
            "none");
}

TEST_F(Identity, the_hash_in_the_store_opens_nothing) {
  EXPECT_EQ(who({{"cookie", "xom=" + sha256_hex("s")}}).role, "none");
}

TEST_F(Identity, a_wrong_token_is_refused_though_the_cookie_is_right) {
  for (const char* header : {"Bearer s", "Bearer ", "Bearer", "", "Basic YTpi", "xom_s"}) {
    EXPECT_EQ(kind_of([&] {
                who({{"authorization", header}, {"cookie", "xom=s"}});
              }),
              ErrorKind::usage)
        << header;
  }
}

TEST_F(Identity, roles_change_at_once) {
  accounts_->set_role("anna", "viewer");
  EXPECT_EQ(who({{"cookie", "xom=s"}}).role, "viewer");
  accounts_->remove_user("anna");
  EXPECT_EQ(who({{"cookie", "xom=s"}}).role, "none");
}

class Openness : public store::StoreFixture {};

TEST_F(Openness, needs_this_machine_alone_no_proxy_and_no_user) {
  open();
  store::Accounts accounts(path());
  EXPECT_TRUE(is_open({true, {}, "u"}, accounts));
  EXPECT_FALSE(is_open({false, {}, "u"}, accounts));
  EXPECT_FALSE(is_open({true, {"10.0.0.1"}, "u"}, accounts));
  EXPECT_EQ(identify({}, {true, {}, "u"}, accounts, at(1)).role, "admin");
  EXPECT_EQ(identify({}, {false, {}, "u"}, accounts, at(1)).role, "none");
  accounts.add_user({"anna", "viewer", "", at(1)});
  EXPECT_FALSE(is_open({true, {}, "u"}, accounts));
  EXPECT_EQ(identify({}, {true, {}, "u"}, accounts, at(1)).role, "none");
}

TEST(ClientAddress, is_what_the_proxy_saw_and_not_what_the_browser_says) {
  const AccessOptions options{true, {"10.0.0.1"}, "x-forwarded-user"};
  const auto address = [&](const char* peer, const char* forwarded) {
    Request request;
    request.peer = peer;
    if (forwarded != nullptr) request.headers["x-forwarded-for"] = forwarded;
    return client_address(request, options);
  };
  EXPECT_EQ(address("1.2.3.4", nullptr), "1.2.3.4");
  EXPECT_EQ(address("1.2.3.4", "5.6.7.8"), "1.2.3.4");
  EXPECT_EQ(address("10.0.0.1", nullptr), "10.0.0.1");
  EXPECT_EQ(address("10.0.0.1", "5.6.7.8"), "5.6.7.8");
  EXPECT_EQ(address("10.0.0.1", "invented,5.6.7.8"), "5.6.7.8");
  EXPECT_EQ(address("10.0.0.1", "invented, 2001:db8::1"), "2001:db8::1");
  EXPECT_EQ(address("10.0.0.1", ""), "10.0.0.1");
  EXPECT_EQ(address("10.0.0.1", "5.6.7.8, "), "10.0.0.1");
  EXPECT_LE(address("10.0.0.1", std::string(5000, 'x').c_str()).size(), 45U);
}

}  // namespace
}  // namespace xom::api
