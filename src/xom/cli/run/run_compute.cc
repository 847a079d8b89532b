#include "xom/cli/run/run_compute.h"

#include <unistd.h>

#include "xom/base/clock.h"
#include "xom/base/doorbell.h"
#include "xom/base/error.h"
#include "xom/base/hash.h"
#include "xom/exec/native/compute.h"

namespace xom::cli {
namespace {

Time deadline_of(const Analysis& analysis) {
  const Time now = SystemClock().now();
  return analysis.limits.time < Time::max() - now ? now + analysis.limits.time : Time::max();
}

}  // namespace

Computer::Computer(const strax::Storage& storage, int threads, exec::LocalOptions local)
    : storage_(storage), threads_(threads), local_(std::move(local)) {
  // Not the engine's folder: what is done here is none of its attempts.
  local_.jobs = std::filesystem::temp_directory_path() / ("xom-run-" + random_hex(8));
}

Computer::~Computer() {
  std::error_code ignored;
  std::filesystem::remove_all(local_.jobs, ignored);
}

void Computer::compute(const Analysis& analysis, Outcome& outcome, std::stop_token stop) {
  if (stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted");
  if (analysis.kind == AnalysisKind::command) {
    run_command(analysis, outcome, stop);
  } else {
    compute_natively(analysis, outcome, stop);
  }
}

void Computer::compute_natively(const Analysis& analysis, Outcome& outcome, std::stop_token stop) const {
  const Analysis* const only[] = {&analysis};
  exec::ComputeOptions options;
  options.threads = threads_;
  options.stop = stop;
  options.deadline = deadline_of(analysis);
  options.program_version = local_.program_version;
  auto computed = std::move(exec::compute(only, outcome.runs.front(), storage_, options).front());
  outcome.texts = std::move(computed.texts);
  static_cast<End&>(outcome.ended) = std::move(computed);
}

void Computer::run_command(const Analysis& analysis, Outcome& outcome, std::stop_token stop) {
  const std::int64_t attempt = outcome.ended.attempt;
  Doorbell bell;
  exec::Local local(local_, bell);
  const std::stop_callback ring(stop, [&bell] { bell.ring(); });
  local.submit({{attempt, random_hex(12), random_hex(16), outcome.task, analysis, outcome.runs,
                 deadline_of(analysis) + std::chrono::minutes(1), analysis.limits}});
  for (bool cancelled = false;;) {
    for (auto& ended : local.collect()) {
      outcome.ended = std::move(ended);
      local.forget(attempt);
      if (stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted");
      return;
    }
    if (stop.stop_requested() && !cancelled) {
      local.cancel(attempt);
      cancelled = true;
    }
    bell.wait(std::nullopt);
  }
}

}  // namespace xom::cli
