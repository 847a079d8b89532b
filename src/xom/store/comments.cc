#include "xom/store/comments.h"

#include "xom/store/accounts.h"
#include "xom/store/overview.h"
#include "xom/store/state.h"

namespace xom::store {

namespace {

std::vector<OwnComment> read(Statement row) {
  std::vector<OwnComment> all;
  while (row.step()) {
    all.push_back({row.integer(0), row.integer(1), row.text(2), row.time(3), row.text(4)});
  }
  return all;
}

/// Readers look for runs that changed (Overview::runs_changed).
void touch(Database& database, std::int64_t run, Time now) {
  database.prepare("UPDATE run SET changed_ns = max(changed_ns + 1, ?2) WHERE number = ?1")
      .bind(run, now)
      .run();
}

}  // namespace

std::vector<OwnComment> Overview::comments(std::int64_t run) const {
  Statement row =
      state_.database.prepare("SELECT id, run, user, at_ns, text FROM comment WHERE run = ?1 ORDER BY id");
  row.bind(run);
  return read(std::move(row));
}

std::vector<std::int64_t> add_comment(const std::filesystem::path& store, std::span<const std::int64_t> runs,
                                      std::string_view user, std::string_view text, Time now) {
  ShortConnection database(store);
  Transaction transaction(database);
  std::vector<std::int64_t> ids;
  for (const std::int64_t run : runs) {
    {
      Statement row = database.prepare("SELECT 1 FROM run WHERE number = ?1");
      if (!row.bind(run).step()) {
        throw Error(ErrorKind::not_found, "there is no run " + std::to_string(run) + " in the store");
      }
    }
    database.prepare("INSERT INTO comment (run, user, at_ns, text) VALUES (?1, ?2, ?3, ?4)")
        .bind(run, user, now, text)
        .run();
    ids.push_back(database.last_id());
    touch(database, run, now);
  }
  transaction.commit();
  return ids;
}

void remove_comment(const std::filesystem::path& store, std::int64_t id, std::string_view user, Time now) {
  ShortConnection database(store);
  Transaction transaction(database);
  std::optional<std::int64_t> run;
  {
    Statement row = database.prepare("SELECT run FROM comment WHERE id = ?1 AND (?2 = '' OR user = ?2)");
    if (row.bind(id, user).step()) run = row.integer(0);
  }
  if (!run) {
    throw Error(ErrorKind::not_found,
                "there is no comment " + std::to_string(id) + (user.empty() ? "" : " of yours"));
  }
  database.prepare("DELETE FROM comment WHERE id = ?1").bind(id).run();
  touch(database, *run, now);
  transaction.commit();
}

}  // namespace xom::store
