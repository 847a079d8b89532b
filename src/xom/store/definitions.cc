#include "xom/store/state.h"

namespace xom::store {
namespace {

/// "value 10:mean(area)" for people: "value = mean(area)".
std::string readable(std::string_view line) {
  const auto space = line.find(' ');
  if (space == line.npos) return std::string(line);
  std::string_view value = line.substr(space + 1);
  const auto digits = value.find_first_not_of("0123456789");
  if (digits != value.npos && digits > 0 && value[digits] == ':') value.remove_prefix(digits + 1);
  return std::string(line.substr(0, space)) + " = " + std::string(value);
}

/// "`value = mean(area)` became `value = mean(area) + 1`": the first lines in which two definitions differ.
std::string difference(std::string_view before, std::string_view now) {
  const auto next = [](std::string_view& text) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    return line;
  };
  if (now.starts_with(before) && now.substr(before.size()).starts_with("language ")) {
    return "the rules of its expressions are newer (\"Versions of numexpr\" in docs/formats/expressions.md), "
           "and its "
           "numbers may be others";
  }
  std::string_view was, is;
  do {
    was = next(before);
    is = next(now);
  } while (was == is && !(before.empty() && now.empty()));
  return "`" + readable(was) + "` became `" + readable(is) + "`";
}

/// Values carry the version, or an attempt under way may bring some. Otherwise its definition may be
/// corrected.
bool carries_results(Database& database, const Definition& definition) {
  const auto any = [&](std::string_view sql) {
    Statement row = database.prepare(sql);
    return row.bind(definition.analysis, definition.version).step();
  };
  return any("SELECT 1 FROM stream JOIN series ON series.stream = stream.id JOIN result ON result.series = "
             "series.id "
             "WHERE analysis = ?1 AND version = ?2 LIMIT 1") ||
         any("SELECT 1 FROM stream JOIN series ON series.stream = stream.id JOIN superseded ON "
             "superseded.series = "
             "series.id WHERE analysis = ?1 AND version = ?2 LIMIT 1") ||
         any("SELECT 1 FROM stream JOIN task ON task.stream = stream.id JOIN attempt ON attempt.task = "
             "task.id WHERE "
             "analysis = ?1 AND version = ?2 AND (task.state = 'done' OR attempt.state <> 'ended') LIMIT 1");
}

/// What went wrong under the old definition is tried with the new one, and data are looked for anew.
void try_again(Store::State& state, const Definition& definition, Time now) {
  Statement row = state.database.prepare(
      "SELECT task.id, task.state FROM stream JOIN task ON task.stream = stream.id WHERE analysis = ?1 AND "
      "version = ?2 "
      "AND task.state IN ('failed', 'tocheck', 'waiting', 'todo')");
  row.bind(definition.analysis, definition.version);
  std::vector<std::pair<std::int64_t, std::string>> tasks;
  while (row.step()) tasks.emplace_back(row.integer(0), row.text(1));
  for (const auto& [task, before] : tasks) {
    state.database
        .prepare(
            "UPDATE task SET state = 'waiting', tries = 0, error_class = '', reason = 'its definition was "
            "corrected', "
            "next_ns = NULL, changed_ns = ?2 WHERE id = ?1")
        .bind(task, now)
        .run();
    add_event(state, task, before, "waiting", "definition", "corrected, as no result existed",
              state.options.actor, now);
  }
}

}  // namespace

std::vector<std::string> Store::changed_definitions(std::span<const Analysis> analyses) const {
  std::vector<std::string> changed;
  for (const Definition& known : definitions()) {
    for (const Analysis& analysis : analyses) {
      if (analysis.name != known.analysis || analysis.version != known.version ||
          definition_hash(analysis) == known.hash || !carries_results(state_->database, known))
        continue;
      changed.push_back(analysis.file + ":" + std::to_string(analysis.line) + ": the definition of " +
                        analysis.name + " " + analysis.version + " has changed since " +
                        to_iso(known.first_seen) + ": " + difference(known.text, definition_text(analysis)));
    }
  }
  return changed;
}

void Store::put_definitions(std::span<const Analysis> analyses, Time now) {
  Write write(*state_);
  if (const auto changed = changed_definitions(analyses); !changed.empty())
    throw Error(ErrorKind::conflict,
                changed.front() +
                    ". Results of two definitions must not carry one version: raise the version, or put "
                    "back what it was");
  Database& database = state_->database;
  database.execute("UPDATE definition SET current = 0 WHERE current = 1");
  for (const Analysis& analysis : analyses) {
    Statement known = database.prepare("SELECT hash FROM definition WHERE analysis = ?1 AND version = ?2");
    if (known.bind(analysis.name, analysis.version).step()) {
      if (known.text(0) != definition_hash(analysis)) {
        Definition corrected;
        corrected.analysis = analysis.name;
        corrected.version = analysis.version;
        database.prepare("UPDATE definition SET hash = ?3, text = ?4 WHERE analysis = ?1 AND version = ?2")
            .bind(analysis.name, analysis.version, definition_hash(analysis), definition_text(analysis))
            .run();
        try_again(*state_, corrected, now);
      }
      database
          .prepare(
              "UPDATE definition SET current = 1, file = ?3, line = ?4 WHERE analysis = ?1 AND version = ?2")
          .bind(analysis.name, analysis.version, analysis.file, analysis.line)
          .run();
      continue;
    }
    database
        .prepare(
            "INSERT INTO definition (analysis, version, ordinal, hash, text, file, line, current, "
            "first_seen_ns) "
            "VALUES (?1, ?2, (SELECT coalesce(max(ordinal), 0) + 1 FROM definition WHERE analysis = ?1), ?3, "
            "?4, "
            "?5, ?6, 1, ?7)")
        .bind(analysis.name, analysis.version, definition_hash(analysis), definition_text(analysis),
              analysis.file, analysis.line, now)
        .run();
  }
  write.commit();
}

std::vector<Definition> Store::definitions() const {
  Statement row = state_->database.prepare(
      "SELECT analysis, version, hash, text, ordinal, current, file, line, first_seen_ns FROM definition "
      "ORDER BY analysis, ordinal");
  std::vector<Definition> all;
  while (row.step()) {
    all.push_back({row.text(0), row.text(1), row.text(2), row.text(3), row.small(4), row.integer(5) != 0,
                   row.text(6), row.small(7), row.time(8)});
  }
  return all;
}

}  // namespace xom::store
