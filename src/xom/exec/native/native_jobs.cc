#include "xom/exec/native/native_jobs.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <map>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/clock.h"
#include "xom/base/error.h"
#include "xom/base/hash.h"
#include "xom/base/log.h"
#include "xom/base/parse_json.h"
#include "xom/config/load.h"
#include "xom/exec/job/claim.h"
#include "xom/exec/job/exit_report.h"
#include "xom/exec/job/job_sight.h"
#include "xom/exec/job/outputs.h"
#include "xom/exec/job/process.h"
#include "xom/exec/job/report_file.h"
#include "xom/exec/native/compute.h"
#include "xom/json/json.h"

namespace xom::exec {

namespace fs = std::filesystem;

namespace {

constexpr const char* computed_file = "computed.json";

std::string line_of_json(const nlohmann::json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string to_json(const End& computed) {
  nlohmann::json artifacts = nlohmann::json::array();
  for (const Artifact& artifact : computed.artifacts) {
    artifacts.push_back({{"name", artifact.name},
                         {"kind", artifact.kind},
                         {"media_type", artifact.media_type},
                         {"text", artifact.bytes}});
  }
  return line_of_json({{"outcome", to_string(computed.outcome)},
                       {"reason", computed.reason.text},
                       {"reason_code", to_string(computed.reason.cause.code)},
                       {"reason_subject", computed.reason.cause.subject},
                       {"results", parse_json(json::to_json(computed.results))},
                       {"artifacts", artifacts},
                       {"proof", parse_json(json::to_json(computed.proof))}});
}

End parse_computed(std::string_view text) {
  const auto document = parse_json(text);
  End computed;
  const auto outcome = attempt_class(document.at("outcome").get<std::string>());
  if (!outcome) throw Error(ErrorKind::corrupt, "outcome " + document["outcome"].dump() + " is none");
  computed.outcome = *outcome;
  computed.reason = {{reason_code(document.value("reason_code", "")).value_or(ReasonCode::other),
                      document.value("reason_subject", "")},
                     document.at("reason")};
  computed.results = json::parse_results(document.at("results").dump());
  computed.proof = json::parse_proof(document.at("proof").dump());
  for (const auto& artifact : document.at("artifacts")) {
    computed.artifacts.push_back(
        {artifact.at("name"), artifact.at("kind"), artifact.at("media_type"), artifact.at("text")});
  }
  return computed;
}

/// Turns SIGTERM and SIGINT of this process into a request to stop.
class StopOnSignal {
 public:
  StopOnSignal() {
    ::sigemptyset(&set_);
    for (const int signal : {SIGTERM, SIGINT}) ::sigaddset(&set_, signal);
    ::pthread_sigmask(SIG_BLOCK, &set_, &before_);
    thread_ = std::jthread([this](const std::stop_token& over) {
      const timespec moment{0, 100'000'000};
      while (!over.stop_requested()) {
        if (::sigtimedwait(&set_, nullptr, &moment) > 0) asked_.request_stop();
      }
    });
  }
  ~StopOnSignal() {
    thread_ = {};
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  StopOnSignal(const StopOnSignal&) = delete;
  StopOnSignal& operator=(const StopOnSignal&) = delete;
  std::stop_token token() const { return asked_.get_token(); }

 private:
  sigset_t set_{}, before_{};
  std::stop_source asked_;
  std::jthread thread_;
};

/// One job as this process knows it.
struct Work {
  JobDirectory directory;
  std::string token, analysis, version, definition;
  Run run;
  Duration limit{};
};

Work read_work(const JobDirectory& directory, fs::path& configuration) {
  const auto path = directory.path / "launch.json";
  try {
    const auto launch = parse_json(read_file(path));
    configuration = launch.at("configuration").get<std::string>();
    return {directory,
            launch.at("token"),
            launch.at("analysis"),
            launch.at("version"),
            launch.at("definition"),
            json::parse_run(launch.at("run").dump()),
            Duration(launch.at("time_limit_ns").get<std::int64_t>())};
  } catch (const nlohmann::json::exception& e) {
    throw Error(ErrorKind::corrupt, path.string() + ": " + e.what());
  }
}

/// Empty if the job is somebody else's.
std::optional<ReportFile> claim(const Work& work) {
  ReportFile file(work.directory);
  const bool taken = take_claim(work.directory, work.token, this_process()) == Claim::taken;
  // Slurm started us again: what has its report stays.
  const bool ours =
      taken || (claimed_by_us(work.directory, work.token) && !is_there(work.directory.exit_report()));
  return ours ? std::optional(std::move(file)) : std::nullopt;
}

void leave(const Work& work, ReportFile& file, const End& computed, Time started) {
  const std::string text = to_json(computed);
  ExitReport report;
  report.token = work.token;
  report.host = this_process().host;
  report.slurm_job = slurm_job();
  report.restarts = slurm_restarts();
  report.started = started;
  report.ended = SystemClock().now();
  try {
    write_file(work.directory.out() / computed_file, text, 0600);
    report.exit_code = 0;
    report.outputs = {{computed_file, static_cast<std::int64_t>(text.size()), sha256_hex(text)}};
  } catch (const Error& error) {
    report.start_error = error.what();
    report.disk_full = error.kind() == ErrorKind::full;
  }
  file.write(exec::to_json(report));
}

/// Computes what other processes have prepared, with the configuration as it is on this node.
class Worker {
 public:
  Worker(std::string program_version, std::stop_token stop)
      : program_version_(std::move(program_version)), stop_(std::move(stop)) {
    if (const char* cpus = std::getenv("SLURM_CPUS_PER_TASK")) threads_ = std::max(1, std::atoi(cpus));
  }

  /// Jobs of one run.
  void run(const std::vector<Work>& group, const fs::path& file) {
    const Time started = SystemClock().now();
    std::vector<const Analysis*> analyses;
    std::vector<std::pair<const Work*, ReportFile>> ready;
    Duration limit{};
    for (const Work& work : group) {
      if (stop_.stop_requested()) continue;
      auto report = claim(work);
      if (!report) continue;
      try {
        analyses.push_back(&definition(work, file));
        ready.emplace_back(&work, std::move(*report));
        limit = std::max(limit, work.limit);
      } catch (const Error& e) {
        const bool here = e.kind() != ErrorKind::conflict;  // another node may do better
        leave(work, *report,
              here ? end_without_results(AttemptClass::infrastructure,
                                         reason_of(ReasonCode::failed_computation, e.what()))
                   : end_without_results(AttemptClass::user_error,
                                         reason_of(ReasonCode::other_definition, e.what())),
              started);
      }
    }
    if (ready.empty()) return;
    const auto computed =
        compute(analyses, group.front().run, *storage_, {threads_, stop_, started + limit, program_version_});
    for (std::size_t i = 0; i < ready.size(); ++i)
      leave(*ready[i].first, ready[i].second, computed[i], started);
  }

 private:
  const Analysis& definition(const Work& work, const fs::path& file) {
    if (!configuration_) {
      configuration_ = config::load(file);
      storage_.emplace(configuration_->instance.data, configuration_->instance.data_may_lack);
    }
    for (const Analysis& analysis : configuration_->analyses) {
      if (analysis.name == work.analysis && analysis.version == work.version &&
          definition_hash(analysis) == work.definition)
        return analysis;
    }
    throw Error(ErrorKind::conflict,
                fmt::format("{} on {} has {} {} no more as it was when the job was submitted", file.string(),
                            this_process().host, work.analysis, work.version));
  }

  std::string program_version_;
  std::stop_token stop_;
  int threads_ = 1;
  std::optional<config::Configuration> configuration_;
  std::optional<strax::Storage> storage_;
};

}  // namespace

int run_native_jobs(std::span<const JobDirectory> directories, const std::string& program_version) noexcept {
  int code = 0;
  try {
    const StopOnSignal signals;
    Worker worker(program_version, signals.token());
    fs::path file;
    std::vector<Work> group;
    const auto run_group = [&] {
      try {
        if (!group.empty()) worker.run(group, file);
      } catch (const std::exception& e) {
        log_error(fmt::format("run {}: {}", group.front().run.number, e.what()));
        code = 1;
      }
      group.clear();
    };
    for (const JobDirectory& directory : directories) {
      try {
        Work work = read_work(directory, file);
        if (!group.empty() && group.front().run.number != work.run.number) run_group();
        group.push_back(std::move(work));
      } catch (const std::exception& e) {
        log_error(e.what());
        code = 1;
      }
    }
    run_group();
  } catch (const std::exception& e) {
    log_error(e.what());
    code = 1;
  }
  return code;
}

Ended conclude_native(const Job& job, const JobDirectory& directory) {
  Ended ended;
  ended.attempt = job.attempt;
  try {
    if (!is_there(directory.exit_report())) {
      return ended_as(job.attempt, AttemptClass::infrastructure,
                      {{ReasonCode::no_report, ""}, "left no report"});
    }
    ended.evidence = read_file(directory.exit_report(), std::size_t{1} << 20);
    const ExitReport report = parse_exit_report(ended.evidence);
    if (report.token != job.token)
      throw Error(ErrorKind::corrupt, "exit.json has the token of another attempt");
    if (!report.start_error.empty()) {
      ended.outcome = AttemptClass::infrastructure;
      ended.reason = reason_of(ReasonCode::not_started, report.start_error);
      return ended;
    }
    if (report.outputs.size() != 1)
      throw Error(ErrorKind::corrupt, "exit.json does not list what was computed");
    End computed = parse_computed(read_output(directory.out(), report.outputs.front()));
    computed.evidence = std::move(ended.evidence);
    ended = ended_as(job.attempt, std::move(computed));
  } catch (const std::exception& e) {
    is_there(directory.exit_report());
    check_reachable(directory.exit_report());
    check_reachable(directory.out() / computed_file);
    if (ended.evidence.empty()) ended.evidence = "{}";
    ended.outcome = AttemptClass::to_check;
    ended.reason = reason_of(ReasonCode::refused_report, e.what());
  }
  return ended;
}

}  // namespace xom::exec
