#include "xom/exec/slurm_work.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/error.h"
#include "xom/base/hash.h"
#include "xom/base/log.h"
#include "xom/exec/claim.h"
#include "xom/exec/conclude.h"
#include "xom/exec/native_jobs.h"
#include "xom/exec/slurm_arrays.h"
#include "xom/exec/strict_json.h"

namespace xom::exec {

namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

constexpr const char* batch_prefix = "batch-";
constexpr const char* lost_before = "lost with the engine before it was started";
constexpr int submissions_per_step = 10;  ///< Reports are looked for in between.

fs::path batch_folder(const fs::path& jobs, const std::string& key) {
  return fs::absolute(jobs) / (batch_prefix + key);
}

/// "a", or "a and 3 others".
std::string names_of(const auto& jobs) {
  std::set<std::string> names;
  for (const auto& one : jobs) names.insert(one.job.task.analysis);
  if (names.size() == 1) return *names.begin();
  return fmt::format("{} and {} others", *names.begin(), names.size() - 1);
}

/// True: it has not begun, and cannot begin any more.
bool taken_from_all(const JobDirectory& directory, const std::string& token) {
  try {
    return take_claim(directory, token, std::nullopt) == Claim::taken;
  } catch (const std::exception&) {
    return false;
  }
}

bool is_native(const Job& job) {
  return job.analysis.kind != AnalysisKind::command;
}

}  // namespace

SlurmWork::SlurmWork(SlurmOptions options, SlurmClient& client, const Clock& clock)
    : options_(std::move(options)), client_(client), clock_(clock) {}

std::string SlurmWork::problem() const {
  if (!queue_problem_.empty()) return "Slurm does not answer: " + queue_problem_;
  for (const auto& [key, batch] : batches_) {
    if (!batch.array && !batch.problem.empty()) {
      return fmt::format("Slurm does not take jobs of {}: {}", batch.analysis, batch.problem);
    }
  }
  return {};
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
        write_new_file(watched.directory.path / "slurm.json",
                       Json{{"batch", batch.key}, {"index", watched.index}}.dump(), 0600);
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
  batch.analysis = names_of(ready);
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
  end(attempt, AttemptClass::infrastructure, "could not be started: " + why);
}

void SlurmWork::adopt(std::vector<Job> jobs) {
  clear_leftovers(jobs);
  for (Job& job : jobs) take_up(std::move(job));
}

void SlurmWork::take_up(Job job) {
  const std::int64_t attempt = job.attempt;
  const std::string token = job.token;
  const JobDirectory directory{fs::absolute(options_.jobs) / job.key};
  finished_[attempt] = {directory, AttemptClass::infrastructure, ""};
  try {
    if (!fs::exists(directory.path / "launch.json")) {
      return end(attempt, AttemptClass::infrastructure, lost_before);
    }
    const bool prepared = fs::exists(directory.path / "slurm.json");
    if (!prepared && take_claim(directory, job.token, std::nullopt) == Claim::taken) {
      return end(attempt, AttemptClass::infrastructure, lost_before);
    }
    const Json place = parse_strictly(read_file(directory.path / "slurm.json", 4096));
    Watched watched;
    watched.batch = place.at("batch").get<std::string>();
    watched.index = place.at("index").get<int>();
    watched.job = std::move(job);
    watched.directory = directory;
    take_up_batch(watched.batch, attempt);
    finished_.erase(attempt);
    watched_.emplace(attempt, std::move(watched));
  } catch (const std::exception& e) {
    if (taken_from_all(directory, token)) return end(attempt, AttemptClass::infrastructure, lost_before);
    end(attempt, AttemptClass::to_check, std::string("cannot be adopted: ") + e.what());
  }
}

/// The batch of an adopted job: submitted, or nobody knows.
void SlurmWork::take_up_batch(const std::string& key, std::int64_t attempt) {
  const auto [at, added] = batches_.try_emplace(key);
  Batch& batch = at->second;
  const fs::path folder = batch_folder(options_.jobs, key);
  if (added) {
    batch.key = key;
    batch.doubtful = true;
    batch.problem = "the engine ended while it submitted them";
    batch.intent = clock_.now();
    if (fs::exists(folder / "array")) batch.array = std::stoll(read_file(folder / "array", 64));
  }
  batch.attempts.push_back(attempt);
}

/// What attempts left that have ended for good: their engine was killed before it could tidy up.
void SlurmWork::clear_leftovers(const std::vector<Job>& open) {
  std::set<std::string> keep = {"quarantine"};
  std::error_code error;
  for (const Job& job : open) {
    keep.insert(job.key);
    const auto place =
        Json::parse(read_tail(fs::absolute(options_.jobs) / job.key / "slurm.json", 4096), nullptr, false);
    if (place.is_object() && place.contains("batch") && place["batch"].is_string()) {
      keep.insert(batch_prefix + place["batch"].get<std::string>());
    }
  }
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
    if (batch.array) return client_.cancel(id_of(watched));
    if (batch.doubtful) return;  // as soon as it is known where it is
  }
  // Not started yet: its place in the array stays, its claim is nobody's.
  if (take_claim(watched.directory, watched.job.token, std::nullopt) == Claim::taken) {
    end(attempt, AttemptClass::cancelled, "cancelled by an operator");
  }
}

std::string SlurmWork::id_of(const Watched& watched) const {
  return fmt::format("{}_{}", *batches_.at(watched.batch).array, watched.index);
}

void SlurmWork::step() {
  const Time now = clock_.now();
  int submissions = 0;
  std::erase_if(unsubmitted_, [&](const std::string& key) {
    const auto at = batches_.find(key);
    if (at == batches_.end()) return true;
    Batch& batch = at->second;
    const auto paused = paused_.find(batch.analysis);
    if (submissions == submissions_per_step || (paused != paused_.end() && now < paused->second))
      return false;
    submit(batch);
    ++submissions;
    return batch.array || batch.doubtful;
  });
  look_for_reports();
  watch_deadlines();
  if (!watched_.empty() && (!polled_ || now - *polled_ >= options_.poll)) poll();
}

void SlurmWork::submit(Batch& batch) {
  batch.intent = clock_.now();
  const auto answer = client_.submit(batch.request);
  batch.problem = answer.problem;
  if (answer.array) {
    paused_.erase(batch.analysis);
    accept(batch, *answer.array);
  } else if (answer.refused) {
    // No tries are used up: one batch probes from time to time, the others of its analysis wait for it.
    paused_[batch.analysis] = batch.intent + options_.probe;
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
    client_.cancel(id_of(at->second));
  }
}

void SlurmWork::look_for_reports() {
  std::vector<std::int64_t> reported;
  std::error_code error;
  for (const auto& [attempt, watched] : watched_) {
    if (!watched.stopped && fs::exists(watched.directory.exit_report(), error)) reported.push_back(attempt);
  }
  for (const std::int64_t attempt : reported) {
    Watched& watched = watched_.at(attempt);
    Ended ended = concluded(watched);
    watched.stopped = ended.outcome == AttemptClass::cancelled && !watched.cancelled && !watched.overdue;
    if (!watched.stopped) end(attempt, std::move(ended));
  }
}

Ended SlurmWork::concluded(const Watched& watched) const {
  if (is_native(watched.job)) return conclude_native(watched.job, watched.directory);
  return conclude(watched.job, watched.directory, watched.cancelled, watched.overdue, options_.surroundings,
                  options_.program_version);
}

void SlurmWork::watch_deadlines() {
  const Time now = clock_.now();
  for (auto& [attempt, watched] : watched_) {
    if (watched.overdue || now < watched.job.deadline || !batches_.at(watched.batch).array) continue;
    watched.overdue = true;
    client_.cancel(id_of(watched));
  }
}

void SlurmWork::poll() {
  const Time now = clock_.now();
  polled_ = now;
  const SlurmAnswer queue = client_.queue();
  queue_problem_ = queue.source == SlurmSource::up ? "" : queue.problem;
  if (queue.source != SlurmSource::up) return answered_.reset();  // timers stand still
  const Duration since_last = answered_ ? now - *answered_ : Duration(0);
  answered_ = now;

  std::set<std::string> names;
  Time since = now;
  for (const auto& [attempt, watched] : watched_) {
    const Batch& batch = batches_.at(watched.batch);
    if (!batch.array && !batch.doubtful) continue;
    const auto queued = queue.jobs.find({"xom-" + batch.key, watched.index});
    // The queue does not tell who cancelled a job.
    if (queued != queue.jobs.end() && queued->second.back().state != "CANCELLED") continue;
    names.insert("xom-" + batch.key);
    since = std::min(since, batch.intent);
  }
  SlurmAnswer accounting{SlurmSource::off, {}, ""};
  if (!names.empty()) {
    accounting = client_.accounting({names.begin(), names.end()}, since - std::chrono::hours(1));
  }
  std::vector<std::string> doubtful;
  for (auto& [key, batch] : batches_) {
    if (batch.doubtful && !batch.array) doubtful.push_back(key);
  }
  for (const auto& key : doubtful) resolve(batches_.at(key), queue, accounting);
  std::vector<std::int64_t> accepted;
  for (const auto& [attempt, watched] : watched_) {
    if (batches_.at(watched.batch).array) accepted.push_back(attempt);
  }
  for (const std::int64_t attempt : accepted) judge(watched_.at(attempt), queue, accounting, since_last);
}

/// Did a submission arrive that gave no clear answer?
void SlurmWork::resolve(Batch& batch, const SlurmAnswer& queue, const SlurmAnswer& accounting) {
  const std::string name = "xom-" + batch.key;
  std::set<std::int64_t> arrays;
  for (const SlurmJobs* jobs : {&queue.jobs, &accounting.jobs}) {
    for (auto at = jobs->lower_bound({name, 0}); at != jobs->end() && at->first.first == name; ++at) {
      for (const SlurmJob& job : at->second) arrays.insert(job.array);
    }
  }
  if (!arrays.empty()) {
    // Of several the oldest counts; an element of another that was quicker holds its claim and is left alone.
    accept(batch, *arrays.begin());
    for (auto array = std::next(arrays.begin()); array != arrays.end(); ++array) {
      log_warning(fmt::format("{} was submitted twice; array {} is cancelled", name, *array));
      client_.cancel(std::to_string(*array));
    }
    return;
  }
  if (accounting.source == SlurmSource::away) return;
  ++batch.negatives;
  if (batch.negatives < 2 || clock_.now() - batch.intent < options_.patience.unknown_submission) return;
  const auto attempts = batch.attempts;
  for (const std::int64_t attempt : attempts) {
    const auto at = watched_.find(attempt);
    if (at == watched_.end()) continue;
    const Watched& watched = at->second;
    try {
      if (take_claim(watched.directory, watched.job.token, std::nullopt) == Claim::taken) {
        const std::string why = "its submission did not arrive: " + batch.problem;
        watched.cancelled ? end(attempt, AttemptClass::cancelled, "cancelled by an operator")
                          : end(attempt, AttemptClass::infrastructure, why);
      } else if (const auto array = claimed_by_array(watched.directory, watched.job.token)) {
        return accept(batch, *array);  // it lives, whatever Slurm says
      }
    } catch (const std::exception& e) {
      end(attempt, AttemptClass::to_check, e.what());
    }
  }
}

void SlurmWork::judge(Watched& watched, const SlurmAnswer& queue, const SlurmAnswer& accounting,
                      Duration since_last) {
  const Batch& batch = batches_.at(watched.batch);
  SlurmFindings& f = watched.findings;
  f.queue_answers = true;
  f.cancelled = watched.cancelled || watched.overdue;
  f.accounting_answers = accounting.source != SlurmSource::away;
  f.state.clear();
  f.by.clear();
  for (const SlurmJobs* jobs : {&queue.jobs, &accounting.jobs}) {
    const auto at = jobs->find({"xom-" + batch.key, watched.index});
    if (at == jobs->end()) continue;
    for (const SlurmJob& job : at->second) {
      if (job.array != *batch.array) continue;
      if (f.state.empty()) f.state = job.state;
      if (f.by.empty()) f.by = job.by;
    }
  }
  if (is_active(f.state)) watched.stopped = false;  // it was put back into the queue
  const auto count = [&](bool now, bool& before, Duration& total) {
    total = now && before ? total + since_last : Duration(0);
    before = now;
  };
  const bool nowhere = f.state.empty();
  count(!nowhere && !is_active(f.state), watched.seen_ended, f.ended_for);
  count(nowhere && f.accounting_answers, watched.seen_nowhere, f.unknown_for);
  count(nowhere && !f.accounting_answers, watched.accounting_away, f.accounting_away_for);
  f.unknown_polls = watched.seen_nowhere ? f.unknown_polls + 1 : 0;

  // With the report there, nothing but the accounting's word on who cancelled it is worth waiting for.
  const bool who_is_coming = f.state == "CANCELLED" && f.by.empty() && accounting.source == SlurmSource::up;
  if (watched.stopped && !who_is_coming) f.ended_for = options_.patience.collect_grace;
  const SlurmDecision decision = decide(f, options_.patience);
  if (decision.wait) return;
  const std::int64_t attempt = watched.job.attempt;
  client_.cancel(id_of(watched));  // it may live on where Slurm does not see it
  // What ended its element was another job's doing. From now on it cannot begin.
  if (is_native(watched.job) && decision.decision.outcome != AttemptClass::to_check &&
      taken_from_all(watched.directory, watched.job.token)) {
    return watched.cancelled ? end(attempt, AttemptClass::cancelled, "cancelled by an operator")
                             : end(attempt, AttemptClass::infrastructure,
                                   fmt::format("Slurm says {} before its turn in the job came", f.state));
  }
  Ended ended = concluded(watched);
  if (ended.evidence.empty() || watched.stopped) {
    ended.outcome = watched.overdue ? AttemptClass::resource : decision.decision.outcome;
    ended.reason = watched.overdue ? "had not ended at the deadline of the attempt and was cancelled"
                                   : decision.decision.reason;
    ended.evidence = Json{{"slurm_job", id_of(watched)}, {"slurm_state", f.state}}.dump();
  }
  end(attempt, std::move(ended));
}

void SlurmWork::end(std::int64_t attempt, AttemptClass outcome, const std::string& reason) {
  Ended ended;
  ended.outcome = outcome;
  ended.reason = reason;
  end(attempt, std::move(ended));
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
