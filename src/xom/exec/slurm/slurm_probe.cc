#include "xom/exec/slurm/slurm_probe.h"

#include <fstream>

#include <fmt/format.h>

#include "xom/base/error.h"
#include "xom/base/hash.h"
#include "xom/exec/job/capture.h"
#include "xom/exec/slurm/slurm_environment.h"

namespace xom::exec {

namespace {

namespace fs = std::filesystem;

/// The last line that says something, or how it ended.
std::string complaint(const std::string& command, const Captured& captured) {
  if (captured.timed_out) return command + " did not answer in time";
  std::string text = captured.err + captured.out;
  while (!text.empty() && text.back() == '\n') text.pop_back();
  const auto begin = text.rfind('\n');
  return text.empty() ? fmt::format("{} ended with {}", command, captured.exit_code)
                      : text.substr(begin == text.npos ? 0 : begin + 1);
}

std::vector<std::string> with(std::vector<std::string> argv, const std::vector<std::string>& options,
                              const std::vector<std::string>& command) {
  argv.insert(argv.end(), options.begin(), options.end());
  argv.insert(argv.end(), command.begin(), command.end());
  return argv;
}

}  // namespace

std::string slurm_version(Duration limit) {
  const auto ping = capture({"scontrol", "ping"}, limit, slurm_environment());
  if (ping.exit_code != 0 || ping.out.find(" UP") == ping.out.npos) {
    throw Error(ErrorKind::unavailable, "the controller does not answer: " + complaint("scontrol", ping));
  }
  const auto version = capture({"sinfo", "--version"}, limit, slurm_environment());
  return version.out.substr(0, version.out.find('\n'));
}

std::string slurm_refusal(const std::vector<std::string>& options, Duration limit) {
  const auto captured =
      capture(with({"sbatch", "--test-only"}, options, {"--wrap", "true"}), limit, slurm_environment());
  return captured.exit_code == 0 ? "" : complaint("sbatch", captured);
}

NodeAnswer slurm_sight(const fs::path& folder, const std::vector<std::string>& options, Duration limit) {
  const fs::path sign = folder / ("seen-by-nodes-" + random_hex(8));
  if (!std::ofstream(sign)) return {NodeSight::blind, sign.string() + " cannot be written"};
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(limit).count();
  const auto captured = capture(with({"srun", "--quiet", "--ntasks=1", "--time=1", "--chdir=/",
                                      "--export=NONE", fmt::format("--immediate={}", seconds)},
                                     options, {"/usr/bin/test", "-e", sign.string()}),
                                limit + std::chrono::seconds(5), slurm_environment());
  std::error_code ignored;
  fs::remove(sign, ignored);
  if (captured.exit_code == 0) return {NodeSight::sees, ""};
  if (captured.exit_code == 1 && captured.err.find("task 0: Exited") != captured.err.npos) {
    return {NodeSight::blind, "a job on a node does not see what is written here"};
  }
  return {NodeSight::unknown, complaint("srun", captured)};
}

}  // namespace xom::exec
