#include <algorithm>

#include "xom/store/state.h"

namespace xom::store {
namespace {

/// What a canonical text says, in the order of the text: one line per fact, `key size:value`; the elements of
/// a list, `-`, belong to the fact that counts them.
struct Fact {
  std::string key, value;
  std::vector<std::string> elements;
  bool operator==(const Fact&) const = default;
};

std::vector<Fact> facts_of(std::string_view text) {
  std::vector<Fact> facts;
  while (!text.empty()) {
    const auto space = text.find(' '), colon = text.find(':');
    std::size_t size = 0;
    for (std::size_t i = space + 1; i < colon && colon != text.npos; ++i) size = size * 10 + (text[i] - '0');
    if (space > colon || colon == text.npos || size > text.size() - colon - 1) break;  // of no text of ours
    std::string value(text.substr(colon + 1, size));
    if (text.starts_with("- ") && !facts.empty()) {
      facts.back().elements.push_back(std::move(value));
    } else {
      facts.push_back({std::string(text.substr(0, space)), std::move(value), {}});
    }
    text.remove_prefix(std::min(text.size(), colon + 1 + size + 1));
  }
  return facts;
}

/// As the file spells it: `value = mean(area)`, `command = ["python3", "a.py"]`, `success = "marker"`.
std::string readable(const Fact& fact) {
  const auto list = [&] {
    std::string text = "[";
    for (const std::string& one : fact.elements) text += (text == "[" ? "\"" : ", \"") + one + "\"";
    return text + "]";
  };
  if (fact.key == "argv") return "command = " + list();
  if (fact.key == "environment") return "environment = " + list();
  if (fact.key == "success_marker")
    return fact.value == "1" ? "success = \"marker\"" : "success = \"evidence\"";
  if (fact.key == "by_container_list")
    return fact.value == "1" ? "a list of images" : "images with ranges of runs";
  for (const auto& [key, noun] :
       {std::pair("data", "types of data"), std::pair("variables", "variables"),
        std::pair("histograms", "histograms"), std::pair("containers", "containers")}) {
    if (fact.key == key) return fact.value + " " + noun;
  }
  if (fact.key == "type") return "data = " + fact.value;
  if (fact.value == "open" && fact.key.ends_with("_run")) return "no " + fact.key;
  return fact.key + " = " + fact.value;
}

/// "`value = mean(area)` became `value = mean(area) + 1`": the first facts in which two definitions differ.
std::string difference(std::string_view before, std::string_view now) {
  if (now.starts_with(before) && now.substr(before.size()).starts_with("language ")) {
    return "the rules of its expressions are newer (\"Versions of numexpr\" in docs/formats/expressions.md), "
           "and its "
           "numbers may be others";
  }
  const auto was = facts_of(before), is = facts_of(now);
  const auto [a, b] = std::ranges::mismatch(was, is);
  const auto text = [](const auto& at, const auto& facts) {
    return at == facts.end() ? std::string("nothing") : readable(*at);
  };
  return "`" + text(a, was) + "` became `" + text(b, is) + "`";
}

/// Values of this definition carry the version, or an attempt under way may bring some. Otherwise it may be
/// corrected. What was imported has been computed by another one.
bool carries_results(Database& database, const Definition& definition) {
  const auto any = [&](std::string_view sql) {
    Statement row = database.prepare(sql);
    return row.bind(definition.analysis, definition.version).step();
  };
  constexpr std::string_view of_version =
      " WHERE stream.analysis = ?1 AND stream.version = ?2 AND NOT EXISTS (SELECT 1 FROM attempt WHERE "
      "attempt.id "
      "= value.attempt AND attempt.executor = 'import') LIMIT 1";
  const std::string series = "SELECT 1 FROM stream JOIN series ON series.stream = stream.id JOIN ";
  return any(series + "result AS value ON value.series = series.id" + std::string(of_version)) ||
         any(series + "superseded AS value ON value.series = series.id" + std::string(of_version)) ||
         any("SELECT 1 FROM stream JOIN task ON task.stream = stream.id JOIN attempt ON attempt.task = "
             "task.id WHERE analysis = ?1 AND version = ?2 AND (attempt.state <> 'ended' OR (task.state = "
             "'done' AND attempt.outcome = 'ok' AND attempt.executor <> 'import')) LIMIT 1");
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
            "UPDATE task SET state = 'waiting', tries = 0, error_class = '', next_ns = NULL WHERE id = ?1")
        .bind(task)
        .run();
    set_reason(state.database, task, {{ReasonCode::definition_corrected, ""}, "its definition was corrected"},
               now);
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
                        to_iso_seconds(known.first_seen) + ": " +
                        difference(known.text, definition_text(analysis)));
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
