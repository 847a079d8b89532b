#include "xom/exec/slurm/slurm_work.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/error.h"
#include "xom/base/hash.h"
#include "xom/base/log.h"
#include "xom/base/parse_json.h"
#include "xom/exec/job/claim.h"
#include "xom/exec/job/conclude.h"
#include "xom/exec/job/native_launch.h"
#include "xom/exec/slurm/slurm_arrays.h"

namespace xom::exec {

namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

constexpr const char* batch_prefix = "batch-";
constexpr int submissions_per_step = 10;  ///< Reports are looked for in between.

fs::path batch_folder(const fs::path& jobs, const std::string& key) {
  return fs::absolute(jobs) / (batch_prefix + key);
}

/// "a", or "a and 3 others". `names` is not empty.
std::string in_words(const std::set<std::string>& names) {
  if (names.size() == 1) return *names.begin();
  return fmt::format("{} and {} others", *names.begin(), names.size() - 1);
}

/// True: it has not begun, and cannot begin any more.
bool is_taken_back(const JobDirectory& directory, const std::string& token) {
  try {
    return never_begins(directory, token);
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace

SlurmWork::SlurmWork(SlurmOptions options, SlurmClient& client, const Clock& clock)
    : options_(std::move(options)), client_(client), clock_(clock) {}

std::string SlurmWork::problem() const {
  if (!queue_problem_.empty()) return "Slurm does not answer: " + queue_problem_;
  if (!reach_problem_.empty()) {
    return fmt::format("the job directory {} cannot be reached: {}", options_.jobs.string(), reach_problem_);
  }
  std::string doubt;
  for (const auto& [key, batch] : batches_) {
    if (batch.array || batch.problem.empty()) continue;
    const std::string names = in_words(batch.analyses);
    if (!batch.doubtful) return fmt::format("Slurm does not take jobs of {}: {}", names, batch.problem);
    doubt = fmt::format("it is not known yet whether jobs of {} arrived in Slurm: {}", names, batch.problem);
  }
  return doubt;
}

bool SlurmWork::is_held(const Batch& batch) const {
  return !batch.array && !batch.doubtful && std::ranges::any_of(batch.analyses, [&](const std::string& name) {
    const auto breaker = breakers_.find(name);
    return breaker != breakers_.end() && breaker->second.open();
  });
}

SlurmHeld SlurmWork::held() const {
  SlurmHeld held;
  for (const auto& key : unsubmitted_) {
    const auto at = batches_.find(key);
    if (at == batches_.end() || !is_held(at->second)) continue;
    for (const std::int64_t attempt : at->second.attempts) held.jobs += watched_.contains(attempt) ? 1 : 0;
    for (const std::string& name : at->second.analyses) {
      const auto breaker = breakers_.find(name);
      if (breaker != breakers_.end() && breaker->second.open()) held.analyses.insert(name);
    }
  }
  return held;
}

void SlurmWork::add(std::vector<Job> jobs) {
  for (auto& array : arrays_of(std::move(jobs), options_.runs_per_job, options_.largest_array)) {
    prepare(std::move(array));
  }
}

/// Writes all that an array needs. A job whose directory cannot be made ends, the others go on.
void SlurmWork::prepare(SlurmArray array) {
  Batch batch;
  batch.key = random_hex(12);
  const fs::path folder = batch_folder(options_.jobs, batch.key);
  std::string list;
  std::vector<Watched> ready;
  Limits limits{Duration(0), 0};
  int elements = 0;
  for (SlurmElement& element : array) {
    const Limits needed = limits_of(element);
    limits = {std::max(limits.time, needed.time), std::max(limits.memory_bytes, needed.memory_bytes)};
    const auto before = ready.size();
    for (Job& job : element) {
      Watched watched;
      watched.index = elements;
      watched.batch = batch.key;
      try {
        watched.directory = make_job_directory(options_.jobs, job, options_.surroundings);
        watched.time = needed.time;
        write_new_file(
            watched.directory.path / "slurm.json",
            Json{{"batch", batch.key}, {"index", watched.index}, {"time_ns", needed.time.count()}}.dump(),
            0600);
        list += fmt::format("{} {}\n", watched.index, watched.directory.path.string());
        watched.job = std::move(job);
        ready.push_back(std::move(watched));
      } catch (const std::exception& e) {
        not_started(job.attempt, watched.directory, e.what());
      }
    }
    if (ready.size() > before) ++elements;
  }
  if (ready.empty()) return;
  const Job& first = ready.front().job;
  for (const Watched& watched : ready) batch.analyses.insert(watched.job.task.analysis);
  batch.request = {batch.key,
                   folder,
                   options_.wrapper,
                   elements,
                   limits.time + options_.surroundings.kill_grace + std::chrono::minutes(1),
                   limits.memory_bytes + (std::int64_t{64} << 20),
                   options_.options};
  batch.request.argv.insert(batch.request.argv.end(), {"--list", (folder / "list").string()});
  for (const std::string& option : first.analysis.slurm) batch.request.options.push_back(option);
  try {
    fs::create_directory(folder);
    write_new_file(folder / "list", list, 0600);
    write_new_file(folder / "job.sh", "#!/bin/sh\nexec \"$@\"\n", 0700);
    sync_jobs(options_.jobs);
  } catch (const std::exception& e) {
    for (Watched& watched : ready) not_started(watched.job.attempt, watched.directory, e.what());
    return;
  }
  for (Watched& watched : ready) {
    const std::int64_t attempt = watched.job.attempt;
    batch.attempts.push_back(attempt);
    watched_.emplace(attempt, std::move(watched));
  }
  unsubmitted_.push_back(batch.key);
  batches_.emplace(unsubmitted_.back(), std::move(batch));
}

void SlurmWork::not_started(std::int64_t attempt, const JobDirectory& directory, const std::string& why) {
  finished_[attempt] = {directory, AttemptClass::infrastructure, ""};
  end(attempt, AttemptClass::infrastructure,
      reason_of(ReasonCode::not_started, "could not be started: " + why));
}

void SlurmWork::adopt(std::vector<Job> jobs) {
  std::ranges::move(jobs, std::back_inserter(unadopted_));
  adopt_some();
  if (unadopted_.empty()) clear_leftovers();
}

/// Those whose directories can be reached now.
void SlurmWork::adopt_some() {
  auto jobs = std::exchange(unadopted_, {});
  while (!jobs.empty()) {
    try {
      if (!is_there(options_.jobs)) throw Error(ErrorKind::unavailable, "it does not exist");
      take_up(jobs.back());
      jobs.pop_back();
    } catch (const Error& error) {
      reach_problem_ = error.what();
      unadopted_ = std::move(jobs);
      return;
    }
  }
}

/// Throws Error{unavailable, full} if it cannot be told now what has become of it.
void SlurmWork::take_up(const Job& job) {
  const JobDirectory directory{fs::absolute(options_.jobs) / job.key};
  const auto over = [&](AttemptClass outcome, const Reason& reason) {
    finished_[job.attempt] = {directory, outcome, ""};
    end(job.attempt, outcome, reason);
  };
  try {
    const bool prepared = is_there(directory.path / "slurm.json");
    if (!is_there(directory.path / "launch.json") || (!prepared && never_begins(directory, job.token))) {
      return over(AttemptClass::infrastructure, lost_before_it_began());
    }
    Watched watched;
    watched.job = job;
    watched.directory = directory;
    check_reachable(directory.path / "slurm.json");
    const Json place = parse_json(read_file(directory.path / "slurm.json", 4096));
    watched.batch = place.at("batch").get<std::string>();
    watched.index = place.at("index").get<int>();
    watched.time = Duration(place.value("time_ns", job.limits.time.count()));
    watched.times.waiting = waited(job);
    take_up_batch(watched.batch, job);
    watched_.emplace(job.attempt, std::move(watched));
  } catch (const std::exception& e) {
    const auto* error = dynamic_cast<const Error*>(&e);
    if (error != nullptr && (error->kind() == ErrorKind::unavailable || error->kind() == ErrorKind::full))
      throw;
    is_taken_back(directory, job.token)
        ? over(AttemptClass::infrastructure, lost_before_it_began())
        : over(AttemptClass::to_check,
               reason_of(ReasonCode::not_adopted, std::string("cannot be adopted: ") + e.what()));
  }
}

/// What an adopted job may have waited already. An hour is left for what is seen now.
Duration SlurmWork::waited(const Job& job) const {
  const SlurmPatience& patience = options_.patience;
  const Time created = job.deadline - patience.start - patience.run_margin - job.limits.time;
  const Duration most = patience.start - std::chrono::hours(1);
  return std::clamp<Duration>(clock_.now() - created, Duration(0), std::max<Duration>(most, Duration(0)));
}

/// The batch of an adopted job: submitted, or nobody knows.
void SlurmWork::take_up_batch(const std::string& key, const Job& job) {
  const auto [at, added] = batches_.try_emplace(key);
  Batch& batch = at->second;
  const fs::path folder = batch_folder(options_.jobs, key);
  if (added) {
    batch.key = key;
    batch.doubtful = true;
    batch.problem = "the engine ended while it submitted them";
    batch.intent = clock_.now();
    if (is_there(folder / "array")) batch.array = std::stoll(read_file(folder / "array", 64));
  }
  batch.attempts.push_back(job.attempt);
  batch.analyses.insert(job.task.analysis);
}

/// What attempts left that have ended for good: their engine was killed before it could tidy up.
void SlurmWork::clear_leftovers() {
  std::set<std::string> keep = {"quarantine"};
  for (const auto& [attempt, watched] : watched_) keep.insert(watched.job.key);
  for (const auto& [attempt, finished] : finished_) keep.insert(finished.directory.path.filename());
  for (const auto& [key, batch] : batches_) keep.insert(batch_prefix + key);
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(options_.jobs, error)) {
    const std::string name = entry.path().filename();
    const std::string key =
        name.starts_with(batch_prefix) ? name.substr(std::string_view(batch_prefix).size()) : name;
    const bool ours = key.size() == 24 && key.find_first_not_of("0123456789abcdef") == key.npos;
    if (ours && !keep.contains(name)) fs::remove_all(entry.path(), error);
  }
}

void SlurmWork::cancel(std::int64_t attempt) {
  const auto at = watched_.find(attempt);
  if (at == watched_.end()) return;
  Watched& watched = at->second;
  watched.cancelled = true;
  Batch& batch = batches_.at(watched.batch);
  // Native jobs share an element with others: one that has begun goes on.
  if (!is_native(watched.job)) {
    if (batch.array) return client_.cancel({id_of(watched)});
    if (batch.doubtful) return;  // as soon as it is known where it is
  }
  // Not started yet: its place in the array stays, its claim is nobody's.
  if (is_taken_back(watched.directory, watched.job.token)) {
    end(attempt, AttemptClass::cancelled, cancelled().reason);
  }
}

void SlurmWork::give_back() {
  for (const std::string& key : std::exchange(unsubmitted_, {})) {
    const auto at = batches_.find(key);
    if (at == batches_.end() || at->second.array || at->second.doubtful) continue;
    for (const std::int64_t attempt : at->second.attempts) {
      const auto watched = watched_.find(attempt);
      if (watched == watched_.end()) continue;
      const JobDirectory directory = watched->second.directory;
      if (is_taken_back(directory, watched->second.job.token)) end(attempt, ended_with_engine(attempt));
    }
  }
}

std::string SlurmWork::id_of(const Watched& watched) const {
  return fmt::format("{}_{}", *batches_.at(watched.batch).array, watched.index);
}

bool SlurmWork::reachable() {
  const bool answers = lookout_.look({options_.jobs}).has_value();
  if (!answers) reach_problem_ = "no answer in time";
  return answers;
}

void SlurmWork::step() {
  submits_more_ = false;
  if (!look_for_reports()) return freeze();
  if (!unadopted_.empty()) adopt({});
  submit_waiting();
  if (!watched_.empty() && (!polled_ || clock_.now() - *polled_ >= options_.poll)) poll();
}

void SlurmWork::submit_waiting() {
  int room = options_.slots;
  for (const auto& [attempt, watched] : watched_) {
    const Batch& batch = batches_.at(watched.batch);
    room -= batch.array || batch.doubtful ? 1 : 0;
  }
  int submissions = 0, taken = 0;
  std::erase_if(unsubmitted_, [&](const std::string& key) {
    const auto at = batches_.find(key);
    if (at == batches_.end()) return true;
    Batch& batch = at->second;
    const int size = static_cast<int>(batch.attempts.size());
    // A probe needs no room: others might never leave any.
    const bool fits = size <= room || room >= options_.slots || is_held(batch);
    if (submissions == submissions_per_step || !fits || !lets_through(batch)) return false;
    submit(batch);
    ++submissions;
    taken += batch.array ? 1 : 0;
    const bool gone = batch.array || batch.doubtful;
    if (gone) room -= size;
    return gone;
  });
  submits_more_ = taken == submissions_per_step;
}

bool SlurmWork::lets_through(const Batch& batch) const {
  return std::ranges::all_of(batch.analyses, [&](const std::string& name) {
    const auto breaker = breakers_.find(name);
    return breaker == breakers_.end() || breaker->second.lets_through(clock_.now(), options_.probe);
  });
}

void SlurmWork::submit(Batch& batch) {
  batch.intent = clock_.now();
  const auto answer = client_.submit(batch.request);
  batch.problem = answer.problem;
  if (answer.array) {
    for (const std::string& name : batch.analyses) breakers_[name].taken();
    accept(batch, *answer.array);
  } else if (answer.refused) {
    for (const std::string& name : batch.analyses) breakers_[name].refused(batch.intent);
    log_warning(problem());
  } else {
    batch.doubtful = true;
  }
}

void SlurmWork::accept(Batch& batch, std::int64_t array) {
  batch.array = array;
  batch.doubtful = false;
  batch.problem.clear();
  try {
    write_file(batch_folder(options_.jobs, batch.key) / "array", std::to_string(array), 0600);
  } catch (const Error& error) {
    log_warning(error.what());  // a later engine finds it by its name
  }
  for (const std::int64_t attempt : batch.attempts) {
    const auto at = watched_.find(attempt);
    if (at == watched_.end() || !at->second.cancelled || is_native(at->second.job)) continue;
    to_cancel_.push_back(id_of(at->second));
  }
}

void SlurmWork::end(std::int64_t attempt, AttemptClass outcome, const Reason& reason) {
  end(attempt, ended_as(attempt, outcome, reason));
}

void SlurmWork::end(std::int64_t attempt, Ended ended) {
  ended.attempt = attempt;
  if (const auto at = watched_.find(attempt); at != watched_.end()) {
    finished_[attempt] = {at->second.directory, ended.outcome, at->second.batch};
    watched_.erase(at);
  } else {
    finished_[attempt].outcome = ended.outcome;
  }
  ended_.push_back(std::move(ended));
}

void SlurmWork::forget(std::int64_t attempt) {
  const auto at = finished_.find(attempt);
  if (at == finished_.end()) return;
  const Finished finished = std::move(at->second);
  finished_.erase(at);
  retire(finished.directory, finished.outcome, options_.jobs);
  const auto batch = batches_.find(finished.batch);
  if (batch == batches_.end()) return;
  const auto left = [&](std::int64_t other) { return watched_.contains(other) || finished_.contains(other); };
  if (std::ranges::any_of(batch->second.attempts, left)) return;
  std::error_code error;
  fs::remove_all(batch_folder(options_.jobs, finished.batch), error);
  batches_.erase(batch);
}

}  // namespace xom::exec
