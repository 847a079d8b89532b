#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/clock.h"
#include "xom/base/error.h"
#include "xom/base/hash.h"
#include "xom/base/safe_text.h"
#include "xom/cli/commands/read_original.h"
#include "xom/cli/terminal/command.h"
#include "xom/cli/terminal/table.h"
#include "xom/engine/explain.h"
#include "xom/plan/homes.h"
#include "xom/runs/open.h"
#include "xom/store/store.h"

namespace xom::cli {
namespace {

struct ImportResults : OriginalPlace {
  bool dry_run = false;
};

/// What is known here before anything is imported.
struct Here {
  std::optional<store::Store> store;  ///< Not there yet, and nothing is to be stored: none.
  std::vector<Run> runs;              ///< Of the run source and of the store.
};

Here look_here(const config::Instance& instance, bool dry_run) {
  Here here;
  if (!dry_run) {
    here.store.emplace(instance.store, store::Mode::read_write, store::Options{.actor = "import"});
  } else if (store::has_store(instance.store)) {
    here.store.emplace(instance.store, store::Mode::read_only);
  }
  const strax::Storage storage(instance.data);
  const SystemClock clock;
  const auto source = runs::open(instance.runs, storage, clock);
  std::map<std::int64_t, Run> known;
  if (here.store) {
    for (auto& run : here.store->runs()) known.insert_or_assign(run.number, std::move(run));
  }
  for (bool more = true; more;) {
    auto changes = source->changes();
    more = changes.more;
    if (!dry_run) here.store->put_runs(changes.runs, clock.now());
    for (auto& run : changes.runs) known.insert_or_assign(run.number, std::move(run));
  }
  for (auto& [number, run] : known) here.runs.push_back(std::move(run));
  return here;
}

/// What is computed again although the original has results of it.
struct Again {
  std::string analysis, version, why;
  std::vector<std::string> runs;
};

/// Brings results of several containers together, where the definition has one for this run: of each variable
/// the newest.
void merge(sinks::OriginalTask& into, sinks::OriginalTask other, std::int64_t& replaced) {
  if (into.computed < other.computed) std::swap(into, other);
  for (auto& result : other.results) {
    if (std::ranges::find(into.results, result.variable, &Result::variable) != into.results.end()) {
      ++replaced;
    } else {
      into.results.push_back(std::move(result));
    }
  }
  into.lineage.merge(other.lineage);
}

/// Gives each result to the task that is wanted of its analysis, version and run. Answers with what will be
/// computed all the same.
std::vector<Again> bring_home(sinks::OriginalResults& found, const config::Configuration& configuration,
                              const Here& here) {
  plan::Homes homes(configuration.analyses, configuration.instance.excluded_run_modes,
                    here.store ? engine::exclusions(*here.store) : std::vector<plan::Exclusion>());
  for (const auto& analysis : configuration.analyses) {
    if (analysis.group < 2 || !here.store) continue;
    for (const auto& task :
         here.store->tasks({.analysis = analysis.name, .version = analysis.version, .wanted = true}))
      homes.know(task.key, task.state);
  }
  homes.look_at(here.runs);
  std::map<TaskKey, sinks::OriginalTask> tasks;
  std::map<std::tuple<std::string, std::string, std::string>, Again> again;
  for (auto& [key, task] : found.tasks) {
    auto home = homes.of(key);
    if (!home.again.empty()) {
      Again& one = again[{key.analysis, key.version, home.again}];
      one.analysis = key.analysis;
      one.version = key.version;
      one.why = home.again;
      one.runs.push_back(key.runs);
    }
    const auto [at, is_new] = tasks.try_emplace(std::move(home.task));
    if (is_new) {
      at->second = std::move(task);
    } else {
      merge(at->second, std::move(task), found.replaced);
    }
  }
  found.tasks = std::move(tasks);
  std::vector<Again> list;
  for (auto& [unused, one] : again) list.push_back(std::move(one));
  return list;
}

/// Of the tasks, by task: variables the definition has and the original has no value of.
using Lacking = std::map<TaskKey, std::vector<std::string>>;

/// What the definition knows besides, where there is one: units, which the original did not keep, and that
/// there should be variables of which it has no value.
Lacking complete(sinks::OriginalResults& found, const std::vector<Analysis>& analyses) {
  Lacking lacking;
  std::map<std::pair<std::string, std::string>, const Analysis*> definitions;
  for (const auto& analysis : analyses) definitions[{analysis.name, analysis.version}] = &analysis;
  for (auto& [key, task] : found.tasks) {
    const auto definition = definitions.find({key.analysis, key.version});
    if (definition == definitions.end()) continue;
    for (const auto& variable : definition->second->variables) {
      const auto result = std::ranges::find(task.results, variable.name, &Result::variable);
      if (result != task.results.end()) {
        result->unit = variable.unit;
        continue;
      }
      Result absent;
      absent.variable = variable.name;
      absent.unit = variable.unit;
      absent.n = -1;
      absent.status = ResultStatus::failed;
      absent.reason = "the original XOM has no value of it";
      task.results.push_back(std::move(absent));
      lacking[key].push_back(variable.name);
    }
  }
  return lacking;
}

/// Of one analysis version.
struct Imported {
  std::int64_t tasks = 0, already = 0, first = 0, last = 0;
  std::int64_t incomplete = 0;  ///< Of the tasks: without a value of some variable.
  std::set<std::string> variables, lacking;
};
using Summary = std::map<std::pair<std::string, std::string>, Imported>;

/// What is done already stays as it is. A run that the run source does not know becomes one that is only a
/// number.
class Importer {
 public:
  /// `here` outlives this. Without a store, or in a dry run, nothing is stored.
  Importer(Here& here, std::string source, bool dry_run)
      : here_(here), source_(std::move(source)), dry_run_(dry_run) {
    for (const auto& run : here.runs) runs_.insert(run.number);
  }

  /// False: the task has results, or an attempt that computes them now.
  bool add(const TaskKey& key, sinks::OriginalTask task) {
    const auto known = here_.store ? here_.store->find(key) : std::nullopt;
    if (known && (known->state == TaskState::done || known->state == TaskState::submitted)) return false;
    for (const auto number : parse_runs(key.runs)) {
      if (!runs_.insert(number).second) continue;
      Run run;
      run.number = number;
      run.name = fmt::format("{:06}", number);
      new_runs_.push_back(std::move(run));
      ++unknown_runs_;
    }
    if (dry_run_) return true;
    wanted_.push_back({.key = key, .state = TaskState::todo});
    tasks_.push_back(std::move(task));
    if (wanted_.size() == 1000) flush();
    return true;
  }

  std::int64_t unknown_runs() const { return unknown_runs_; }

  void flush() {
    if (wanted_.empty()) return;
    const Time now = SystemClock().now();
    store::Store& store = *here_.store;
    store.put_runs(new_runs_, now);
    std::vector<store::NewAttempt> attempts;
    for (const auto id : store.want(wanted_, "imported from the original XOM", now)) {
      attempts.push_back({.task = id,
                          .executor = "import",
                          .key = random_hex(12),
                          .token = random_hex(16),
                          .deadline = now});
    }
    std::vector<store::Conclusion> conclusions;
    const auto begun = store.begin_attempts(attempts, now);
    for (std::size_t i = 0; i < begun.size(); ++i) {
      store::Conclusion conclusion;
      conclusion.attempt = begun[i].id;
      conclusion.outcome = AttemptClass::ok;
      conclusion.results = std::move(tasks_[i].results);
      conclusion.proof.program_version = "original XOM";
      conclusion.proof.container = tasks_[i].container;
      conclusion.proof.started = tasks_[i].computed;
      if (tasks_[i].computed != Time{}) conclusion.ended = tasks_[i].computed;
      nlohmann::json evidence{{"imported_from", source_}};
      if (tasks_[i].computed != Time{}) evidence["computed"] = to_iso(tasks_[i].computed);
      if (!tasks_[i].container.empty()) evidence["container"] = tasks_[i].container;
      if (!tasks_[i].lineage.empty()) evidence["lineage"] = tasks_[i].lineage;
      conclusion.evidence = evidence.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
      conclusions.push_back(std::move(conclusion));
    }
    store.end_attempts(conclusions, now);
    new_runs_.clear();
    wanted_.clear();
    tasks_.clear();
  }

 private:
  Here& here_;
  std::string source_;
  bool dry_run_;
  std::set<std::int64_t> runs_;
  std::vector<Run> new_runs_;
  std::int64_t unknown_runs_ = 0;
  std::vector<store::WantedTask> wanted_;
  std::vector<sinks::OriginalTask> tasks_;
};

Summary record(sinks::OriginalResults& found, const Lacking& lacking, Importer& recorder) {
  Summary summary;
  for (auto& [key, task] : found.tasks) {
    Imported& one = summary[{key.analysis, key.version}];
    const auto run = parse_runs(key.runs).back();
    one.first = one.first == 0 ? run : std::min(one.first, run);
    one.last = std::max(one.last, run);
    for (const auto& result : task.results) {
      if (result.status == ResultStatus::ok) one.variables.insert(result.variable);
    }
    if (!recorder.add(key, std::move(task))) {
      ++one.already;
      continue;
    }
    ++one.tasks;
    const auto lacks = lacking.find(key);
    if (lacks == lacking.end()) continue;
    ++one.incomplete;
    one.lacking.insert(lacks->second.begin(), lacks->second.end());
  }
  recorder.flush();
  return summary;
}

void print(const Summary& summary, const sinks::OriginalResults& found, const std::vector<Again>& again,
           bool dry_run) {
  Table table;
  for (const char* title :
       {"analysis", "version", "runs", dry_run ? "tasks" : "imported", "there before", "variables"})
    table.column(title);
  for (const auto& [name, one] : summary) {
    table.row({name.first, name.second, fmt::format("{}-{}", one.first, one.last), std::to_string(one.tasks),
               std::to_string(one.already), fmt::format("{}", fmt::join(one.variables, " "))});
  }
  if (!summary.empty()) table.print();
  for (const auto& [name, one] : summary) {
    if (one.incomplete == 0) continue;
    fmt::print(
        "{} of {} {} lack a value of {}, which its definition has: 'xom results {}' names the runs; 'xom\n"
        "recompute' brings it where the data are still there and the program gives a value of that name\n",
        one.incomplete, name.first, name.second, fmt::join(one.lacking, ", "), name.first);
  }
  for (const auto& one : again) {
    constexpr std::size_t most = 10;
    const auto end = one.runs.begin() + static_cast<std::ptrdiff_t>(std::min(most, one.runs.size()));
    fmt::print("{} of {} {} will be computed again: {} ({} {}{})\n", one.runs.size(), one.analysis,
               one.version, one.why, one.runs.size() == 1 ? "run" : "runs",
               fmt::join(one.runs.begin(), end, ", "),
               one.runs.size() > most ? fmt::format(" and {} more", one.runs.size() - most) : "");
  }
  fmt::print("{} records read, {} of them older ones of the same value, {} not taken{}\n", found.records,
             found.replaced, found.refused, dry_run ? "; nothing was stored" : "");
}

std::string as_json(const Summary& summary, const sinks::OriginalResults& found,
                    const std::vector<Again>& again, std::int64_t unknown_runs) {
  auto analyses = nlohmann::ordered_json::array();
  for (const auto& [name, one] : summary) {
    analyses.push_back({{"analysis", name.first},
                        {"version", name.second},
                        {"imported", one.tasks},
                        {"there_before", one.already},
                        {"incomplete", one.incomplete},
                        {"first_run", one.first},
                        {"last_run", one.last},
                        {"variables", one.variables}});
  }
  auto repeated = nlohmann::ordered_json::array();
  for (const auto& one : again) {
    repeated.push_back(
        {{"analysis", one.analysis}, {"version", one.version}, {"reason", one.why}, {"runs", one.runs}});
  }
  const nlohmann::ordered_json document{{"records", found.records},   {"replaced", found.replaced},
                                        {"not_taken", found.refused}, {"unknown_runs", unknown_runs},
                                        {"reasons", found.oddities},  {"analyses", analyses},
                                        {"computed_again", repeated}};
  return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

int import(const Globals& globals, const ImportResults& asked) {
  if (asked.paths.empty() == asked.url.empty()) {
    throw Error(ErrorKind::usage,
                "name result files, folders or CSV files, or an InfluxDB with --influx URL");
  }
  check(asked);
  const auto configuration = cli::configuration(globals);
  sinks::OriginalReader reader;
  const auto unread = read(asked, reader);
  auto found = reader.finish();
  found.refused += static_cast<std::int64_t>(unread.size());
  found.oddities.insert(found.oddities.begin(), unread.begin(), unread.end());
  auto here = look_here(configuration.instance, asked.dry_run);
  const auto again = bring_home(found, configuration, here);
  const auto lacking = complete(found, configuration.analyses);
  Importer recorder(here, asked.source(), asked.dry_run);
  const auto summary = record(found, lacking, recorder);
  const auto unknown_runs = recorder.unknown_runs();
  if (globals.json) {
    fmt::print("{}\n", as_json(summary, found, again, unknown_runs));
  } else {
    print(summary, found, again, asked.dry_run);
    if (unknown_runs > 0) {
      fmt::print(
          "{} runs are unknown to the run source; their results {} shown, without what it knows of a run\n",
          unknown_runs, asked.dry_run ? "would be kept and" : "are kept and");
    }
    for (const auto& reason : found.oddities) fmt::print(stderr, "xom: not taken: {}\n", safe_text(reason));
  }
  if (found.refused == found.never) return Exit::done;
  return found.records == 0 || found.tasks.empty() ? Exit::failed : Exit::partly;
}

}  // namespace

Command add_import_results(Parser& parser, const Globals& globals) {
  auto command = parser.command("import-results",
                                "take over what the original XOM computed, from its files or its InfluxDB");
  auto asked = std::make_shared<ImportResults>();
  command.add("paths", &asked->paths,
              "result files (.json), answers of Flux queries (.csv), or folders of them");
  command.add("--influx", &asked->url, "http://HOST:8086 of an InfluxDB 1, or 2 with --token-file");
  command.add("--database", &asked->database, "database, or bucket of InfluxDB 2");
  command.add("--measurement", &asked->measurement, "prefix and xomdata: prod_xomdata");
  command.add("--user", &asked->user, "of InfluxDB 1");
  command.add("--password-file", &asked->password_file, "its password");
  command.add("--token-file", &asked->token_file, "of InfluxDB 2");
  command.add("--org", &asked->organisation, "organisation of InfluxDB 2");
  command.add("--dry-run", &asked->dry_run, "only show what would be taken");
  return {command, [&globals, asked] { return import(globals, *asked); }};
}

}  // namespace xom::cli
