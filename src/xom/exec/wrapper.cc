#include "xom/exec/wrapper.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <fstream>

#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "xom/base/clock.h"
#include "xom/base/error.h"
#include "xom/base/log.h"
#include "xom/exec/job/bounded_log.h"
#include "xom/exec/job/claim.h"
#include "xom/exec/job/exit_report.h"
#include "xom/exec/job/job_directory.h"
#include "xom/exec/job/native_launch.h"
#include "xom/exec/job/outputs.h"
#include "xom/exec/job/report_file.h"
#include "xom/exec/native/native_jobs.h"

namespace xom::exec {

namespace {

using Steady = std::chrono::steady_clock;

constexpr auto memory_poll = std::chrono::milliseconds(100);

class Wrapper {
 public:
  Wrapper(JobDirectory directory, Launch launch)
      : directory_(std::move(directory)),
        launch_(std::move(launch)),
        log_(FileDescriptor(
            ::open(directory_.log().c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600))) {
    block_signals();
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    report_.token = launch_.token;
    report_.host = this_process().host;
    report_.slurm_job = slurm_job();
    report_.restarts = slurm_restarts();
  }

  ExitReport run() {
    report_.started = SystemClock().now();
    started_ = Steady::now();
    if (start()) {
      while (!ended_) wait_and_watch();
      kill_all(SIGKILL);
    }
    reap();
    if (report_.signal && !stopping()) ask_whether_we_are_meant();
    read_output();  // what is still in the pipe, at most 1 MiB: everybody who could write is dead
    log_.finish();
    report_.ended = SystemClock().now();
    report_.says_success = log_.says_success();
    report_.says_error = log_.says_error();
    report_.log_bytes = log_.bytes();
    report_.disk_full = log_.lost() || is_disk_full(directory_.path);
    list_outputs(directory_.out(), report_);
    return std::move(report_);
  }

 private:
  void block_signals() {
    sigset_t set;
    ::sigemptyset(&set);
    for (const int signal : {SIGCHLD, SIGTERM, SIGINT, SIGHUP}) ::sigaddset(&set, signal);
    ::sigprocmask(SIG_BLOCK, &set, nullptr);
    ::signal(SIGPIPE, SIG_IGN);
    signals_ = FileDescriptor(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
  }

  /// False if the program could not be started; then the report says why.
  bool start() {
    if (!launch_.image.empty() && ::access(launch_.image.c_str(), F_OK) != 0) {
      report_.image_missing = true;
      report_.start_error =
          system_error("the image " + launch_.image.string() + " is not on " + report_.host, errno).what();
      return false;
    }
    std::array<int, 2> output{}, failure{};
    if (::pipe2(output.data(), O_CLOEXEC) != 0 || ::pipe2(failure.data(), O_CLOEXEC) != 0) {
      report_.start_error = system_error("cannot make a pipe", errno).what();
      return false;
    }
    output_ = FileDescriptor(output[0]);
    FileDescriptor output_end(output[1]);
    const FileDescriptor failed(failure[0]);
    FileDescriptor failure_end(failure[1]);
    ::fcntl(output_.get(), F_SETFL, O_NONBLOCK);

    const pid_t self = ::getpid();
    program_ = ::fork();
    if (program_ == 0) become_program(self, output[1], failure[1]);
    if (program_ < 0) {
      report_.start_error = system_error("cannot fork", errno).what();
      return false;
    }
    ::setpgid(program_, program_);  // here and in the child: whoever is first
    output_end = FileDescriptor();
    failure_end = FileDescriptor();
    std::array<int, 2> problem{};  // step, errno
    if (::read(failed.get(), problem.data(), sizeof problem) != sizeof problem) return true;
    const std::string what = problem[0] == 0 ? "cannot enter the folder " + launch_.folder.string()
                                             : "cannot start " + launch_.argv[0];
    report_.start_error = system_error(what, problem[1]).what();
    return false;
  }

  [[noreturn]] void become_program(pid_t parent, int output, int failure) {
    const auto give_up = [failure](int step) {
      const std::array<int, 2> problem{step, errno};
      [[maybe_unused]] const auto told = ::write(failure, problem.data(), sizeof problem);
      ::_exit(127);
    };
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(127);
    ::setpgid(0, 0);
    ::signal(SIGPIPE, SIG_DFL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    const rlimit no_core{0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    ::dup2(::open("/dev/null", O_RDONLY), 0);
    ::dup2(output, 1);
    ::dup2(output, 2);
    ::syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC);
    ::umask(077);
    if (::chdir(launch_.folder.c_str()) != 0) give_up(0);
    const std::vector<char*> argv = pointers(launch_.argv), environment = pointers(launch_.environment);
    ::environ = const_cast<char**>(environment.data());  // execvp looks along the PATH in here
    ::execvp(argv[0], argv.data());
    give_up(1);
    ::_exit(127);
  }

  void wait_and_watch() {
    std::array<pollfd, 2> events{{{signals_.get(), POLLIN, 0}, {output_.get(), POLLIN, 0}}};
    ::poll(events.data(), output_.get() >= 0 ? 2 : 1, std::chrono::milliseconds(memory_poll).count());
    read_output();
    read_signals();
    reap();
    if (!ended_) watch_limits();
  }

  void read_signals() {
    signalfd_siginfo info;
    while (::read(signals_.get(), &info, sizeof info) == sizeof info) {
      if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT) {
        report_.cancelled = report_.cancelled || !stopping();
        stop(SIGTERM);
      }
    }
  }

  /// A batch system signals all processes of a job, the program perhaps before us.
  void ask_whether_we_are_meant() {
    constexpr auto longest = std::chrono::milliseconds(500);
    for (const auto end = Steady::now() + longest; !report_.cancelled && Steady::now() < end;) {
      pollfd event{signals_.get(), POLLIN, 0};
      ::poll(&event, 1, static_cast<int>(std::chrono::milliseconds(longest).count()));
      read_signals();
    }
  }

  void watch_limits() {
    const auto now = Steady::now();
    if (!stopping() && now - started_ >= launch_.limits.time) {
      report_.timed_out = true;
      stop(SIGTERM);
    }
    if (now - memory_looked_at_ >= memory_poll) {
      memory_looked_at_ = now;
      std::int64_t used = 0;
      for (const ProcessStat& process : descendants(::getpid())) used += process.resident_bytes;
      report_.peak_memory_bytes = std::max(report_.peak_memory_bytes, used);
      if (!stopping() && launch_.limits.memory_bytes > 0 && used > launch_.limits.memory_bytes) {
        report_.memory_exceeded = true;
        stop(SIGKILL);
      }
    }
    if (stopping() && now >= *kill_at_) kill_all(SIGKILL);
  }

  bool stopping() const { return kill_at_.has_value(); }

  void stop(int signal) {
    kill_all(signal);
    if (!kill_at_) kill_at_ = Steady::now() + launch_.kill_grace;
  }

  void kill_all(int signal) {
    if (!ended_) ::kill(-program_, signal);
    // New processes may appear while we look: look again until there are none (SIGKILL only).
    for (int round = 0; round < 100; ++round) {
      const auto alive = descendants(::getpid());
      for (const ProcessStat& process : alive) ::kill(process.pid, signal);
      if (alive.empty() || signal != SIGKILL) return;
      reap();
    }
  }

  void reap() {
    int status = 0;
    for (pid_t pid = 0; (pid = ::waitpid(-1, &status, WNOHANG)) > 0;) {
      if (pid != program_ || ended_) continue;
      ended_ = true;
      if (!report_.start_error.empty()) continue;
      if (WIFSIGNALED(status)) {
        report_.signal = WTERMSIG(status);
      } else {
        end_with(WEXITSTATUS(status));
      }
    }
  }

  /// A container program gives 128 + N where a signal N ended what it ran.
  void end_with(int code) {
    constexpr int signals = 64;
    if (!launch_.image.empty() && code > 128 && code <= 128 + signals) {
      report_.signal = code - 128;
    } else {
      report_.exit_code = code;
    }
  }

  /// At most 4 MiB at once, so that a flood of output does not keep us from the limits.
  void read_output() {
    std::array<char, 1 << 16> piece;
    for (int i = 0; i < 64 && output_.get() >= 0; ++i) {
      const ssize_t n = ::read(output_.get(), piece.data(), piece.size());
      if (n < 0) return;
      if (n == 0) {
        output_ = FileDescriptor();
        return;
      }
      log_.add({piece.data(), static_cast<std::size_t>(n)});
    }
  }

  JobDirectory directory_;
  Launch launch_;
  BoundedLog log_;
  ExitReport report_;
  FileDescriptor signals_, output_;
  pid_t program_ = 0;
  bool ended_ = false;
  Steady::time_point started_, memory_looked_at_;
  std::optional<Steady::time_point> kill_at_;
};

/// Slurm starts a job again whose node failed, or on an administrator's order. What was ended for that says
/// cancelled.
bool has_its_result(const JobDirectory& directory) {
  if (!is_there(directory.exit_report())) return false;
  return !parse_exit_report(read_file(directory.exit_report())).cancelled;
}

void clear_first_try(const JobDirectory& directory) {
  std::filesystem::remove(directory.exit_report());
  for (const auto& entry : std::filesystem::directory_iterator(directory.out())) {
    std::filesystem::remove_all(entry.path());
  }
}

void write(ExitReport report, ReportFile& file) {
  try {
    file.write(to_json(report));
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::full) throw;
    report.outputs.clear();
    report.refused = {"the disk was too full to list what is there"};
    file.write(to_json(report));
  }
}

}  // namespace

int run_job(const std::filesystem::path& path) noexcept {
  try {
    const JobDirectory directory{path};
    const Launch launch = read_launch(directory);
    ReportFile file(directory);
    if (take_claim(directory, launch.token, this_process()) == Claim::held_by_another) {
      if (!claimed_by_us(directory, launch.token) || has_its_result(directory)) return 0;
      clear_first_try(directory);
    }
    write(Wrapper(directory, launch).run(), file);
    return 0;
  } catch (const std::exception& e) {
    log_error("job " + path.string() + ": " + e.what());
    return 1;
  }
}

int run_listed_job(const std::filesystem::path& list, const std::string& program_version) noexcept {
  try {
    const char* index = std::getenv("SLURM_ARRAY_TASK_ID");
    if (index == nullptr) throw Error(ErrorKind::usage, "SLURM_ARRAY_TASK_ID is not set");
    std::vector<JobDirectory> directories;
    const std::string ours = std::string(index) + " ";
    std::ifstream lines(list);
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with(ours)) directories.push_back({line.substr(ours.size())});
    }
    if (directories.empty()) throw Error(ErrorKind::not_found, "has no line for element " + ours);
    if (is_native(directories.front())) return run_native_jobs(directories, program_version);
    return run_job(directories.front().path);
  } catch (const std::exception& e) {
    log_error("jobs of " + list.string() + ": " + e.what());
    return 1;
  }
}

}  // namespace xom::exec
