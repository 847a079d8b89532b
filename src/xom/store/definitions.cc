#include "xom/store/state.h"

namespace xom::store {
namespace {

/// "`value 10:mean(area)` became `value 14:mean(area) + 1`": the first lines in which two definitions differ.
std::string difference(std::string_view before, std::string_view now) {
  const auto next = [](std::string_view& text) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    return line;
  };
  std::string_view was, is;
  do {
    was = next(before);
    is = next(now);
  } while (was == is && !(before.empty() && now.empty()));
  return "`" + std::string(was) + "` became `" + std::string(is) + "`";
}

}  // namespace

void Store::put_definitions(std::span<const Analysis> analyses, Time now) {
  Write write(*state_);
  Database& database = state_->database;
  database.execute("UPDATE definition SET current = 0 WHERE current = 1");
  for (const Analysis& analysis : analyses) {
    const std::string hash = definition_hash(analysis);
    Statement known = database.prepare(
        "SELECT hash, first_seen_ns, text FROM definition WHERE analysis = ?1 AND version = ?2");
    if (known.bind(analysis.name, analysis.version).step()) {
      if (known.view(0) != hash) {
        throw Error(ErrorKind::conflict, analysis.file + ":" + std::to_string(analysis.line) +
                                             ": the definition of " + analysis.name + " " + analysis.version +
                                             " has changed since " + to_iso(known.time(1)) + ": " +
                                             difference(known.view(2), definition_text(analysis)) +
                                             ". Results of two definitions must not carry one version: raise "
                                             "the version, or put back what "
                                             "it was");
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
        .bind(analysis.name, analysis.version, hash, definition_text(analysis), analysis.file, analysis.line,
              now)
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
