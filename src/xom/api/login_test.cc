#include <chrono>

#include <gmock/gmock.h>

#include "xom/api/login_limit.h"
#include "xom/api/password.h"
#include "xom/base/error.h"
#include "xom/testkit/fake_clock.h"

namespace xom::api {
namespace {

using std::chrono::seconds;

class LoginTries : public testing::Test {
 protected:
  bool admit(const std::string& peer = "1.1.1.1", const std::string& name = "anna") {
    return limit_.admit(peer, name, clock_.now());
  }

  testkit::FakeClock clock_{from_ns(1'000'000'000)};
  LoginLimit limit_;
};

TEST_F(LoginTries, come_back_one_by_one_a_minute_after_each) {
  for (std::size_t i = 0; i < tries_a_minute; ++i) {
    EXPECT_TRUE(admit());
    clock_.advance(seconds(10));
  }
  EXPECT_FALSE(admit());
  clock_.advance(seconds(10));  // a minute after the first
  EXPECT_TRUE(admit());
  EXPECT_FALSE(admit());
  clock_.advance(seconds(10));
  EXPECT_TRUE(admit());
}

TEST_F(LoginTries, that_were_refused_do_not_count) {
  for (std::size_t i = 0; i < tries_a_minute; ++i) admit();
  for (int i = 0; i < 59; ++i) {
    clock_.advance(seconds(1));
    EXPECT_FALSE(admit());
  }
  clock_.advance(seconds(1));
  EXPECT_TRUE(admit()) << "who goes on trying is not shut out for ever";
}

TEST_F(LoginTries, of_one_address_or_name_do_not_shut_out_others) {
  for (std::size_t i = 0; i < 2 * tries_a_minute; ++i) admit();
  EXPECT_TRUE(admit("2.2.2.2", "anna"));
  EXPECT_TRUE(admit("1.1.1.1", "ben"));
  EXPECT_TRUE(admit("1.1.1.1anna", ""));
}

TEST_F(LoginTries, of_very_many_names_take_no_more_memory_and_are_forgotten) {
  int admitted = 0;
  for (int i = 0; i < 20'000; ++i) admitted += admit("1.1.1.1", std::to_string(i));
  EXPECT_EQ(admitted, 10'000);
  clock_.advance(seconds(60));
  EXPECT_TRUE(admit());
}

TEST_F(LoginTries, are_checked_one_at_once) {
  {
    const auto turn = limit_.one_at_once();
    EXPECT_TRUE(turn);
  }
  EXPECT_TRUE(limit_.one_at_once());
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
