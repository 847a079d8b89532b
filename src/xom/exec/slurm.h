#pragma once

#include <atomic>
#include <mutex>
#include <thread>

#include "xom/base/doorbell.h"
#include "xom/exec/slurm_work.h"

namespace xom::exec {

/// Command analyses as jobs of a Slurm cluster. They outlive the engine; the next one adopts them. Slurm and
/// the shared file system are talked to by a thread of its own, so neither can stop a pass.
class Slurm final : public Executor {
 public:
  /// `doorbell` and `clock` outlive this object.
  Slurm(SlurmOptions options, std::unique_ptr<SlurmClient> client, Doorbell& doorbell, const Clock& clock);
  ~Slurm() override;

  int free_slots() const override;
  void submit(std::vector<Job> jobs) override;
  void adopt(std::vector<Job> jobs) override;
  std::vector<Ended> collect() override;
  void cancel(std::int64_t attempt) override;
  /// Jobs go on in Slurm.
  void stop(Duration grace) override;
  void forget(std::int64_t attempt) override;
  std::string problem() const override;

 private:
  struct Orders {
    std::vector<Job> submit, adopt;
    std::vector<std::int64_t> cancel, forget;
  };

  void work();

  SlurmOptions options_;
  std::unique_ptr<SlurmClient> client_;
  Doorbell& doorbell_;
  Doorbell wake_;
  SlurmWork work_;  ///< The thread's alone.
  mutable std::mutex mutex_;
  Orders orders_;
  std::size_t jobs_ = 0;  ///< Handed over and not ended.
  std::vector<Ended> ended_;
  std::string problem_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace xom::exec
