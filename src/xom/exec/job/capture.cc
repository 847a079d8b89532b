#include "xom/exec/job/capture.h"

#include <array>
#include <cerrno>
#include <chrono>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "xom/base/error.h"
#include "xom/exec/job/process.h"

namespace xom::exec {

namespace {

using Steady = std::chrono::steady_clock;

struct Pipe {
  FileDescriptor read, write;
  Pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw system_error("cannot make a pipe", errno);
    read = FileDescriptor(ends[0]);
    write = FileDescriptor(ends[1]);
  }
};

pid_t spawn(const std::vector<std::string>& argv, const std::vector<std::string>& environment, int out,
            int err) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawnattr_init(&attributes);
  ::posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&actions, out, 1);
  ::posix_spawn_file_actions_adddup2(&actions, err, 2);
  sigset_t none;
  sigset_t all;
  ::sigemptyset(&none);
  ::sigfillset(&all);
  ::posix_spawnattr_setsigmask(&attributes, &none);
  ::posix_spawnattr_setsigdefault(&attributes, &all);
  ::posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  pid_t pid = 0;
  const auto variables = pointers(environment);
  const int error = ::posix_spawnp(&pid, argv[0].c_str(), &actions, &attributes, pointers(argv).data(),
                                   environment.empty() ? ::environ : variables.data());
  ::posix_spawn_file_actions_destroy(&actions);
  ::posix_spawnattr_destroy(&attributes);
  if (error != 0) throw system_error("cannot start " + argv[0], error);
  return pid;
}

/// False at the end of the output.
bool read_some(const FileDescriptor& from, std::string& into, std::size_t most) {
  std::array<char, 1 << 16> piece;
  const ssize_t n = ::read(from.get(), piece.data(), piece.size());
  if (n <= 0) return n < 0 && (errno == EINTR || errno == EAGAIN);
  into.append(piece.data(), std::min(static_cast<std::size_t>(n), most - std::min(most, into.size())));
  return true;
}

}  // namespace

Captured capture(const std::vector<std::string>& argv, Duration limit,
                 const std::vector<std::string>& environment) {
  constexpr std::size_t most_out = std::size_t{64} << 20;
  constexpr std::size_t most_err = std::size_t{64} << 10;
  Captured result;
  Pipe out;
  Pipe err;
  const pid_t pid = spawn(argv, environment, out.write.get(), err.write.get());
  out.write = FileDescriptor();
  err.write = FileDescriptor();
  const auto end = Steady::now() + limit;
  while (out.read.get() >= 0 || err.read.get() >= 0) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Steady::now()).count();
    if (left <= 0) {
      result.timed_out = true;
      break;
    }
    std::array<pollfd, 2> events{{{out.read.get(), POLLIN, 0}, {err.read.get(), POLLIN, 0}}};
    ::poll(events.data(), events.size(), static_cast<int>(std::min<std::int64_t>(left, 60'000)));
    if (events[0].revents != 0 && !read_some(out.read, result.out, most_out)) out.read = FileDescriptor();
    if (events[1].revents != 0 && !read_some(err.read, result.err, most_err)) err.read = FileDescriptor();
  }
  int status = 0;
  // A program that closed its output and goes on is waited for as well, but no longer than the limit.
  while (!result.timed_out && ::waitpid(pid, &status, WNOHANG) == 0) {
    if (Steady::now() >= end) {
      result.timed_out = true;
    } else {
      ::usleep(2'000);
    }
  }
  if (result.timed_out) {
    ::kill(-pid, SIGKILL);
    ::waitpid(pid, &status, 0);
  } else if (WIFEXITED(status)) {
    result.exit_code = WEXITSTATUS(status);
  }
  return result;
}

}  // namespace xom::exec
