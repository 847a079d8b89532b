#include "xom/store/place.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "xom/store/accounts.h"
#include "xom/store/store_error.h"
#include "xom/store/store_fixture.h"

namespace xom::store {
namespace {

namespace fs = std::filesystem;

class Place : public StoreFixture {
 protected:
  /// Everybody who opens the store says the same.
  void expect(ErrorKind kind) {
    EXPECT_EQ(kind_of([&] { is_there(path()); }), kind);
    EXPECT_EQ(kind_of([&] { has_store(path()); }), kind);
    EXPECT_EQ(kind_of([&] { Store(path(), Mode::read_write); }), kind);
    EXPECT_EQ(kind_of([&] { Accounts{path()}; }), kind);
    Command retry;
    retry.analysis = "a";
    EXPECT_EQ(kind_of([&] { post_command(path(), retry, at(1)); }), kind);
  }
};

TEST_F(Place, is_there_or_not) {
  EXPECT_FALSE(is_there(path()));
  std::ofstream(path()).close();
  EXPECT_TRUE(is_there(path()));
  EXPECT_FALSE(is_there(path() / "below a file"));
}

TEST_F(Place, of_a_pipe_or_a_folder_is_refused_without_waiting_for_a_writer) {
  ASSERT_EQ(::mkfifo(path().c_str(), 0600), 0);
  expect(ErrorKind::unsupported);
  fs::remove(path());
  fs::create_directory(path());
  expect(ErrorKind::unsupported);
}

TEST_F(Place, that_cannot_be_looked_at_is_an_error_of_the_store) {
  fs::create_symlink(path(), path());
  expect(ErrorKind::io);
  EXPECT_THROW(is_there(path()), StoreError);
  EXPECT_THROW(is_there(folder() / std::string(300, 'x')), StoreError);
}

TEST_F(Place, of_a_link_to_nothing_is_not_no_store_yet) {
  fs::create_symlink(folder() / "away", path());
  expect(ErrorKind::unavailable);
}

TEST_F(Place, of_another_user_is_nothing_for_root) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root";
  ASSERT_EQ(::chown(folder().c_str(), 1, 1), 0);
  EXPECT_EQ(kind_of([&] { Store(path(), Mode::read_write); }), ErrorKind::conflict);
  EXPECT_FALSE(fs::exists(path())) << "nothing was made";
  ASSERT_EQ(::chown(folder().c_str(), 0, 0), 0);
  EXPECT_NO_THROW(Store(path(), Mode::read_write));
  ASSERT_EQ(::chown(path().c_str(), 1, 1), 0);
  EXPECT_EQ(kind_of([&] { Store(path(), Mode::read_write); }), ErrorKind::conflict);
}

}  // namespace
}  // namespace xom::store
