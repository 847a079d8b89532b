#include <algorithm>
#include <array>
#include <limits>

#include "xom/json/json.h"
#include "xom/store/damaged_row.h"
#include "xom/store/place.h"
#include "xom/store/schema.h"
#include "xom/store/state.h"

namespace xom::store {

namespace {

constexpr std::array verbs = {std::pair{Verb::retry, std::string_view("retry")},
                              std::pair{Verb::recompute, std::string_view("recompute")},
                              std::pair{Verb::exclude, std::string_view("exclude")},
                              std::pair{Verb::include, std::string_view("include")},
                              std::pair{Verb::prioritise, std::string_view("prioritise")},
                              std::pair{Verb::cancel, std::string_view("cancel")}};

std::vector<Command> pending(Database& database) {
  Statement row = database.prepare(
      "SELECT id, verb, analysis, version, min_run, max_run, states, priority, actor, reason FROM command "
      "WHERE done_ns IS NULL ORDER BY id");
  std::vector<Command> commands;
  while (row.step()) {
    Command& command = commands.emplace_back();
    command.id = row.integer(0);
    command.verb = verb(row.view(1)).value_or(Verb::retry);  // the table admits known verbs only
    command.analysis = row.text(2);
    command.version = row.text(3);
    command.min_run = row.maybe_integer(4);
    command.max_run = row.maybe_integer(5);
    for (const std::string& name :
         read_column("command", command.id, "states", json::parse_strings, row.view(6))) {
      if (const auto state = task_state(name)) command.states.push_back(*state);
    }
    command.priority = row.small(7);
    command.actor = row.text(8);
    command.reason = row.text(9);
  }
  return commands;
}

Reason by_operator(ReasonCode code, std::string_view what, const std::string& actor, const std::string& why) {
  const std::string who = (actor.empty() ? "an operator" : actor) + (why.empty() ? "" : ": " + why);
  return {{code, who}, std::string(what) + " by " + who};
}

/// Carries out one command, inside a Write.
class Doer {
 public:
  Doer(Store::State& state, const Store& store, const Command& command,
       const std::function<bool(const TaskKey&)>& computable, Time now)
      : state_(state), store_(store), command_(command), computable_(computable), now_(now) {
    answer_.command = command.id;
  }

  Answer run() {
    if (command_.verb == Verb::include) return include();
    if (command_.verb == Verb::exclude) {
      insert({0, command_.analysis, command_.version, command_.min_run, command_.max_run, command_.actor,
              command_.reason, now_});
    }
    TaskFilter filter;
    filter.analysis = command_.analysis;
    filter.version = command_.version;
    filter.min_run = command_.min_run;
    filter.max_run = command_.max_run;
    filter.states = command_.states;
    filter.wanted = true;
    std::vector<Task> tasks = store_.tasks(filter);
    const bool computes = command_.verb == Verb::retry || command_.verb == Verb::recompute;
    std::size_t kept = 0;
    if (computes && computable_) {
      kept = std::erase_if(tasks, [&](const Task& task) { return !computable_(task.key); });
    }
    for (const Task& task : tasks) answer_.tasks += one(task) ? 1 : 0;
    answer_.text = std::string(to_string(command_.verb)) + ": " + std::to_string(answer_.tasks) + " of " +
                   std::to_string(tasks.size()) + " matching tasks";
    if (kept > 0) {
      answer_.text += "; " + std::to_string(kept) +
                      " of versions or containers that are not configured any more stay as they are";
    }
    return answer_;
  }

 private:
  /// "retry by ann: repaired"
  Reason asked(ReasonCode code, std::string_view what) const {
    return by_operator(code, what, command_.actor, command_.reason);
  }

  void event(const Task& task, std::string_view to) {
    add_event(
        state_, task.id, to_string(task.state), to, to_string(command_.verb),
        "command " + std::to_string(command_.id) + (command_.reason.empty() ? "" : ": " + command_.reason),
        command_.actor, now_);
  }

  bool one(const Task& task) {
    switch (command_.verb) {
      case Verb::retry:
        return retry(task);
      case Verb::recompute:
        return task.state == TaskState::done ? recompute(task) : retry(task);
      case Verb::exclude:
        return exclude(task);
      case Verb::cancel:
        return cancel(task);
      case Verb::prioritise:
        state_.database.prepare("UPDATE task SET priority = ?2 WHERE id = ?1")
            .bind(task.id, command_.priority)
            .run();
        return true;
      case Verb::include:
        return false;
    }
    return false;
  }

  bool retry(const Task& task) {
    if (task.state == TaskState::submitted || task.state == TaskState::done) return false;
    if (task.state == TaskState::waiting || task.state == TaskState::todo) {
      state_.database.prepare("UPDATE task SET next_ns = NULL, tries = 0 WHERE id = ?1").bind(task.id).run();
      return true;
    }
    state_.database
        .prepare("UPDATE task SET state = 'todo', tries = 0, error_class = '', next_ns = NULL WHERE id = ?1")
        .bind(task.id)
        .run();
    set_reason(state_.database, task.id, asked(ReasonCode::retry_asked, "retry"), now_);
    event(task, "todo");
    return true;
  }

  bool recompute(const Task& task) {
    state_.database
        .prepare(
            "UPDATE task SET state = 'todo', generation = generation + 1, tries = 0, error_class = '', "
            "next_ns = NULL WHERE id = ?1")
        .bind(task.id)
        .run();
    set_reason(state_.database, task.id, asked(ReasonCode::recompute_asked, "recompute"), now_);
    event(task, "todo");
    return true;
  }

  bool cancel(const Task& task) {
    Statement row = state_.database.prepare("SELECT id FROM attempt WHERE task = ?1 AND state <> 'ended'");
    if (!row.bind(task.id).step()) return false;
    answer_.cancel.push_back(row.integer(0));
    return true;
  }

  bool exclude(const Task& task) {
    cancel(task);
    set_wanted(state_, task.id, false);
    set_reason(state_.database, task.id, excluded(command_.actor, command_.reason), now_);
    event(task, "withdrawn");
    return true;
  }

  /// The given runs leave every exclusion; what remains of one stays with its reason and author. The next
  /// pass wants the tasks again.
  Answer include() {
    std::vector<std::string> said, others;
    for (const Exclusion& exclusion : store_.exclusions()) {
      if (exclusion.analysis != command_.analysis) continue;
      const bool same_version = command_.version.empty() || exclusion.version == command_.version;
      if (!same_version || !overlap(exclusion)) {
        others.push_back(words(exclusion));
        continue;
      }
      const auto remaining = without(exclusion);
      state_.database.prepare("DELETE FROM exclusion WHERE id = ?1").bind(exclusion.id).run();
      std::string text = words(exclusion);
      for (const Exclusion& part : remaining) {
        insert(part);
        text += (&part == &remaining.front() ? ", of which stay excluded: " : " and ") +
                range_text(part.min_run, part.max_run);
      }
      said.push_back(std::move(text));
    }
    if (said.empty()) {
      answer_.text = "include: none of these runs is excluded from " + command_.analysis;
      if (!others.empty()) answer_.text += "; excluded are: " + joined(others);
    } else {
      answer_.text = "include: taken back: " + joined(said) + "; the next pass wants the runs again";
    }
    return answer_;
  }

  bool overlap(const Exclusion& exclusion) const {
    return (!command_.max_run || !exclusion.min_run || *exclusion.min_run <= *command_.max_run) &&
           (!command_.min_run || !exclusion.max_run || *exclusion.max_run >= *command_.min_run);
  }

  /// What is left of an exclusion before and after the command's runs.
  std::vector<Exclusion> without(const Exclusion& exclusion) const {
    std::vector<Exclusion> parts;
    if (command_.min_run && exclusion.min_run.value_or(0) < *command_.min_run) {
      parts.push_back(exclusion);
      parts.back().max_run = *command_.min_run - 1;
    }
    if (command_.max_run &&
        exclusion.max_run.value_or(std::numeric_limits<std::int64_t>::max()) > *command_.max_run) {
      parts.push_back(exclusion);
      parts.back().min_run = *command_.max_run + 1;
    }
    return parts;
  }

  static std::string words(const Exclusion& exclusion) {
    return range_text(exclusion.min_run, exclusion.max_run) +
           (exclusion.version.empty() ? "" : " (version " + exclusion.version + ")");
  }

  static std::string joined(const std::vector<std::string>& words) {
    constexpr std::size_t most = 10;
    std::string text;
    for (std::size_t i = 0; i < std::min(words.size(), most); ++i) text += (i == 0 ? "" : "; ") + words[i];
    return words.size() <= most ? text : text + "; and " + std::to_string(words.size() - most) + " more";
  }

  void insert(const Exclusion& exclusion) {
    state_.database
        .prepare(
            "INSERT INTO exclusion (analysis, version, min_run, max_run, actor, reason, at_ns) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
        .bind(exclusion.analysis, exclusion.version, exclusion.min_run, exclusion.max_run, exclusion.actor,
              exclusion.reason, exclusion.at)
        .run();
  }

  Store::State& state_;
  const Store& store_;
  const Command& command_;
  const std::function<bool(const TaskKey&)>& computable_;
  Time now_;
  Answer answer_;
};

}  // namespace

std::string_view to_string(Verb value) {
  for (const auto& [known, name] : verbs) {
    if (known == value) return name;
  }
  return "";
}

Reason excluded(const std::string& actor, const std::string& why) {
  return by_operator(ReasonCode::excluded_by_operator, "excluded", actor, why);
}

std::string range_text(std::optional<std::int64_t> min, std::optional<std::int64_t> max) {
  if (!min && !max) return "all runs";
  if (min == max) return std::to_string(*min);
  return (min ? std::to_string(*min) : "") + "-" + (max ? std::to_string(*max) : "");
}

std::optional<Verb> verb(std::string_view name) {
  for (const auto& [known, text] : verbs) {
    if (text == name) return known;
  }
  return std::nullopt;
}

std::int64_t post_command(const std::filesystem::path& path, const Command& command, Time now,
                          const Options& options) {
  if (command.analysis.empty()) throw Error(ErrorKind::usage, "a command needs the name of an analysis");
  if (command.min_run && command.max_run && *command.min_run > *command.max_run) {
    throw Error(ErrorKind::usage, "no run is from " + std::to_string(*command.min_run) + " to " +
                                      std::to_string(*command.max_run) + ": the first is above the last");
  }
  if (!is_there(path)) throw Error(ErrorKind::not_found, "there is no store " + path.string());
  if (!options.allow_network_file_system) refuse_network_file_system(path);
  Database database(path, Database::Access::read_write, options.busy_timeout);
  database.execute("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;");
  require_current_schema(database);
  std::vector<std::string> states;
  for (const TaskState state : command.states) states.emplace_back(to_string(state));
  database
      .prepare(
          "INSERT INTO command (at_ns, actor, verb, analysis, version, min_run, max_run, states, priority, "
          "reason) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")
      .bind(now, command.actor, to_string(command.verb), command.analysis, command.version, command.min_run,
            command.max_run, json::to_json(states), command.priority, command.reason)
      .run();
  return database.last_id();
}

bool Store::has_commands() const {
  return state_->database.integer("SELECT EXISTS (SELECT 1 FROM command WHERE done_ns IS NULL)") != 0;
}

std::vector<Answer> Store::carry_out_commands(Time now,
                                              const std::function<bool(const TaskKey&)>& computable) {
  std::vector<Answer> answers;
  if (!has_commands()) return answers;
  for (const Command& command : pending(state_->database)) {
    try {
      Write write(*state_);
      Answer answer = Doer(*state_, *this, command, computable, now).run();
      state_->database.prepare("UPDATE command SET done_ns = ?2, tasks = ?3, answer = ?4 WHERE id = ?1")
          .bind(command.id, now, answer.tasks, answer.text)
          .run();
      write.commit();
      answers.push_back(std::move(answer));
    } catch (const Error&) {
      // What was done before is to be told: the caller has to cancel, for example. The others are still
      // there.
      if (answers.empty()) throw;
      break;
    }
  }
  return answers;
}

std::optional<Answer> Store::answer(std::int64_t command) const {
  Statement row = state_->database.prepare("SELECT done_ns, tasks, answer FROM command WHERE id = ?1");
  if (!row.bind(command).step()) {
    throw Error(ErrorKind::not_found, "there is no command " + std::to_string(command) + " in the store");
  }
  if (row.is_null(0)) return std::nullopt;
  return Answer{command, row.integer(1), {}, row.text(2)};
}

std::vector<Exclusion> Store::exclusions() const {
  Statement row = state_->database.prepare(
      "SELECT id, analysis, version, min_run, max_run, actor, reason, at_ns FROM exclusion ORDER BY id");
  std::vector<Exclusion> all;
  while (row.step()) {
    all.push_back({row.integer(0), row.text(1), row.text(2), row.maybe_integer(3), row.maybe_integer(4),
                   row.text(5), row.text(6), row.time(7)});
  }
  return all;
}

}  // namespace xom::store
