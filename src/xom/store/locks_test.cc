#include <array>
#include <fstream>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "xom/store/accounts.h"
#include "xom/store/delivery.h"
#include "xom/store/store_fixture.h"

namespace xom::store {
namespace {

/// Another process, made before this one has opened anything: what SQLite knows of its locks is not to be
/// inherited.
class OtherProcess {
 public:
  explicit OtherProcess(const std::function<void()>& action) {
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends_.data()) != 0)
      throw system_error("socketpair", errno);
    child_ = ::fork();
    if (child_ != 0) {
      ::close(ends_[1]);
      return;
    }
    ::close(ends_[0]);
    for (char asked = 0; ::read(ends_[1], &asked, 1) == 1;) {
      std::string said = "ok";
      try {
        action();
      } catch (const std::exception& error) {
        said = error.what();
      }
      if (::write(ends_[1], said.data(), said.size()) < 0) break;
    }
    ::_exit(0);
  }
  ~OtherProcess() {
    ::close(ends_[0]);
    ::waitpid(child_, nullptr, 0);
  }
  OtherProcess(const OtherProcess&) = delete;
  OtherProcess& operator=(const OtherProcess&) = delete;

  /// "ok", or what went wrong.
  std::string does() const {
    std::array<char, 1000> said{};
    if (::write(ends_[0], "!", 1) != 1) return "cannot be asked";
    const auto size = ::read(ends_[0], said.data(), said.size());
    return {said.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
  }

 private:
  std::array<int, 2> ends_{};
  pid_t child_ = -1;
};

/// POSIX locks are of the process: whoever closes any descriptor of a file gives up all locks the process has
/// on it, SQLite's too. Then another process takes itself for the last one and deletes the write-ahead log.
class Locks : public StoreFixture {
 protected:
  /// Inodes of the store's three files.
  std::vector<ino_t> files() const {
    std::vector<ino_t> all;
    for (const char* suffix : {"", "-wal", "-shm"}) {
      struct stat facts {};
      all.push_back(::stat((path().string() + suffix).c_str(), &facts) == 0 ? facts.st_ino : 0);
    }
    return all;
  }

  /// What `xom retry` does in its process, and that it ends well.
  void command_of_another_process() const { EXPECT_EQ(other_.does(), "ok"); }

  void expect_kept_after(const std::function<void()>& action) {
    const auto before = files();
    action();
    command_of_another_process();
    EXPECT_EQ(files(), before);
  }

 private:
  OtherProcess other_{[this] {
    Store(path(), Mode::read_only).count_runs();
    post_command(path(), {.analysis = "ly"}, at(5));
  }};
};

TEST_F(Locks, are_kept_whatever_else_the_process_does_with_the_store) {
  Store store = open();
  store.put_runs(std::vector{example_run(1)}, at(1));
  const auto copy = folder() / "copy.db";
  const std::vector<std::pair<const char*, std::function<void()>>> actions = {
      {"a reader", [&] { EXPECT_EQ(Store(path(), Mode::read_only).count_runs(), 1); }},
      {"accounts", [&] { EXPECT_FALSE(Accounts(path()).any_users()); }},
      {"a new account",
       [&] {
         Accounts(path()).add_user({"anna", "admin", "x", at(1)});
       }},
      {"a command", [&] { post_command(path(), {.analysis = "ly"}, at(2)); }},
      {"a second engine", [&] { EXPECT_EQ(kind_of([&] { open(); }), ErrorKind::conflict); }},
      {"a backup", [&] { store.backup(copy); }},
      {"a look at everything", [&] { EXPECT_TRUE(store.check(Store::Depth::full).empty()); }},
  };
  for (const auto& [what, action] : actions) {
    SCOPED_TRACE(what);
    expect_kept_after(action);
  }
}

TEST_F(Locks, are_kept_by_readers_that_come_and_go_beside_one_that_stays) {
  open().put_runs(std::vector{example_run(1)}, at(1));
  const Store stays(path(), Mode::read_only);
  EXPECT_EQ(stays.count_runs(), 1);
  expect_kept_after([&] { EXPECT_EQ(Store(path(), Mode::read_only).count_runs(), 1); });
}

TEST_F(Locks, are_taken_again_when_their_file_is_removed) {
  Store store = open();
  for (const bool replaced : {false, true}) {
    std::filesystem::remove(path().string() + ".lock");
    if (replaced) std::ofstream(path().string() + ".lock") << "somebody's";
    store.set_fact("a", "1");
    EXPECT_EQ(kind_of([&] { open(); }), ErrorKind::conflict);
  }
}

TEST_F(Locks, are_lost_to_a_second_engine_that_began_when_their_file_was_removed) {
  Store first = open();
  std::filesystem::remove(path().string() + ".lock");
  Store second = open();
  EXPECT_EQ(kind_of([&] { first.set_fact("a", "1"); }), ErrorKind::conflict);
  EXPECT_EQ(kind_of([&] { first.set_fact("a", "1"); }), ErrorKind::conflict) << "and stay lost";
  second.set_fact("a", "2");
  EXPECT_EQ(second.fact("a"), "2");
}

TEST_F(Locks, do_not_help_a_store_whose_file_was_replaced) {
  Store store = open();
  std::filesystem::rename(path(), folder() / "away.db");
  EXPECT_EQ(kind_of([&] { store.set_fact("a", "1"); }), ErrorKind::conflict) << "nobody would see it";
  std::ofstream(path()) << "a backup";
  EXPECT_EQ(kind_of([&] { store.set_fact("a", "1"); }), ErrorKind::conflict);
  std::filesystem::rename(folder() / "away.db", path());
  store.set_fact("a", "1");
  EXPECT_EQ(store.fact("a"), "1");
}

TEST_F(Locks, are_kept_when_the_store_is_opened_by_another_name) {
  Store store = open();
  store.put_runs(std::vector{example_run(1)}, at(1));
  std::filesystem::create_symlink(path(), folder() / "other.db");
  std::filesystem::create_directory_symlink(folder(), folder() / "here");
  for (const auto& name : {folder() / "other.db", folder() / "here" / "xom.db"}) {
    SCOPED_TRACE(name);
    expect_kept_after([&] { EXPECT_EQ(Store(name, Mode::read_only).count_runs(), 1); });
    EXPECT_EQ(kind_of([&] { Store(name, Mode::read_write); }), ErrorKind::conflict);
  }
  EXPECT_FALSE(std::filesystem::exists(folder() / "other.db.lock"));
}

TEST_F(Locks, a_store_with_a_second_name_on_disk_is_refused_because_its_log_would_have_two) {
  open().put_runs(std::vector{example_run(1)}, at(1));
  std::filesystem::create_hard_link(path(), folder() / "second.db");
  for (const auto& name : {path(), folder() / "second.db"}) {
    EXPECT_EQ(kind_of([&] { Store(name, Mode::read_write); }), ErrorKind::unsupported);
    EXPECT_EQ(kind_of([&] { Store(name, Mode::read_only); }), ErrorKind::unsupported);
    EXPECT_EQ(kind_of([&] { Accounts accounts(name); }), ErrorKind::unsupported);
    EXPECT_EQ(kind_of([&] { post_command(name, {.analysis = "ly"}, at(2)); }), ErrorKind::unsupported);
  }
}

TEST_F(Locks, descriptors_of_the_store_are_not_handed_to_programs) {
  Store store = open();
  store.put_runs(std::vector{example_run(1)}, at(1));
  int seen = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code gone;
    const auto target = std::filesystem::read_symlink(entry.path(), gone).string();
    if (!target.starts_with(folder().string())) continue;
    ++seen;
    EXPECT_NE(::fcntl(std::stoi(entry.path().filename()), F_GETFD) & FD_CLOEXEC, 0) << target;
  }
  EXPECT_GE(seen, 4) << "the three files and the engine's lock";
}

}  // namespace
}  // namespace xom::store
