#include "xom/store/state.h"

namespace xom::store {

std::vector<Prunable> Store::prunable(std::string_view analysis, std::string_view version) const {
  const Snapshot snapshot(state_->database);
  std::vector<Prunable> all;
  for (const Stream& stream : streams()) {
    if (!analysis.empty() && stream.analysis != analysis) continue;
    if (!version.empty() && stream.version != version) continue;
    const auto count = [&](std::string_view sql) {
      Statement row = state_->database.prepare(sql);
      return row.bind(stream.id).step() ? row.integer(0) : 0;
    };
    Prunable one{stream.analysis, stream.version, stream.container, 0, 0, 0};
    one.withdrawn_results = count(
        "SELECT count(*) FROM result WHERE wanted = 0 AND series IN (SELECT id FROM series WHERE stream = "
        "?1)");
    one.superseded_results =
        count("SELECT count(*) FROM superseded WHERE series IN (SELECT id FROM series WHERE stream = ?1)");
    one.artifacts = count(
        "SELECT count(*) FROM task JOIN artifact ON artifact.task = task.id WHERE task.stream = ?1 AND "
        "((task.wanted = 0 AND task.state <> 'submitted') OR artifact.generation < task.generation - "
        "(task.state <> "
        "'done'))");
    if (one.withdrawn_results + one.superseded_results + one.artifacts > 0) all.push_back(std::move(one));
  }
  return all;
}

std::vector<Prunable> Store::prune(std::string_view analysis, std::string_view version, Time now) {
  Write write(*state_);
  Database& database = state_->database;
  std::vector<Prunable> all = prunable(analysis, version);
  for (const Prunable& one : all) {
    const std::int64_t stream = state_->names.stream(database, one.analysis, one.version, one.container);
    const auto run = [&](std::string_view sql) { database.prepare(sql).bind(stream).run(); };
    run("DELETE FROM artifact WHERE id IN (SELECT artifact.id FROM task JOIN artifact ON artifact.task = "
        "task.id WHERE "
        "task.stream = ?1 AND ((task.wanted = 0 AND task.state <> 'submitted') OR artifact.generation < "
        "task.generation - (task.state <> 'done')))");
    run("DELETE FROM superseded WHERE series IN (SELECT id FROM series WHERE stream = ?1)");
    run("DELETE FROM result WHERE wanted = 0 AND series IN (SELECT id FROM series WHERE stream = ?1)");
    Statement done =
        database.prepare("SELECT id FROM task WHERE stream = ?1 AND wanted = 0 AND state = 'done'");
    done.bind(stream);
    std::vector<std::int64_t> tasks;
    while (done.step()) tasks.push_back(done.integer(0));
    for (const std::int64_t task : tasks) {
      database
          .prepare(
              "UPDATE task SET state = 'waiting', generation = generation + 1, changed_ns = ?2, "
              "reason = 'its results were deleted: ' || reason, reason_code = ?3 WHERE id = ?1")
          .bind(task, now, to_string(ReasonCode::results_deleted))
          .run();
      add_event(*state_, task, "withdrawn", "withdrawn", "prune", "results deleted", state_->options.actor,
                now);
    }
  }
  write.commit();
  return all;
}

}  // namespace xom::store
