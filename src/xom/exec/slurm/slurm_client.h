#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xom/base/time.h"

namespace xom::exec {

/// One element of a job array, as Slurm tells it.
struct SlurmJob {
  std::int64_t array = 0;  ///< Id of the array.
  int index = 0;
  std::string name;   ///< "xom-<key of the batch>"
  std::string state;  ///< First word: PENDING, RUNNING, COMPLETED, CANCELLED, ...
  std::string by;     ///< Of "CANCELLED by 0": the user id.
  bool operator==(const SlurmJob&) const = default;
};

/// Jobs by name and index; with several arrays of one name the oldest first.
using SlurmJobs = std::map<std::pair<std::string, int>, std::vector<SlurmJob>>;

/// Whether a question was answered.
enum class SlurmSource { up, away, off };

struct SlurmAnswer {
  SlurmSource source = SlurmSource::away;
  SlurmJobs jobs;
  std::string problem;  ///< Why it is away.
};

/// One array to be submitted.
struct SlurmBatch {
  std::string key;  ///< Its jobs are named "xom-<key>".
  std::filesystem::path folder;
  std::vector<std::string> argv;  ///< What each element runs; SLURM_ARRAY_TASK_ID is 0 to count - 1.
  int count = 1;
  Duration time{};
  std::int64_t memory_bytes = 0;
  std::vector<std::string> options;  ///< Further ones of sbatch: "--partition=x".
};

struct SlurmSubmission {
  std::optional<std::int64_t> array;  ///< Id; empty: nobody knows whether it arrived, unless `refused`.
  bool refused = false;               ///< The controller said no: it did not arrive.
  std::string problem;
};

/// Slurm's commands. Every call is one command with a time limit of its own, whatever the number of jobs.
/// Tests put a script in its place for what cannot be provoked.
class SlurmClient {
 public:
  virtual ~SlurmClient() = default;
  virtual SlurmSubmission submit(const SlurmBatch& batch) = 0;
  /// All our jobs that the controller still knows, also those that ended a few minutes ago.
  virtual SlurmAnswer queue() = 0;
  /// Jobs of these names in the accounting since a moment; `off` where there is none, or no sacct.
  virtual SlurmAnswer accounting(const std::vector<std::string>& names, Time since) = 0;
  /// "123" a whole array, "123_4" one element. What is not there any more is no error; nobody says whether it
  /// arrived: it is asked for again as long as jobs live.
  virtual void cancel(const std::vector<std::string>& ids) = 0;
};

/// sbatch, squeue, sacct and scancel of the PATH (Slurm 20.11 or newer), without the SBATCH_*, SQUEUE_* and
/// like variables of our environment. Any thread.
std::unique_ptr<SlurmClient> slurm_commands(Duration limit = std::chrono::seconds(60));

// Pure parts, for tests.

/// Lines "ARRAY_INDEX|NAME|STATE" of squeue and sacct; "7_[0-3,8]" are elements that never started, in one
/// line (also one of an array that was cancelled as a whole). Lines of other jobs are left out.
SlurmJobs parse_slurm_jobs(std::string_view text);

std::vector<std::string> sbatch_arguments(const SlurmBatch& batch);

/// `exit_code` of sbatch --parsable, its output "ID" or "ID;CLUSTER", and what it complained of. Only where
/// the controller itself said no the job is known not to have arrived.
SlurmSubmission parse_submission(int exit_code, std::string_view out, std::string_view err);

}  // namespace xom::exec
