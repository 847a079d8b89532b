#include "xom/store/state.h"

namespace xom::store {

namespace {

constexpr const char* event_columns =
    "event.id, event.task, event.sequence, event.at_ns, event.from_state, event.to_state, event.cause, "
    "event.evidence, "
    "event.actor";

Event read_event(const Statement& row) {
  return {row.integer(0), row.integer(1), row.small(2), row.time(3), row.text(4),
          row.text(5),    row.text(6),    row.text(7),  row.text(8)};
}

std::vector<Event> read_events(Statement row) {
  std::vector<Event> events;
  while (row.step()) events.push_back(read_event(row));
  return events;
}

}  // namespace

void add_event(Store::State& state, std::int64_t task, std::string_view from, std::string_view to,
               std::string_view cause, std::string_view evidence, std::string_view actor, Time now) {
  state.database.prepare("UPDATE task SET events = events + 1 WHERE id = ?1").bind(task).run();
  put_counted_event(state, task, from, to, cause, evidence, actor, now);
}

void put_counted_event(Store::State& state, std::int64_t task, std::string_view from, std::string_view to,
                       std::string_view cause, std::string_view evidence, std::string_view actor, Time now) {
  Database& database = state.database;
  database
      .prepare(
          "INSERT INTO event (task, sequence, at_ns, from_state, to_state, cause, evidence, actor) "
          "VALUES (?1, (SELECT events FROM task WHERE id = ?1), ?2, ?3, ?4, ?5, ?6, ?7)")
      .bind(task, now, from, to, cause, evidence, actor)
      .run();
  if (state.sinks.empty()) return;
  const std::int64_t event = database.last_id();
  Statement outbox = database.prepare("INSERT INTO outbox (sink, event) VALUES (?1, ?2)");
  for (const std::string& sink : state.sinks) outbox.bind(sink, event).run();
}

std::vector<Event> Store::events(std::int64_t task) const {
  Statement row = state_->database.prepare(std::string("SELECT ") + event_columns +
                                           " FROM event WHERE task = ?1 ORDER BY sequence");
  row.bind(task);
  return read_events(std::move(row));
}

std::vector<Event> Store::events_after(std::int64_t event_id, std::size_t limit) const {
  Statement row = state_->database.prepare(std::string("SELECT ") + event_columns +
                                           " FROM event WHERE id > ?1 ORDER BY id LIMIT ?2");
  row.bind(event_id, static_cast<std::int64_t>(limit));
  return read_events(std::move(row));
}

}  // namespace xom::store
