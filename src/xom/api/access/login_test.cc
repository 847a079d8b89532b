#include <chrono>
#include <optional>
#include <thread>

#include <gmock/gmock.h>

#include "xom/api/access/login_limit.h"
#include "xom/api/access/password.h"
#include "xom/api/access/refused_logins.h"
#include "xom/api/server/source_address.h"
#include "xom/base/error.h"
#include "xom/testkit/fake_clock.h"

namespace xom::api {
namespace {

using std::chrono::seconds;

using Admission = LoginLimit::Admission;

class LoginTries : public testing::Test {
 protected:
  Admission admit(const std::string& source = "1.1.1.1", const std::string& name = "anna",
                  bool has_session = false) {
    return limit_.admit(source, name, has_session, clock_.now());
  }
  /// How many of so many tries at once are admitted.
  int admitted(int tries, const std::string& source, const std::string& name) {
    int count = 0;
    for (int i = 0; i < tries; ++i) count += admit(source, name) != Admission::too_often;
    return count;
  }

  testkit::FakeClock clock_{from_ns(1'000'000'000)};
  LoginLimit limit_;
};

TEST_F(LoginTries, come_back_one_by_one_a_minute_after_each) {
  for (std::size_t i = 0; i < tries_of_pair; ++i) {
    EXPECT_EQ(admit(), Admission::stranger);
    clock_.advance(seconds(10));
  }
  EXPECT_EQ(admit(), Admission::too_often);
  clock_.advance(seconds(10));  // a minute after the first
  EXPECT_EQ(admit(), Admission::stranger);
  EXPECT_EQ(admit(), Admission::too_often);
  clock_.advance(seconds(10));
  EXPECT_EQ(admit(), Admission::stranger);
}

TEST_F(LoginTries, that_were_refused_do_not_count) {
  for (std::size_t i = 0; i < tries_of_pair; ++i) admit();
  for (int i = 0; i < 59; ++i) {
    clock_.advance(seconds(1));
    EXPECT_EQ(admit(), Admission::too_often);
  }
  clock_.advance(seconds(1));
  EXPECT_EQ(admit(), Admission::stranger) << "who goes on trying is not shut out for ever";
}

TEST_F(LoginTries, of_one_source_are_limited_whatever_names_it_makes_up) {
  int count = 0;
  for (int i = 0; i < 10'000; ++i) count += admitted(1, "1.1.1.1", std::to_string(i));
  EXPECT_EQ(count, tries_of_source);
  EXPECT_EQ(admit("2.2.2.2"), Admission::stranger) << "others log in meanwhile";
}

TEST_F(LoginTries, of_one_source_do_not_use_up_those_of_an_account) {
  EXPECT_EQ(admitted(10'000, "1.1.1.1", "anna"), tries_of_pair);
  EXPECT_EQ(admit("2.2.2.2", "anna"), Admission::stranger);
  EXPECT_EQ(admit("1.1.1.1", "ben"), Admission::stranger);
  EXPECT_EQ(admit("1.1.1.1anna", ""), Admission::stranger);
}

TEST_F(LoginTries, of_one_account_are_limited_whatever_number_of_sources_tries) {
  int count = 0;
  for (int i = 0; i < 20'000; ++i) count += admitted(1, std::to_string(i), "anna");
  EXPECT_EQ(count, tries_of_account);
}

TEST_F(LoginTries, of_who_is_known_are_used_up_by_no_stranger) {
  limit_.succeeded("9.9.9.9", "anna");
  for (int i = 0; i < 20'000; ++i) admit(std::to_string(i), "anna");
  EXPECT_EQ(admit("5.5.5.5", "anna"), Admission::too_often);
  EXPECT_EQ(admit("9.9.9.9", "anna"), Admission::known) << "logged in from there before";
  EXPECT_EQ(admit("5.5.5.5", "anna", true), Admission::known) << "has a session";
  EXPECT_EQ(admit("9.9.9.9", "ben"), Admission::stranger) << "of that account alone";
  EXPECT_EQ(admitted(100, "9.9.9.9", "anna"), tries_of_pair - 1) << "known, but no better at guessing";
}

TEST_F(LoginTries, of_very_many_sources_shut_out_no_other) {
  for (int i = 0; i < 30'000; ++i) admit(std::to_string(i), std::to_string(i % 15'000));
  EXPECT_EQ(admit(), Admission::stranger);
}

TEST(Tries, take_bounded_memory_and_are_forgotten_after_a_minute) {
  Tries tries;
  for (int i = 0; i < 30'000; ++i) tries.add(std::to_string(i), from_ns(i));
  EXPECT_EQ(tries.size(), Tries::most_keys);
  EXPECT_EQ(tries.within_a_minute("0", from_ns(30'000)), 0U);
  EXPECT_EQ(tries.within_a_minute("29999", from_ns(30'000)), 1U);
  tries.add("again", from_ns(40'000) + std::chrono::minutes(1));
  EXPECT_EQ(tries.size(), 1U);
}

TEST(Turn, is_one_at_once_and_somebody_else_may_wait) {
  Turns turns;
  std::optional<Turns::Turn> first(std::in_place, turns, "1.1.1.1");
  EXPECT_TRUE(*first);
  EXPECT_FALSE(Turns::Turn(turns, "1.1.1.1")) << "nobody has two places";
  std::thread other([&] { EXPECT_TRUE(Turns::Turn(turns, "2.2.2.2")); });
  first.reset();
  other.join();
  EXPECT_TRUE(Turns::Turn(turns, "1.1.1.1"));
}

TEST_F(LoginTries, of_strangers_take_no_turn_of_who_is_known) {
  const Turns::Turn stranger(limit_.turns(Admission::stranger), "1.1.1.1");
  EXPECT_TRUE(stranger);
  EXPECT_TRUE(Turns::Turn(limit_.turns(Admission::known), "1.1.1.1"));
}

TEST(RefusedLogin, the_first_of_a_source_is_told_at_once_and_the_others_as_a_number) {
  RefusedLogins refused;
  const Time start = from_ns(0);
  EXPECT_TRUE(refused.is_first("1.1.1.1", "anna", start));
  for (int i = 1; i <= 8349; ++i) {
    EXPECT_FALSE(refused.is_first("1.1.1.1", std::to_string(i % 7), start + seconds(i % 600)));
  }
  EXPECT_TRUE(refused.is_first("2.2.2.2", "anna", start + seconds(599)));
  EXPECT_TRUE(refused.take(start + seconds(599)).empty());

  const auto rows = refused.take(start + seconds(600));

  ASSERT_EQ(rows.size(), 1U) << "a first one alone was told already";
  EXPECT_EQ(rows[0].peer, "1.1.1.1");
  EXPECT_EQ(rows[0].outcome, "refused");
  EXPECT_EQ(rows[0].target, "1, 2, 3, 4, 5, ...");
  EXPECT_THAT(rows[0].detail, testing::StartsWith("8349 more from 1970-01-01T00:00:00"));
  EXPECT_TRUE(refused.is_first("1.1.1.1", "anna", start + seconds(601))) << "another period";
}

TEST(RefusedLogin, rows_are_few_whatever_number_of_sources_comes) {
  RefusedLogins refused;
  int told = 0;
  for (int i = 0; i < 20'000; ++i) told += refused.is_first(std::to_string(i), "anna", from_ns(i));
  EXPECT_EQ(told, static_cast<int>(RefusedLogins::most_sources) + 1);
  const auto rows = refused.take(from_ns(20'000), true);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].peer, "other addresses");
  EXPECT_THAT(rows[0].detail, testing::StartsWith("19499 more"));
  EXPECT_TRUE(refused.take(from_ns(20'000), true).empty());
}

TEST(Sources, are_addresses_or_networks_of_who_has_a_whole_one) {
  EXPECT_EQ(source_of("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(source_of("::ffff:192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(source_of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  EXPECT_EQ(source_of("fe80::1%eth0"), "fe80::/64");
  EXPECT_EQ(source_of("::1"), "::1");
  EXPECT_EQ(source_of("unknown"), "unknown");
  EXPECT_EQ(source_of(""), "");
}

TEST(PasswordHash, differs_each_time_and_costs_what_is_promised) {
  const std::string first = hash_password("correct horse");
  const std::string second = hash_password("correct horse");
  EXPECT_NE(first, second);
  EXPECT_THAT(first, testing::HasSubstr("$m=65536,t=2,p=1$"));
  EXPECT_TRUE(password_fits(second, "correct horse"));
  EXPECT_EQ(first.find("correct"), std::string::npos);
}

TEST(PasswordHash, every_byte_of_a_password_counts) {
  const std::string hash = hash_password(std::string_view("before\0after", 12));
  EXPECT_TRUE(password_fits(hash, std::string_view("before\0after", 12)));
  EXPECT_FALSE(password_fits(hash, std::string_view("before\0aftex", 12)));
  EXPECT_FALSE(password_fits(hash, "before"));
}

TEST(PasswordHash, that_is_damaged_fits_nothing) {
  const std::string hash = hash_password("correct horse");
  std::string flipped = hash;
  flipped.back() = flipped.back() == 'A' ? 'B' : 'A';
  for (const std::string& one : {hash.substr(0, 40), std::string("correct horse"), std::string("$argon2id$"),
                                 hash + "x", std::string(5000, '$')}) {
    EXPECT_FALSE(password_fits(one, "correct horse")) << one.substr(0, 60);
  }
  EXPECT_FALSE(password_fits("", "nobody has this one")) << "what no hash is compared with";
}

TEST(PasswordHash, is_made_of_8_to_200_bytes) {
  EXPECT_NO_THROW(hash_password(std::string(200, 'x')));
  for (const std::size_t size : {std::size_t{0}, std::size_t{7}, std::size_t{201}}) {
    EXPECT_THROW(hash_password(std::string(size, 'x')), Error) << size;
  }
}

}  // namespace
}  // namespace xom::api
