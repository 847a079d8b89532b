#include "xom/exec/local/local.h"

#include <algorithm>
#include <set>
#include <utility>

#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "xom/base/clock.h"
#include "xom/base/error.h"
#include "xom/exec/job/claim.h"
#include "xom/exec/job/conclude.h"

namespace xom::exec {

namespace fs = std::filesystem;

namespace {

void send_signal(const FileDescriptor& process, int signal) {
  ::syscall(SYS_pidfd_send_signal, process.get(), signal, nullptr, 0);
}

}  // namespace

Local::Local(LocalOptions options, Doorbell& doorbell)
    : options_(std::move(options)), doorbell_(doorbell), watcher_([this] { watch(); }) {}

Local::~Local() {
  stop({});
}

int Local::free_slots() const {
  const std::scoped_lock lock(mutex_);
  return std::max(0, options_.slots - static_cast<int>(running_.size()));
}

void Local::submit(std::vector<Job> jobs) {
  for (Job& job : jobs) {
    const std::int64_t attempt = job.attempt;
    try {
      start(std::move(job));
    } catch (const std::exception& e) {
      end(ended_as(attempt, AttemptClass::infrastructure,
                   reason_of(ReasonCode::not_started, std::string("could not be started: ") + e.what())),
          {});
    }
  }
  wake_.ring();
}

void Local::start(Job job) {
  const JobDirectory directory = make_job_directory(options_.jobs, job, options_.surroundings);
  std::vector<std::string> argv = options_.wrapper;
  argv.push_back(directory.path.string());
  Running running{std::move(job), directory, {}, 0, true, false, false};
  running.pid = start_detached(argv, {"PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8"});
  running.process = FileDescriptor(static_cast<int>(::syscall(SYS_pidfd_open, running.pid, 0)));
  const std::scoped_lock lock(mutex_);
  running_.emplace(running.job.attempt, std::move(running));
}

void Local::adopt(std::vector<Job> jobs) {
  clear_leftovers(jobs);
  for (Job& job : jobs) take_up(std::move(job));
  wake_.ring();
}

void Local::take_up(Job job) {
  const JobDirectory directory{fs::absolute(options_.jobs) / job.key};
  try {
    if (!fs::exists(directory.path / "launch.json")) {
      return end(ended_as(job.attempt, AttemptClass::infrastructure, lost_before_it_began()), directory);
    }
    if (!fs::exists(directory.exit_report())) {
      // Whoever has the claim decides: if it is free, nobody shall run this job any more.
      if (take_claim(directory, job.token, std::nullopt) == Claim::taken) {
        return end(ended_as(job.attempt, AttemptClass::infrastructure, lost_before_it_began()), directory);
      }
      if (const auto who = read_claim(directory, job.token)) {
        if (auto process = open_process(*who)) {
          const std::scoped_lock lock(mutex_);
          const std::int64_t attempt = job.attempt;
          running_.emplace(attempt, Running{std::move(job), directory, std::move(*process), who->pid, false,
                                            false, false});
          return;
        }
      }
      kill_by_environment("XOM_TOKEN=" + job.token);
    }
    end(conclude(job, directory, false, false, options_.surroundings, options_.program_version), directory);
  } catch (const std::exception& e) {
    end(ended_as(job.attempt, AttemptClass::to_check,
                 reason_of(ReasonCode::not_adopted, std::string("cannot be adopted: ") + e.what())),
        directory);
  }
}

/// What attempts left that have ended for good: their engine was killed before it could tidy up. Nothing but
/// job directories is touched, whatever else may lie in the folder.
void Local::clear_leftovers(const std::vector<Job>& open) {
  const auto is_key = [](const std::string& name) {
    return name.size() == 24 && name.find_first_not_of("0123456789abcdef") == std::string::npos;
  };
  std::set<std::string> keep = {"quarantine"};
  for (const Job& job : open) keep.insert(job.key);
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(options_.jobs, error)) {
    const std::string name = entry.path().filename();
    if (keep.contains(name)) continue;
    if (is_key(name) || fs::exists(entry.path() / "exit.json", error)) {
      fs::remove_all(entry.path(), error);
    }
  }
}

std::vector<Ended> Local::collect() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(ended_, {});
}

void Local::cancel(std::int64_t attempt) {
  const std::scoped_lock lock(mutex_);
  const auto found = running_.find(attempt);
  if (found == running_.end()) return;
  found->second.cancelled = true;
  send_signal(found->second.process, SIGTERM);
}

void Local::stop(Duration) {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake_.ring();
  if (watcher_.joinable()) watcher_.join();
}

void Local::forget(std::int64_t attempt) {
  std::pair<JobDirectory, AttemptClass> finished;
  {
    const std::scoped_lock lock(mutex_);
    const auto found = finished_.find(attempt);
    if (found == finished_.end()) return;
    finished = found->second;
    finished_.erase(found);
  }
  retire(finished.first, finished.second, options_.jobs);
}

void Local::end(Ended ended, const JobDirectory& directory) {
  {
    const std::scoped_lock lock(mutex_);
    finished_[ended.attempt] = {directory, ended.outcome};
    ended_.push_back(std::move(ended));
  }
  doorbell_.ring();
}

void Local::watch() {
  for (;;) {
    std::vector<pollfd> events{{wake_.descriptor(), POLLIN, 0}};
    std::vector<std::int64_t> attempts{0};
    Time next = Time::max();
    {
      const std::scoped_lock lock(mutex_);
      if (stopping_) return;
      const Time now = SystemClock().now();
      for (auto& [attempt, running] : running_) {
        send_signal(running.process, SIGCONT);  // its own job may have stopped it, and with it the time limit
        events.push_back({running.process.get(), POLLIN, 0});
        attempts.push_back(attempt);
        if (!running.overdue && now >= running.job.deadline) {
          // The wrapper keeps the time limit itself; one that is still there now hangs.
          running.overdue = true;
          send_signal(running.process, SIGKILL);
        }
        if (!running.overdue) next = std::min(next, running.job.deadline);
      }
    }
    int timeout_ms = -1;
    if (next != Time::max()) {
      const auto wait = std::chrono::ceil<std::chrono::milliseconds>(next - SystemClock().now()).count();
      timeout_ms = static_cast<int>(std::clamp<std::int64_t>(wait, 0, 5'000));
    }
    ::poll(events.data(), events.size(), timeout_ms);
    if (events[0].revents != 0) wake_.wait(Duration{0});
    for (std::size_t i = 1; i < events.size(); ++i) {
      if (events[i].revents == 0) continue;
      Running gone;
      {
        const std::scoped_lock lock(mutex_);
        const auto found = running_.find(attempts[i]);
        gone = std::move(found->second);
      }
      if (gone.our_child) ::waitpid(gone.pid, nullptr, 0);
      std::error_code none;  // it may have made anything of its directory
      if (!fs::exists(gone.directory.exit_report(), none)) kill_by_environment("XOM_TOKEN=" + gone.job.token);
      Ended ended;
      try {
        ended = conclude(gone.job, gone.directory, gone.cancelled, gone.overdue, options_.surroundings,
                         options_.program_version);
      } catch (const std::exception& error) {
        ended = ended_as(gone.job.attempt, AttemptClass::to_check,
                         reason_of(ReasonCode::refused_report, error.what()));
      }
      {
        const std::scoped_lock lock(mutex_);
        running_.erase(attempts[i]);
      }
      end(std::move(ended), gone.directory);
    }
  }
}

}  // namespace xom::exec
