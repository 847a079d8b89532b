#pragma once

#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "xom/base/doorbell.h"
#include "xom/exec/job/executor.h"
#include "xom/exec/job/job_directory.h"

namespace xom::exec {

struct LocalOptions {
  std::filesystem::path jobs;  ///< Folder of the job directories; made if it is not there.
  std::vector<std::string>
      wrapper;                  ///< How to start the wrapper: {"/usr/bin/xom", "exec-job"}; absolute path.
  int slots = 2;                ///< Jobs at once.
  std::string program_version;  ///< For the proof.
  JobSurroundings surroundings;
};

/// Command analyses on this machine, each below its own wrapper (wrapper.h) in a session of its own: they
/// outlive the engine, and the next engine adopts them by the claim and exit.json in their directory.
///
/// `container` of a task is only told to the program (XOM_CONTAINER); nothing is started in an image here.
/// What decides is the table in decision.h.
class Local final : public Executor {
 public:
  /// `doorbell` outlives this object.
  Local(LocalOptions options, Doorbell& doorbell);
  ~Local() override;

  int free_slots() const override;
  void submit(std::vector<Job> jobs) override;
  void adopt(std::vector<Job> jobs) override;
  std::vector<Ended> collect() override;
  void cancel(std::int64_t attempt) override;
  void stop(Duration grace) override;
  /// Removes the directory; of an attempt that ended as to_check it is kept below jobs/quarantine.
  void forget(std::int64_t attempt) override;

 private:
  struct Running {
    Job job;
    JobDirectory directory;
    FileDescriptor process;  ///< Of the wrapper.
    pid_t pid = 0;
    bool our_child = false;
    bool cancelled = false, overdue = false;
  };

  void watch();
  void start(Job job);
  void take_up(Job job);
  void end(Ended ended, const JobDirectory& directory);
  void clear_leftovers(const std::vector<Job>& open);

  LocalOptions options_;
  Doorbell& doorbell_;
  Doorbell wake_;  ///< The watching thread has something new to look at.
  mutable std::mutex mutex_;
  std::map<std::int64_t, Running> running_;  ///< By attempt.
  std::vector<Ended> ended_;
  std::map<std::int64_t, std::pair<JobDirectory, AttemptClass>> finished_;  ///< Until forgotten.
  bool stopping_ = false;
  std::thread watcher_;
};

}  // namespace xom::exec
