#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "xom/base/clock.h"
#include "xom/exec/job/executor.h"
#include "xom/exec/job/job_directory.h"
#include "xom/exec/job/job_sight.h"
#include "xom/exec/slurm/slurm_arrays.h"
#include "xom/exec/slurm/slurm_breaker.h"
#include "xom/exec/slurm/slurm_client.h"
#include "xom/exec/slurm/slurm_decision.h"

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

/// What waits because Slurm refuses it.
struct SlurmHeld {
  std::size_t jobs = 0;
  std::set<std::string> analyses;
  bool operator==(const SlurmHeld&) const = default;
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

  /// Whether the file system of the job directories answers; if not, none of the following should be called.
  bool reachable();

  void add(std::vector<Job> jobs);
  void adopt(std::vector<Job> jobs);
  void cancel(std::int64_t attempt);
  /// Its directory may go; what a person has to look at is kept below quarantine.
  void forget(std::int64_t attempt);

  /// The engine ends: what Slurm was never asked to run ends with it, all else runs on.
  void give_back();

  /// Looks for reports, submits, asks Slurm if it is time.
  void step();

  /// Whether the last step left jobs unsubmitted only to look for reports in between.
  bool submits_more() const { return submits_more_; }

  std::vector<Ended> take_ended() { return std::exchange(ended_, {}); }
  /// Whether there is anything to look at.
  bool idle() const { return watched_.empty() && unadopted_.empty(); }
  /// Whether all that was to be adopted has been found. Before, nothing may be added.
  bool adopted() const { return unadopted_.empty(); }
  std::size_t jobs() const { return watched_.size(); }
  /// Jobs of paused analyses. They take no slots.
  SlurmHeld held() const;
  /// Why jobs wait although there is room: Slurm is away or refuses them, or their folder is away. Empty: no
  /// problem.
  std::string problem() const;

 private:
  struct Batch {
    std::string key;
    std::vector<std::int64_t> attempts;
    std::set<std::string> analyses;
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
    bool cancelled = false;
    std::string overdue;  ///< Why it was ended at its deadline; empty: it was not.
    Sight sight = Sight::nothing;
    Duration time{};             ///< That its element asked for.
    SlurmTimes times;            ///< What it used of it.
    std::optional<Time> judged;  ///< When Slurm was last asked about it; empty: times stand still until then.
    /// Its report says that it was asked to end, and that was not us: Slurm knows why (scancel, preemption).
    bool stopped = false;
    SlurmFindings findings;
    bool seen_ended = false, seen_nowhere = false, accounting_away = false;  ///< At the last poll.
  };

  void prepare(SlurmArray array);
  void not_started(std::int64_t attempt, const JobDirectory& directory, const std::string& why);
  void adopt_some();
  void take_up(const Job& job);
  Duration waited(const Job& job) const;
  void submit_waiting();
  bool is_held(const Batch& batch) const;
  bool lets_through(const Batch& batch) const;
  void submit(Batch& batch);
  void accept(Batch& batch, std::int64_t array);
  bool look_for_reports();
  void poll();
  void freeze();
  void resolve(Batch& batch, const SlurmAnswer& queue, const SlurmAnswer& accounting);
  void find(Watched& watched, const SlurmAnswer& queue, const SlurmAnswer& accounting);
  void judge(Watched& watched, const SlurmAnswer& queue, const SlurmAnswer& accounting);
  Decision without_report(const Watched& watched, Decision decision) const;
  static bool stopped_by_slurm(const Watched& watched, const Ended& ended);
  Ended concluded(const Watched& watched) const;
  std::string id_of(const Watched& watched) const;
  void take_up_batch(const std::string& key, const Job& job);
  void end(std::int64_t attempt, Ended ended);
  void end(std::int64_t attempt, AttemptClass outcome, const Reason& reason);
  void clear_leftovers();

  SlurmOptions options_;
  SlurmClient& client_;
  const Clock& clock_;
  std::map<std::int64_t, Watched> watched_;       ///< By attempt.
  std::map<std::string, Batch> batches_;          ///< By key.
  std::vector<std::string> unsubmitted_;          ///< Keys of batches, in the order of the engine.
  std::map<std::string, SlurmBreaker> breakers_;  ///< By analysis.
  std::vector<Job> unadopted_;                    ///< Their directories cannot be reached yet.
  std::vector<std::string> to_cancel_;            ///< Ids, for the end of the poll.
  Lookout lookout_;
  struct Finished {
    JobDirectory directory;
    AttemptClass outcome;
    std::string batch;
  };
  std::map<std::int64_t, Finished> finished_;  ///< Until forgotten.
  std::vector<Ended> ended_;
  std::optional<Time> polled_;  ///< When Slurm was asked last.
  bool submits_more_ = false;
  std::string queue_problem_, reach_problem_;
};

}  // namespace xom::exec
