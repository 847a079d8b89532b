#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "xom/base/clock.h"
#include "xom/exec/executor.h"
#include "xom/exec/job_directory.h"
#include "xom/exec/slurm_arrays.h"
#include "xom/exec/slurm_client.h"
#include "xom/exec/slurm_decision.h"

namespace xom::exec {

struct SlurmOptions {
  std::filesystem::path jobs;        ///< Folder of the job directories, seen by all nodes under this path.
  std::vector<std::string> wrapper;  ///< {"/usr/bin/xom", "exec-job"}; the nodes start it by this path.
  int slots = 1000;                  ///< Jobs at once, pending ones included.
  int runs_per_job = 10;             ///< Of native analyses.
  int largest_array = 1000;          ///< At most MaxArraySize of slurm.conf.
  Duration poll = std::chrono::seconds(30);
  Duration look = std::chrono::seconds(1);   ///< For reports in the job directories.
  Duration probe = std::chrono::minutes(5);  ///< After Slurm refused an analysis.
  SlurmPatience patience;
  std::vector<std::string> options;  ///< Further ones of sbatch.
  std::string program_version;       ///< For the proof.
  JobSurroundings surroundings;
};

/// The work of the Slurm executor, step by step; one thread. docs/operations.md has the protocol.
///
/// Jobs that are added together and ask for the same become one array. What is written before sbatch: the
/// directory of each job with its token, `slurm.json` (batch and index), and the folder of the batch with the
/// list of its jobs. So whatever happens between here and there, a later engine finds out by the name of the
/// batch, and the claim in a job's directory decides who runs it.
class SlurmWork {
 public:
  /// `client` and `clock` outlive this object.
  SlurmWork(SlurmOptions options, SlurmClient& client, const Clock& clock);

  void add(std::vector<Job> jobs);
  void adopt(std::vector<Job> jobs);
  void cancel(std::int64_t attempt);
  /// Its directory may go; what a person has to look at is kept below quarantine.
  void forget(std::int64_t attempt);

  /// Submits, looks for reports, asks Slurm if it is time.
  void step();

  std::vector<Ended> take_ended() { return std::exchange(ended_, {}); }
  /// Whether there is anything to look at.
  bool idle() const { return watched_.empty(); }
  std::size_t jobs() const { return watched_.size(); }
  /// Why jobs wait although there is room: Slurm is away or refuses them. Empty: no problem.
  std::string problem() const;

 private:
  struct Batch {
    std::string key;
    std::vector<std::int64_t> attempts;
    std::string analysis;
    SlurmBatch request;
    std::optional<std::int64_t> array;  ///< Empty: not submitted yet, or nobody knows.
    bool doubtful = false;              ///< sbatch was started and gave no clear answer.
    Time intent{};                      ///< When it was submitted.
    int negatives = 0;                  ///< Times that no source knew of it.
    std::string problem;
  };
  struct Watched {
    Job job;
    JobDirectory directory;
    std::string batch;
    int index = 0;
    bool cancelled = false, overdue = false;
    /// Its report says that it was asked to end, and that was not us: Slurm knows why (scancel, preemption).
    bool stopped = false;
    SlurmFindings findings;
    bool seen_ended = false, seen_nowhere = false, accounting_away = false;  ///< At the last poll.
  };

  void prepare(SlurmArray array);
  void not_started(std::int64_t attempt, const JobDirectory& directory, const std::string& why);
  void take_up(Job job);
  void submit(Batch& batch);
  void accept(Batch& batch, std::int64_t array);
  void look_for_reports();
  void poll();
  void resolve(Batch& batch, const SlurmAnswer& queue, const SlurmAnswer& accounting);
  void judge(Watched& watched, const SlurmAnswer& queue, const SlurmAnswer& accounting, Duration since_last);
  void watch_deadlines();
  Ended concluded(const Watched& watched) const;
  std::string id_of(const Watched& watched) const;
  void take_up_batch(const std::string& key, std::int64_t attempt);
  void end(std::int64_t attempt, Ended ended);
  void end(std::int64_t attempt, AttemptClass outcome, const std::string& reason);
  void clear_leftovers(const std::vector<Job>& open);

  SlurmOptions options_;
  SlurmClient& client_;
  const Clock& clock_;
  std::map<std::int64_t, Watched> watched_;  ///< By attempt.
  std::map<std::string, Batch> batches_;     ///< By key.
  std::vector<std::string> unsubmitted_;     ///< Keys of batches, in the order of the engine.
  std::map<std::string, Time> paused_;       ///< Analysis -> not to be submitted before.
  struct Finished {
    JobDirectory directory;
    AttemptClass outcome;
    std::string batch;
  };
  std::map<std::int64_t, Finished> finished_;  ///< Until forgotten.
  std::vector<Ended> ended_;
  std::optional<Time> polled_;    ///< When Slurm was asked last.
  std::optional<Time> answered_;  ///< When the queue answered last.
  std::string queue_problem_;
};

}  // namespace xom::exec
