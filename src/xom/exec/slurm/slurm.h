#pragma once

#include <memory>
#include <thread>

#include "xom/base/doorbell.h"
#include "xom/exec/slurm/slurm_work.h"

namespace xom::exec {

/// Command analyses as jobs of a Slurm cluster. They outlive the engine; the next one adopts them. Slurm and
/// the shared file system are talked to by a thread of its own, so neither can stop a pass.
class Slurm final : public Executor {
 public:
  /// `doorbell` and `clock` outlive this object.
  Slurm(SlurmOptions options, std::unique_ptr<SlurmClient> client, Doorbell& doorbell, const Clock& clock);
  ~Slurm() override;

  int free_slots() const override;
  bool takes(const std::string& analysis) const override;
  void submit(std::vector<Job> jobs) override;
  void adopt(std::vector<Job> jobs) override;
  std::vector<Ended> collect() override;
  void cancel(std::int64_t attempt) override;
  /// Jobs go on in Slurm. A thread that hangs in a command or a file system after `grace` (at least 2 s) is
  /// left behind: what it was doing is in doubt, and the next engine finds out.
  void stop(Duration grace) override;
  void forget(std::int64_t attempt) override;
  std::string problem() const override;

 private:
  struct Shared;

  std::shared_ptr<Shared> shared_;  ///< With the thread, which may outlive this object.
  std::thread thread_;
};

}  // namespace xom::exec
