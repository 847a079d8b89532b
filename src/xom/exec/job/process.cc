#include "xom/exec/job/process.h"

#include <array>
#include <charconv>
#include <map>
#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "xom/base/error.h"
#include "xom/base/host.h"

namespace xom::exec {

namespace {

/// Files of /proc have no size; empty if it cannot be read.
std::string read_proc(const std::string& path) {
  const FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::string text;
  std::array<char, 4096> piece;
  ssize_t n = 0;
  while (fd.get() >= 0 && text.size() < (1 << 20) && (n = ::read(fd.get(), piece.data(), piece.size())) > 0) {
    text.append(piece.data(), static_cast<std::size_t>(n));
  }
  return text;
}

std::vector<pid_t> all_processes() {
  std::vector<pid_t> pids;
  const std::unique_ptr<DIR, int (*)(DIR*)> proc(::opendir("/proc"), ::closedir);
  if (!proc) return pids;
  while (const dirent* entry = ::readdir(proc.get())) {
    const std::string_view name = entry->d_name;
    pid_t pid = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (error == std::errc() && end == name.data() + name.size()) pids.push_back(pid);
  }
  return pids;
}

}  // namespace

ProcessId this_process() {
  const auto stat = process_stat(::getpid());
  return {::getpid(), stat ? stat->start_ticks : 0, boot_id(), host_name()};
}

std::optional<FileDescriptor> open_process(const ProcessId& id) {
  if (id.pid <= 0 || id.host != host_name() || id.boot_id != boot_id()) return std::nullopt;
  FileDescriptor fd(static_cast<int>(::syscall(SYS_pidfd_open, id.pid, 0)));
  if (fd.get() < 0) return std::nullopt;
  // Looked at after it was opened: if the start matches now, the descriptor is of this process.
  const auto stat = process_stat(id.pid);
  if (!stat || stat->start_ticks != id.start_ticks) return std::nullopt;
  return fd;
}

std::optional<ProcessStat> process_stat(pid_t pid) {
  const std::string text = read_proc("/proc/" + std::to_string(pid) + "/stat");
  // "PID (name) S PPID ...": the name may contain blanks and parentheses, so count from the last ")".
  const auto name_end = text.rfind(')');
  if (name_end == std::string::npos) return std::nullopt;
  ProcessStat stat;
  stat.pid = pid;
  std::size_t at = name_end + 2;
  for (int field = 3; at < text.size() && field <= 24; ++field) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const char *from = text.data() + at, *to = text.data() + end;
    if (field == 3) stat.zombie = *from == 'Z' || *from == 'X';
    if (field == 4) std::from_chars(from, to, stat.parent);
    if (field == 22) std::from_chars(from, to, stat.start_ticks);
    if (field == 24) {
      std::int64_t pages = 0;
      std::from_chars(from, to, pages);
      stat.resident_bytes = pages * ::sysconf(_SC_PAGESIZE);
    }
    at = end + 1;
  }
  return stat;
}

std::vector<ProcessStat> descendants(pid_t root) {
  std::multimap<pid_t, ProcessStat> by_parent;
  for (const pid_t pid : all_processes()) {
    if (const auto stat = process_stat(pid)) by_parent.emplace(stat->parent, *stat);
  }
  std::vector<ProcessStat> found, living;
  const auto add_children = [&](pid_t parent) {
    const auto [first, last] = by_parent.equal_range(parent);
    for (auto it = first; it != last; ++it) found.push_back(it->second);
  };
  add_children(root);
  for (std::size_t i = 0; i < found.size(); ++i) add_children(found[i].pid);
  for (const ProcessStat& stat : found) {
    if (!stat.zombie) living.push_back(stat);
  }
  return living;
}

int kill_by_environment(std::string_view entry) {
  const std::string wanted = '\0' + std::string(entry) + '\0';
  int killed = 0;
  // Again until two looks in a row find nobody: a process that is just starting a program shows no
  // environment.
  for (int round = 0, empty_rounds = 0; round < 20 && empty_rounds < 2; ++round) {
    std::vector<FileDescriptor> dying;
    for (const pid_t pid : all_processes()) {
      FileDescriptor process(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
      const std::string environment = '\0' + read_proc("/proc/" + std::to_string(pid) + "/environ");
      if (pid == ::getpid() || process.get() < 0 || environment.find(wanted) == std::string::npos) continue;
      if (::syscall(SYS_pidfd_send_signal, process.get(), SIGKILL, nullptr, 0) == 0) {
        dying.push_back(std::move(process));
      }
    }
    empty_rounds = dying.empty() ? empty_rounds + 1 : 0;
    killed += static_cast<int>(dying.size());
    for (const FileDescriptor& process : dying) {
      pollfd gone{process.get(), POLLIN, 0};
      ::poll(&gone, 1, 1000);
    }
  }
  return killed;
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (const std::string& text : texts) list.push_back(const_cast<char*>(text.c_str()));
  list.push_back(nullptr);
  return list;
}

pid_t start_detached(const std::vector<std::string>& argv, const std::vector<std::string>& environment) {
  const std::vector<char*> arguments = pointers(argv), variables = pointers(environment);
  std::array<int, 2> failure{};
  if (::pipe2(failure.data(), O_CLOEXEC) != 0) throw system_error("cannot start " + argv.at(0), errno);
  const FileDescriptor from_child(failure[0]);
  FileDescriptor in_child(failure[1]);

  const pid_t pid = ::fork();
  if (pid < 0) throw system_error("cannot start " + argv[0], errno);
  if (pid == 0) {  // Only calls that are safe after fork in a program with threads.
    ::setsid();
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    const int nowhere = ::open("/dev/null", O_RDWR);
    for (int fd = 0; fd < 3; ++fd) ::dup2(nowhere, fd);
    ::syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC);
    ::execve(arguments[0], arguments.data(), variables.data());
    const int error = errno;
    [[maybe_unused]] const auto told = ::write(failure[1], &error, sizeof error);
    ::_exit(127);
  }
  in_child = FileDescriptor();
  int error = 0;
  if (::read(from_child.get(), &error, sizeof error) == sizeof error) {
    ::waitpid(pid, nullptr, 0);
    throw system_error("cannot start " + argv[0], error);
  }
  return pid;
}

}  // namespace xom::exec
