#include "xom/engine/engine.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include "xom/base/error.h"
#include "xom/base/log.h"
#include "xom/engine/explain.h"
#include "xom/store/damaged_row.h"

namespace xom::engine {

namespace {

/// Of a task the store has. Throws StoreError if it cannot be one: planning would end with words that do not
/// say which row is meant.
TaskKey sound_key(const store::TaskView& view, const std::map<std::int64_t, store::Stream>& streams) {
  const auto stream = streams.find(view.stream);
  if (stream == streams.end()) throw store::damaged_row("task", view.id, "its stream is not there");
  try {
    (void)parse_runs(view.runs);
  } catch (const Error& error) {
    throw store::damaged_row("task", view.id, error.what());
  }
  return {stream->second.analysis, stream->second.version, stream->second.container, std::string(view.runs)};
}

}  // namespace

void PassReport::add(const PassReport& other) {
  runs += other.runs;
  wanted += other.wanted;
  withdrawn += other.withdrawn;
  ready += other.ready;
  started += other.started;
  done += other.done;
  not_done += other.not_done;
  delivered += other.delivered;
  warnings.insert(warnings.end(), other.warnings.begin(), other.warnings.end());
}

Engine::Engine(Parts parts, config::Configuration configuration, std::uint64_t seed)
    : parts_(std::move(parts)), configuration_(std::move(configuration)), random_(seed) {
  unreported_ = attempt(&Engine::first_steps);
}

PassReport Engine::pass() {
  pass_begun_ = parts_.clock.now();
  return attempt(&Engine::whole_pass);
}

PassReport Engine::quick_pass() {
  return attempt(&Engine::quick_steps);
}

PassReport Engine::plan_only() {
  return attempt(&Engine::plan_steps);
}

/// All steps, or as many as the store takes.
PassReport Engine::attempt(void (Engine::*steps)(PassReport&)) {
  const Time now = parts_.clock.now();
  PassReport report;
  report.warnings = std::exchange(unreported_.warnings, {});
  if (trouble_.next() && now < *trouble_.next()) {
    gather();
    return report;
  }
  try {
    if (stale_) refresh();
    report.add(std::exchange(unreported_, {}));
    (this->*steps)(report);
    if (auto text = trouble_.over(); !text.empty()) report.warnings.push_back(std::move(text));
  } catch (const Error& error) {
    if (!StoreTrouble::passes(error)) throw;
    give_up(error, report);
  } catch (const std::filesystem::filesystem_error& error) {
    const Error judged = system_error(error.what(), error.code().value());
    if (!StoreTrouble::passes(judged)) throw;
    give_up(judged, report);
  }
  return report;
}

void Engine::give_up(const Error& error, PassReport& report) {
  stale_ = true;
  auto text = trouble_.failed(error, parts_.clock.now());
  if (!text.empty()) report.warnings.push_back(std::move(text));
}

/// What this engine believes becomes what the store says.
void Engine::refresh() {
  if (!begun_) parts_.store.put_definitions(configuration_.analyses, parts_.clock.now());
  rebuild_plan();
  if (!begun_) adopt();
  begun_ = true;
  stale_ = false;
}

void Engine::whole_pass(PassReport& report) {
  renew_lease();
  carry_out_commands();
  sync_runs(report);
  look_for_data(report);
  collect(report);
  submit(report);
  deliver(report);
  parts_.store.set_fact("last_pass_ns", std::to_string(to_ns(parts_.clock.now())));
}

void Engine::quick_steps(PassReport& report) {
  renew_lease();
  carry_out_commands();
  if (data_due()) look_for_data(report);
  collect(report);
  submit(report);
  deliver(report);
}

void Engine::plan_steps(PassReport& report) {
  carry_out_commands();
  sync_runs(report);
}

/// Who looks at the store sees that an engine runs. Renewed at a third of its life; one that was killed is
/// missed within half a minute. A clock that was set back is no reason to wait until it is there again.
void Engine::renew_lease() {
  const Time now = parts_.clock.now();
  const bool young =
      lease_renewed_ && now >= *lease_renewed_ && now - *lease_renewed_ < store::lease_lasts / 3;
  if (young) return;
  parts_.store.renew_lease(now, store::lease_lasts);
  lease_renewed_ = now;
}

void Engine::deliver(PassReport& report) {
  for (Delivery* delivery : parts_.deliveries) report.delivered += delivery->step();
}

bool Engine::idle() const {
  const bool told = std::all_of(parts_.deliveries.begin(), parts_.deliveries.end(),
                                [](const Delivery* delivery) { return delivery->idle(); });
  const auto next = waiting_.next();
  const bool looked = !next || *next > pass_begun_;
  return !trouble_.next() && attempts_.empty() && unrecorded_.empty() && !more_to_start_ && looked && told;
}

bool Engine::data_due() const {
  const auto next = waiting_.next();
  return next && *next <= parts_.clock.now();
}

Duration Engine::troubled_for() const {
  return trouble_.since() ? parts_.clock.now() - *trouble_.since() : Duration(0);
}

std::optional<Time> Engine::next_due() const {
  if (trouble_.next()) return trouble_.next();  // nothing else could be done before
  std::optional<Time> first = waiting_.next();
  const auto consider = [&](const std::optional<Time>& due) {
    if (due && (!first || *due < *first)) first = due;
  };
  consider(next_retry_);
  for (const Delivery* delivery : parts_.deliveries) consider(delivery->next_due());
  return first;
}

double Engine::jitter() {
  return std::uniform_real_distribution<double>(0.5, 1.5)(random_);
}

std::optional<std::size_t> Engine::analysis_index(const TaskKey& key) const {
  const auto& analyses = planner_->analyses();
  for (std::size_t a = 0; a < analyses.size(); ++a) {
    if (analyses[a].name == key.analysis && analyses[a].version == key.version) return a;
  }
  return {};
}

const std::string& Engine::executor_of(std::size_t analysis) const {
  static const std::string native = "native";
  const Analysis& definition = planner_->analyses()[analysis];
  const bool in_engine = definition.kind != AnalysisKind::command && definition.executor == "local";
  return in_engine ? native : definition.executor;
}

/// Puts a waiter that knows its task into the waiting room, unless its definition is gone.
void Engine::wait(const TaskKey& key, Waiter waiter, std::optional<Time> next) {
  const auto analysis = analysis_index(key);
  if (!analysis) return;
  waiter.analysis = *analysis;
  waiter.runs = key.runs;
  waiter.told = next;
  waiting_.put(std::move(waiter), next);
}

/// The planner and the waiting room as the store and the definitions say.
void Engine::rebuild_plan() {
  planner_ = std::make_unique<plan::Planner>(
      configuration_.analyses, configuration_.instance.excluded_run_modes, exclusions(parts_.store));
  waiting_.clear();
  std::map<std::int64_t, store::Stream> streams;
  for (auto& stream : parts_.store.streams()) streams[stream.id] = stream;
  parts_.store.each_task({.order = store::Order::any}, [&](const store::TaskView& view) {
    const TaskKey key = sound_key(view, streams);
    planner_->know(key, view.state, view.wanted, view.reason_code);
    // What waits for data after a damaged or missing input is looked for again when its time has come.
    const bool late = view.state == TaskState::tocheck && view.next;
    if (view.wanted && (view.state == TaskState::waiting || late)) {
      wait(key,
           {.task = view.id,
            .run = view.run,
            .reason = std::string(view.reason),
            .late = late,
            .patient = attempt_class(view.error_class).has_value()},
           view.next);
    }
  });
  reconcile(parts_.store.runs(), unreported_);
}

void Engine::carry_out_commands() {
  if (!parts_.store.has_commands()) return;
  const auto computable = [this](const TaskKey& task) {
    return find_definition(configuration_.analyses, task) != nullptr;
  };
  for (const auto& answer : parts_.store.carry_out_commands(parts_.clock.now(), computable)) {
    log_info(answer.text);
    for (const auto attempt : answer.cancel) {
      const auto at = attempts_.find(attempt);
      if (at != attempts_.end()) at->second.executor->cancel(attempt);
    }
  }
  rebuild_plan();
}

void Engine::sync_runs(PassReport& report) {
  while (sync_some(report)) {
  }
}

/// Whether there is more.
bool Engine::sync_some(PassReport& report) {
  const Time now = parts_.clock.now();
  if (!told_ && source_next_ && now < *source_next_) return false;
  try {
    if (!told_) told_ = parts_.source.changes();
  } catch (const Error& error) {
    // Not seen is not gone: nothing changes until the source answers again.
    // The first time it is asked again at once, then after growing pauses.
    constexpr int doublings = 6;
    source_failures_ = std::min(source_failures_ + 1, doublings);
    if (source_failures_ > 1) source_next_ = now + std::chrono::seconds(1 << (source_failures_ - 1));
    report.warnings.push_back(fmt::format("{}: {}", parts_.source.description(), error.what()));
    parts_.store.set_fact("run_source_problem", error.what());
    return false;
  }
  source_next_.reset();
  if (source_failures_ > 0) {
    report.warnings.push_back(fmt::format("{}: answers again", parts_.source.description()));
    source_failures_ = 0;
  }
  if (!parts_.store.fact("run_source_problem").value_or("").empty())
    parts_.store.set_fact("run_source_problem", "");
  if (const auto again = tried_again(told_->runs); !again.empty())
    parts_.store.change(again, parts_.clock.now());
  const auto changed = parts_.store.put_runs(told_->runs, parts_.clock.now());
  runs::Changes changes = std::move(*std::exchange(told_, std::nullopt));
  for (auto& oddity : changes.oddities) report.warnings.push_back(std::move(oddity));
  report.runs += changed.size();
  std::vector<Run> look;
  for (auto& run : changes.runs) {
    if (std::ranges::binary_search(changed, run.number)) look.push_back(std::move(run));
  }
  reconcile(look, report);
  const auto& documents = configuration_.instance.runs;
  if (!documents.sites.empty() || documents.type != "strax")
    waiting_.hurry(changed);  // the documents say what is there
  return changes.more;
}

void Engine::reconcile(std::span<const Run> runs, PassReport& report) {
  const auto difference = planner_->update(runs);
  const Time now = parts_.clock.now();

  std::vector<store::WantedTask> wanted;
  for (const auto& key : difference.want) {
    wanted.push_back({key,
                      TaskState::waiting,
                      {{ReasonCode::not_looked_for, ""}, "its data have not been looked for yet"},
                      {}});
  }
  const auto ids = parts_.store.want(wanted, "plan", now);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    wait(wanted[i].key,
         {.task = ids[i], .run = parse_runs(wanted[i].key.runs).back(), .reason = wanted[i].reason.text}, {});
  }
  report.wanted += ids.size();

  std::map<Reason, std::vector<std::int64_t>> by_rule;
  for (const auto& [key, rule] : difference.withdraw) {
    if (const auto task = parts_.store.find(key)) by_rule[rule].push_back(task->id);
  }
  for (const auto& [rule, tasks] : by_rule) {
    parts_.store.withdraw(tasks, rule, now);
    for (const auto task : tasks) waiting_.remove(task);
    report.withdrawn += tasks.size();
  }
}

void Engine::stop(Duration grace) {
  for (const auto& [name, executor] : parts_.executors) executor->stop(grace);
  gather();
  trouble_ = {};  // the last try does not wait
  const PassReport report = attempt(&Engine::record);
  for (const auto& warning : report.warnings) log_warning(warning);
}

}  // namespace xom::engine
