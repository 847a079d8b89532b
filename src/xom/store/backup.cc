#include "xom/store/backup.h"

#include <cerrno>

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>

#include "xom/base/files.h"
#include "xom/store/state.h"

namespace xom::store {
namespace {

namespace fs = std::filesystem;

void copy_pages(Database& from, Database& to) {
  sqlite3_backup* backup = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
  if (backup == nullptr) to.fail(sqlite3_errcode(to.handle()), "begin the backup");
  // All pages in one step are one moment; in WAL mode writers go on meanwhile.
  const int code = sqlite3_backup_step(backup, -1);
  sqlite3_backup_finish(backup);
  if (code != SQLITE_DONE) to.fail(code, "copy into the backup");
}

void copy_artifacts(Database& copy, const fs::path& from, const fs::path& to) {
  Statement row = copy.prepare("SELECT DISTINCT sha256 FROM artifact WHERE content IS NULL");
  while (row.step()) {
    const fs::path target = artifact_file(to, row.view(0));
    if (fs::exists(target)) continue;  // named by its content: the same
    fs::create_directories(target.parent_path());
    write_file(target, read_file(artifact_file(from, row.view(0)), std::size_t{1} << 30), 0640);
  }
}

/// Without opening anything. The unfinished copy has a name of its own: that has to be free as well.
void refuse_target(const fs::path& store, const fs::path& to, const fs::path& unfinished, Existing existing) {
  const auto refuse = [&](const std::string& why) {
    throw Error(ErrorKind::conflict, "no backup to " + to.string() + ": " + why);
  };
  std::error_code ignored;
  for (const char* suffix : {"", "-wal", "-shm", "-journal", ".lock", ".files"}) {
    const fs::path own = store.string() + suffix;
    if (fs::equivalent(to, own, ignored) || fs::equivalent(unfinished, own, ignored)) {
      refuse("it would take the place of " + own.string() +
             ", which belongs to the store itself (name another file)");
    }
  }
  for (const char* suffix : {"-wal", "-journal"}) {
    if (fs::exists(to.string() + suffix)) {
      refuse(to.string() + suffix + " is there, so it is a database in use (name another file)");
    }
  }
  if (fs::is_directory(to)) refuse("it is a folder (name a file)");
  if (existing == Existing::refuse && fs::exists(fs::symlink_status(to))) {
    refuse("it is there already (name another file, or replace it with --overwrite)");
  }
}

/// Takes its place; whoever made a file of this name meanwhile keeps it, unless it is to be replaced.
void put_in_place(const fs::path& unfinished, const fs::path& to, Existing existing) {
  if (existing == Existing::refuse &&
      ::renameat2(AT_FDCWD, unfinished.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) {
    return;
  }
  if (existing == Existing::refuse && errno != EINVAL && errno != ENOSYS) {
    throw system_error("cannot name the backup " + to.string(), errno);
  }
  fs::rename(unfinished, to);
}

void require_sound(Database& copy, const fs::path& to) {
  for (const char* pragma : {"PRAGMA integrity_check(1)", "PRAGMA foreign_key_check"}) {
    Statement found = copy.prepare(pragma);
    if (!found.step() || found.view(0) == "ok") continue;
    throw Error(ErrorKind::corrupt, "the backup " + to.string() + " is not sound: " + found.text(0) +
                                        " (the store is damaged: `xom check --deep`)");
  }
}

}  // namespace

void back_up(const fs::path& store, const fs::path& to, Existing existing, Duration busy_timeout) {
  const fs::path unfinished = to.string() + ".tmp";
  refuse_target(store, to, unfinished, existing);
  const bool files_there = fs::exists(files_directory(to));
  const auto leave_nothing = [&] {
    std::error_code ignored;
    for (const char* suffix : {"", "-wal", "-shm", "-journal"})
      fs::remove(unfinished.string() + suffix, ignored);
    if (!files_there) fs::remove_all(files_directory(to), ignored);
  };
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) fs::remove(unfinished.string() + suffix);
  try {
    {
      Database from(store, Database::Access::read_only, busy_timeout);
      Database copy(unfinished, Database::Access::create, busy_timeout);
      copy_pages(from, copy);
      copy.execute("PRAGMA journal_mode = DELETE");  // one file, without companions
      require_sound(copy, to);
      copy_artifacts(copy, store, to);
    }
    sync_file(unfinished);
    put_in_place(unfinished, to, existing);
    sync_directory(to.has_parent_path() ? to.parent_path() : fs::path("."));
  } catch (const fs::filesystem_error& e) {
    leave_nothing();
    throw system_error("cannot write the backup " + to.string(), e.code().value());
  } catch (...) {
    leave_nothing();
    throw;
  }
}

void Store::backup(const fs::path& to) const {
  back_up(state_->path, to, Existing::refuse, state_->options.busy_timeout);
}

}  // namespace xom::store
