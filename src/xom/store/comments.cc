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

}  // namespace

std::vector<OwnComment> Overview::comments(std::int64_t run) const {
  Statement row =
      state_.database.prepare("SELECT id, run, user, at_ns, text FROM comment WHERE run = ?1 ORDER BY id");
  row.bind(run);
  return read(std::move(row));
}

std::vector<OwnComment> Overview::comments_after(std::int64_t id) const {
  Statement row =
      state_.database.prepare("SELECT id, run, user, at_ns, text FROM comment WHERE id > ?1 ORDER BY id");
  row.bind(id);
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
  }
  transaction.commit();
  return ids;
}

void remove_comment(const std::filesystem::path& store, std::int64_t id, std::string_view user) {
  ShortConnection database(store);
  database.prepare("DELETE FROM comment WHERE id = ?1 AND (?2 = '' OR user = ?2)").bind(id, user).run();
  if (database.changes() > 0) return;
  throw Error(ErrorKind::not_found, user.empty() ? "there is no comment " + std::to_string(id)
                                                 : "there is no comment " + std::to_string(id) + " of yours");
}

}  // namespace xom::store
