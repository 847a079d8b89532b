#include "xom/exec/slurm/slurm_client.h"

#include <algorithm>
#include <charconv>
#include <regex>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "xom/base/error.h"
#include "xom/base/log.h"
#include "xom/exec/job/capture.h"
#include "xom/exec/slurm/slurm_environment.h"

namespace xom::exec {

namespace {

template <class Number>
bool read_number(std::string_view text, Number& value) {
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  return problem == std::errc{} && end == text.data() + text.size();
}

std::string_view cut(std::string_view& text, char at) {
  const auto end = text.find(at);
  const auto part = text.substr(0, end);
  text.remove_prefix(end == text.npos ? text.size() : end + 1);
  return part;
}

/// Of "4", "[0-3,7]", "[0-9:2]" or "[0-9%4]" (at most 4 at once); empty: not such a list.
std::vector<int> read_indices(std::string_view text) {
  constexpr int most = 4'000'000;  // the greatest MaxArraySize
  std::vector<int> indices;
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  text = text.substr(0, text.find('%'));
  while (!text.empty()) {
    std::string_view part = cut(text, ',');
    std::string_view range = cut(part, ':');
    const std::string_view first_text = cut(range, '-');
    int first = 0;
    int last = 0;
    int step = 1;
    if (!read_number(first_text, first) || !read_number(range.empty() ? first_text : range, last) ||
        (!part.empty() && !read_number(part, step)) || first < 0 || last > most || step < 1 || step > most) {
      return {};
    }
    for (int index = first; index <= last; index += step) indices.push_back(index);
  }
  return indices;
}

std::string first_line(std::string_view text) {
  return std::string(cut(text, '\n').substr(0, 300));
}

std::string problem_of(const std::string& command, const Captured& captured) {
  if (captured.timed_out) return command + " did not answer in time";
  const std::string said = first_line(captured.err);
  return said.empty() ? fmt::format("{} ended with {}", command, captured.exit_code) : said;
}

class Commands final : public SlurmClient {
 public:
  explicit Commands(Duration limit) : limit_(limit) {}

  SlurmSubmission submit(const SlurmBatch& batch) override {
    try {
      const auto captured = run(sbatch_arguments(batch));
      if (captured.timed_out) return {{}, false, "sbatch did not answer in time"};
      return parse_submission(captured.exit_code, captured.out, captured.err);
    } catch (const Error& error) {
      return {{}, true, error.what()};  // it was not even started
    }
  }

  SlurmAnswer queue() override {
    return ask({"squeue", "--noheader", "--me", "--array", "--states=all", "--format=%i|%j|%T"});
  }

  SlurmAnswer accounting(const std::vector<std::string>& names, Time since) override {
    const auto seconds = std::chrono::time_point_cast<std::chrono::seconds>(
        std::chrono::time_point<std::chrono::system_clock, Duration>(since.time_since_epoch()));
    const auto local = fmt::localtime(std::chrono::system_clock::to_time_t(seconds));
    bool installed = true;
    auto answer = ask({"sacct", "--noheader", "--parsable2", "--allocations", "--format=JobID,JobName,State",
                       fmt::format("--name={}", fmt::join(names, ",")),
                       fmt::format("--starttime={:%Y-%m-%dT%H:%M:%S}", local)},
                      &installed);
    if (!installed || answer.problem.find("accounting storage is disabled") != std::string::npos)
      answer.source = SlurmSource::off;
    return answer;
  }

  void cancel(const std::vector<std::string>& ids) override {
    constexpr std::size_t at_once = 1000;  // far below the longest command line
    for (std::size_t i = 0; i < ids.size(); i += at_once) {
      std::vector<std::string> argv = {"scancel", "--quiet"};
      argv.insert(argv.end(), ids.begin() + static_cast<std::ptrdiff_t>(i),
                  ids.begin() + static_cast<std::ptrdiff_t>(std::min(ids.size(), i + at_once)));
      try {
        run(argv);
      } catch (const Error& error) {
        log_warning(error.what());
      }
    }
  }

 private:
  Captured run(const std::vector<std::string>& argv) const { return capture(argv, limit_, environment_); }

  SlurmAnswer ask(const std::vector<std::string>& argv, bool* installed = nullptr) const {
    SlurmAnswer answer;
    try {
      const auto captured = run(argv);
      if (captured.exit_code == 0) return {SlurmSource::up, parse_slurm_jobs(captured.out), ""};
      answer.problem = problem_of(argv[0], captured);
    } catch (const Error& error) {
      answer.problem = error.what();
      if (installed != nullptr) *installed = error.kind() != ErrorKind::not_found;
    }
    return answer;
  }

  Duration limit_;
  std::vector<std::string> environment_ = slurm_environment();
};

}  // namespace

SlurmJobs parse_slurm_jobs(std::string_view text) {
  SlurmJobs jobs;
  while (!text.empty()) {
    std::string_view line = cut(text, '\n');
    std::string_view id = cut(line, '|');
    const std::string_view name = cut(line, '|');
    std::string_view state = cut(line, '|');
    SlurmJob job;
    if (!name.starts_with("xom-") || !read_number(cut(id, '_'), job.array)) continue;
    job.name = name;
    job.state = cut(state, ' ');
    while (job.state.ends_with('+')) job.state.pop_back();
    if (state.starts_with("by ")) job.by = state.substr(3);
    for (const int index : read_indices(id)) {
      job.index = index;
      jobs[{job.name, index}].push_back(job);
    }
  }
  for (auto& [key, list] : jobs) std::ranges::stable_sort(list, {}, &SlurmJob::array);
  return jobs;
}

std::vector<std::string> sbatch_arguments(const SlurmBatch& batch) {
  const auto minutes = std::chrono::ceil<std::chrono::minutes>(batch.time).count();
  std::vector<std::string> argv = {
      "sbatch",
      "--parsable",
      "--job-name=xom-" + batch.key,
      fmt::format("--array=0-{}", batch.count - 1),
      "--output=" + (batch.folder / "slurm-%a.log").string(),
      "--open-mode=append",
      "--export=NIL",  // NONE would have Slurm start a login shell first to collect the user's variables
      "--no-requeue",
      "--chdir=/",
      "--ntasks=1",
      "--cpus-per-task=1",
      fmt::format("--time={}", minutes)};
  if (batch.memory_bytes > 0)
    argv.push_back(fmt::format("--mem={}M", (batch.memory_bytes + (1 << 20) - 1) >> 20));
  argv.insert(argv.end(), batch.options.begin(), batch.options.end());
  argv.push_back((batch.folder / "job.sh").string());
  argv.insert(argv.end(), batch.argv.begin(), batch.argv.end());
  return argv;
}

SlurmSubmission parse_submission(int exit_code, std::string_view out, std::string_view err) {
  SlurmSubmission submission;
  std::string_view line = cut(out, '\n');
  std::int64_t id = 0;
  if (exit_code == 0 && read_number(cut(line, ';'), id) && id > 0) {
    submission.array = id;
    return submission;
  }
  submission.problem = err.empty() ? fmt::format("sbatch ended with {}", exit_code) : first_line(err);
  // The controller answers a request it refuses with its reason. Everything else may be a lost answer.
  const bool answered = err.find("Batch job submission failed:") != err.npos;
  for (const char* doubt : {"timed out", "connect", "Zero Bytes", "Communication", "contact", "Transport",
                            "Socket", "Protocol", "Connection", "temporarily", "redential"}) {
    if (err.find(doubt) != err.npos) return submission;
  }
  // A mistake in our own arguments is found before anything is sent.
  static const std::regex mistake("(^|\n)sbatch: (error: )?(unrecognized|[Ii]nvalid|\".*\" is not a valid)",
                                  std::regex::extended);
  const bool never_sent = std::regex_search(std::string(err), mistake);
  submission.refused = exit_code != 0 && (answered || never_sent);
  return submission;
}

std::unique_ptr<SlurmClient> slurm_commands(Duration limit) {
  return std::make_unique<Commands>(limit);
}

}  // namespace xom::exec
