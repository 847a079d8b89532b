#include <filesystem>

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "xom/base/counted.h"
#include "xom/base/doorbell.h"
#include "xom/base/error.h"
#include "xom/base/files.h"
#include "xom/base/hash.h"
#include "xom/base/service_manager.h"
#include "xom/base/time.h"

namespace xom {
namespace {

TEST(Time, iso_text_comes_back_as_the_same_moment) {
  for (const std::int64_t ns : {0LL, 1'700'000'000'000'000'000LL, 1'700'000'000'123'000'000LL,
                                1'700'000'000'123'456'000LL, 1'700'000'000'123'456'789LL, -1'000'000'001LL}) {
    EXPECT_EQ(parse_iso(to_iso(from_ns(ns))), from_ns(ns)) << to_iso(from_ns(ns));
  }
  EXPECT_EQ(to_iso(from_ns(1'700'000'000'000'000'000)), "2023-11-14T22:13:20Z");
  EXPECT_EQ(to_iso(Time::min()), "1677-09-21T00:12:43.145224192Z");
  EXPECT_EQ(to_iso(Time::max()), "2262-04-11T23:47:16.854775807Z");
  EXPECT_EQ(to_iso_seconds(Time::min()), "1677-09-21T00:12:43Z");
  EXPECT_EQ(to_iso_seconds(Time::max()), "2262-04-11T23:47:16Z");
}

TEST(Time, offsets_and_short_forms_are_understood_and_nonsense_is_not) {
  EXPECT_EQ(parse_iso("2023-11-14T23:13:20+01:00"), parse_iso("2023-11-14T22:13:20Z"));
  EXPECT_EQ(parse_iso("2023-11-14 22:13:20"), parse_iso("2023-11-14T22:13:20Z"));
  EXPECT_EQ(parse_iso("2023-11-14"), parse_iso("2023-11-14T00:00:00Z"));
  for (const char* bad : {"", "2023", "2023-02-30", "2023-11-14T25:00", "2023-11-14T22:13:20X", "2023-11-14T",
                          "9999-01-01", "2023-11-14T22:13:20.", "2023-11-14T22:13:20+1"}) {
    EXPECT_FALSE(parse_iso(bad)) << bad;
  }
}

TEST(Time, durations_read_and_write_for_people) {
  EXPECT_EQ(parse_duration("90"), std::chrono::seconds(90));
  EXPECT_EQ(parse_duration("1.5h"), std::chrono::minutes(90));
  EXPECT_EQ(parse_duration("7d"), std::chrono::hours(168));
  EXPECT_FALSE(parse_duration("-1s"));
  EXPECT_FALSE(parse_duration("nan"));
  EXPECT_FALSE(parse_duration("5 parsecs"));
  EXPECT_EQ(to_text(std::chrono::milliseconds(2500)), "2.5 s");
  EXPECT_EQ(to_text(std::chrono::seconds(200)), "3 min 20 s");
}

TEST(Hash, known_digests_are_reproduced) {
  EXPECT_EQ(md5_hex(""), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(hex(sha1("abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(crc32("123456789"), 0xCBF43926U);
  EXPECT_EQ(crc32("6789", crc32("12345")), 0xCBF43926U);
  const std::string text = "foobar";
  EXPECT_EQ(base32(std::as_bytes(std::span(text))), "MZXW6YTBOI======");
  EXPECT_NE(random_hex(12), random_hex(12));
  EXPECT_EQ(random_hex(12).size(), 24U);
}

class Files : public testing::Test {
 protected:
  std::filesystem::path dir_ =
      std::filesystem::temp_directory_path() / ("xom-files-" + std::to_string(::getpid()));
  void SetUp() override { std::filesystem::create_directories(dir_); }
  void TearDown() override { std::filesystem::remove_all(dir_); }
};

TEST_F(Files, a_written_file_is_read_back_and_leaves_no_temporary) {
  write_file(dir_ / "a", "old");
  write_file(dir_ / "a", "new text");
  EXPECT_EQ(read_file(dir_ / "a"), "new text");
  EXPECT_EQ(read_tail(dir_ / "a", 4), "text");
  EXPECT_EQ(read_tail(dir_ / "absent", 4), "");
  EXPECT_EQ(read_file("/dev/null"), "");
  EXPECT_FALSE(std::filesystem::exists(dir_ / "a.tmp"));
}

TEST_F(Files, with_a_secret_that_everybody_can_read_are_refused) {
  write_file(dir_ / "a", "secret\r\n", 0640);
  EXPECT_EQ(read_secret(dir_ / "a"), "secret");
  for (const auto open_to_all : {std::filesystem::perms::others_read, std::filesystem::perms::others_all}) {
    std::filesystem::permissions(dir_ / "a", open_to_all, std::filesystem::perm_options::add);
    try {
      read_secret(dir_ / "a");
      FAIL();
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::config);
      EXPECT_NE(std::string(error.what()).find("chmod 600 " + (dir_ / "a").string()), std::string::npos);
    }
  }
}

TEST_F(Files, missing_oversized_and_directory_are_told_apart) {
  write_file(dir_ / "a", "12345");
  const auto kind_of = [&](const std::filesystem::path& path, std::size_t limit) {
    try {
      read_file(path, limit);
    } catch (const Error& error) {
      return error.kind();
    }
    return ErrorKind::failed;
  };
  EXPECT_EQ(kind_of(dir_ / "absent", 10), ErrorKind::not_found);
  EXPECT_EQ(kind_of(dir_ / "a", 4), ErrorKind::corrupt);
  EXPECT_EQ(kind_of(dir_, 10), ErrorKind::io);
  ASSERT_EQ(::mkfifo((dir_ / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(kind_of(dir_ / "pipe", 10), ErrorKind::corrupt) << "and nobody waits for a writer";
}

TEST_F(Files, the_service_manager_is_told_in_one_datagram) {
  const std::string place = (dir_ / "notify").string();
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  place.copy(address.sun_path, sizeof address.sun_path - 1);
  const FileDescriptor socket(::socket(AF_UNIX, SOCK_DGRAM, 0));
  ASSERT_EQ(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);

  ::setenv("NOTIFY_SOCKET", place.c_str(), 1);
  tell_service_manager("WATCHDOG=1");
  ::unsetenv("NOTIFY_SOCKET");
  tell_service_manager("nobody hears this");

  char said[64];
  const auto bytes = ::recv(socket.get(), said, sizeof said, MSG_DONTWAIT);
  ASSERT_GT(bytes, 0);
  EXPECT_EQ(std::string_view(said, static_cast<std::size_t>(bytes)), "WATCHDOG=1");
  EXPECT_LT(::recv(socket.get(), said, sizeof said, MSG_DONTWAIT), 0);
}

TEST(Doorbell, a_ring_before_the_wait_is_not_lost_and_two_are_one) {
  Doorbell bell;
  bell.ring();
  bell.ring();
  EXPECT_TRUE(bell.wait(std::chrono::hours(1)));
  EXPECT_FALSE(bell.wait(Duration(0)));
}

TEST(Counted, says_one_and_many) {
  EXPECT_EQ(counted(1, "run"), "1 run");
  EXPECT_EQ(counted(0, "run"), "0 runs");
  EXPECT_EQ(counted(2, "analysis", "analyses"), "2 analyses");
  EXPECT_EQ(counted(1, "analysis", "analyses"), "1 analysis");
}

}  // namespace
}  // namespace xom
