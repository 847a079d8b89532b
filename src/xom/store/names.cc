#include "xom/store/state.h"

namespace xom::store {

std::int64_t Names::stream(Database& database, std::string_view analysis, std::string_view version,
                           std::string_view container) {
  const auto found = streams_.find(std::tuple(analysis, version, container));
  if (found != streams_.end()) return found->second;
  database
      .prepare("INSERT INTO stream (analysis, version, container) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")
      .bind(analysis, version, container)
      .run();
  Statement row =
      database.prepare("SELECT id FROM stream WHERE analysis = ?1 AND version = ?2 AND container = ?3");
  row.bind(analysis, version, container).step();
  const std::int64_t id = row.integer(0);
  streams_.emplace(std::tuple(analysis, version, container), id);
  return id;
}

std::int64_t Names::series(Database& database, std::int64_t stream, std::string_view variable,
                           std::string_view unit) {
  const auto found = series_.find(std::tuple(stream, variable, unit));
  if (found != series_.end()) return found->second;
  database.prepare("INSERT INTO series (stream, variable, unit) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")
      .bind(stream, variable, unit)
      .run();
  Statement row = database.prepare("SELECT id FROM series WHERE stream = ?1 AND variable = ?2 AND unit = ?3");
  row.bind(stream, variable, unit).step();
  const std::int64_t id = row.integer(0);
  series_.emplace(std::tuple(stream, variable, unit), id);
  return id;
}

void Names::forget() {
  streams_.clear();
  series_.clear();
}

}  // namespace xom::store
