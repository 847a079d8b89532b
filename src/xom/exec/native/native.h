#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <set>
#include <stop_token>
#include <thread>
#include <vector>

#include "xom/base/doorbell.h"
#include "xom/exec/job/executor.h"
#include "xom/exec/native/compute.h"

namespace xom::exec {

struct NativeOptions {
  int threads = 2;
  int jobs_ahead = 256;  ///< Jobs taken over at most: enough to fuse those of one run.
  std::string program_version;
};

/// Recipes and built-in analyses, computed in this process by a fixed pool of threads.
///
/// Jobs of one run that are handed over together are fused (compute.h). Runs go to the threads one by one;
/// when fewer runs than threads are left, the threads that are free help within a run.
class Native final : public Executor {
 public:
  /// `storage` and `doorbell` outlive this object.
  Native(NativeOptions options, const strax::Storage& storage, Doorbell& doorbell);
  ~Native() override;

  int free_slots() const override;
  void submit(std::vector<Job> jobs) override;
  /// Nothing survives the process: all end as infrastructure, "lost with the engine".
  void adopt(std::vector<Job> jobs) override;
  std::vector<Ended> collect() override;
  void cancel(std::int64_t attempt) override;
  void stop(Duration grace) override;
  void forget(std::int64_t) override {}

 private:
  /// Jobs of the same runs.
  struct Batch {
    std::vector<Job> jobs;
    std::stop_source stop;  ///< Of this batch alone: all its jobs were cancelled.
  };

  void work();
  void run(Batch& batch, int threads);
  void end(std::vector<Ended> ended);

  NativeOptions options_;
  const strax::Storage& storage_;
  Doorbell& doorbell_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<Batch>> waiting_;
  std::set<Batch*> running_;
  std::set<std::int64_t> open_, cancelled_;  ///< Attempts.
  std::vector<Ended> ended_;
  bool stopping_ = false;
  std::vector<std::thread> pool_;
};

}  // namespace xom::exec
