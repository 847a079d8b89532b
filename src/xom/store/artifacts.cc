#include <sys/stat.h>

#include "xom/base/files.h"
#include "xom/base/hash.h"
#include "xom/store/state.h"
#include "xom/store/store_error.h"

namespace xom::store {

namespace {

namespace fs = std::filesystem;

constexpr const char* artifact_columns =
    "id, task, attempt, generation, name, kind, media_type, sha256, size";

ArtifactInfo read_info(const Statement& row) {
  return {row.integer(0), row.integer(1), row.integer(2), row.small(3),  row.text(4),
          row.text(5),    row.text(6),    row.text(7),    row.integer(8)};
}

std::vector<ArtifactInfo> read_artifacts(Statement row) {
  std::vector<ArtifactInfo> all;
  while (row.step()) all.push_back(read_info(row));
  return all;
}

/// As a file named by its content, below `directory`.
void keep(std::string_view bytes, const fs::path& path, const fs::path& directory) {
  std::error_code ignored;
  if (fs::file_size(path, ignored) == bytes.size()) {
    // Known content: made young again, so that garbage collection leaves it to us.
    fs::last_write_time(path, fs::file_time_type::clock::now(), ignored);
    if (!ignored) return;
  }
  if (fs::create_directories(path.parent_path())) {
    sync_directory(directory);
    if (directory.has_parent_path()) sync_directory(directory.parent_path());
  }
  write_file(path, bytes, 0640);
}

}  // namespace

fs::path files_directory(const fs::path& store) {
  return store.string() + ".files";
}

fs::path artifact_file(const fs::path& store, std::string_view sha256) {
  return files_directory(store) / sha256.substr(0, 2) / sha256;
}

std::vector<PreparedArtifact> prepare_artifacts(const Store::State& state,
                                                const std::vector<Artifact>& artifacts) {
  std::vector<PreparedArtifact> prepared;
  for (const Artifact& artifact : artifacts) {
    const bool as_file = artifact.bytes.size() > state.options.inline_bytes;
    prepared.push_back({&artifact, sha256_hex(artifact.bytes), as_file});
    if (!as_file) continue;
    const fs::path path = artifact_file(state.path, prepared.back().sha256);
    try {
      keep(artifact.bytes, path, files_directory(state.path));
    } catch (const fs::filesystem_error& e) {
      throw StoreError(system_error("cannot keep an artifact as " + path.string(), e.code().value()));
    } catch (const Error& e) {
      throw StoreError(e);
    }
  }
  return prepared;
}

void put_artifacts(Database& database, const std::vector<PreparedArtifact>& artifacts, std::int64_t task,
                   std::int64_t attempt, int generation) {
  Statement insert = database.prepare(
      "INSERT INTO artifact (task, attempt, generation, name, kind, media_type, size, sha256, content) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
  for (const PreparedArtifact& one : artifacts) {
    const Artifact& artifact = *one.artifact;
    insert.bind(task, attempt, generation, artifact.name, artifact.kind, artifact.media_type,
                static_cast<std::int64_t>(artifact.bytes.size()), one.sha256);
    one.as_file ? insert.put(9, std::nullopt) : insert.put_blob(9, artifact.bytes);
    insert.run();
  }
}

std::vector<ArtifactInfo> Store::artifacts(std::int64_t task) const {
  Statement row = state_->database.prepare(std::string("SELECT ") + artifact_columns +
                                           " FROM artifact WHERE task = ?1 AND generation = (SELECT "
                                           "max(generation) FROM artifact WHERE task = ?1) "
                                           "ORDER BY id");
  row.bind(task);
  return read_artifacts(std::move(row));
}

std::vector<ArtifactInfo> Store::artifacts_of_attempt(std::int64_t attempt) const {
  Statement row = state_->database.prepare(
      std::string("SELECT ") + artifact_columns +
      " FROM artifact WHERE task = (SELECT task FROM attempt WHERE id = ?1) AND attempt = ?1 ORDER BY id");
  row.bind(attempt);
  return read_artifacts(std::move(row));
}

std::string Store::artifact(std::int64_t id) const {
  Statement row = state_->database.prepare("SELECT sha256, content, size, name FROM artifact WHERE id = ?1");
  if (!row.bind(id).step()) {
    throw Error(ErrorKind::not_found, "there is no artifact " + std::to_string(id) + " in the store");
  }
  const std::string sha256 = row.text(0);
  std::string bytes =
      row.is_null(1) ? read_file(artifact_file(state_->path, sha256), std::size_t{1} << 30) : row.text(1);
  if (sha256_hex(bytes) != sha256) {
    throw Error(ErrorKind::corrupt,
                "artifact " + std::to_string(id) + " (" + row.text(3) +
                    ") does not have the content it was stored with (SHA-256 differs; recompute "
                    "its task, or restore it from a backup)");
  }
  return bytes;
}

std::size_t Store::collect_garbage(Time now) {
  Write write(*state_);  // nobody may name a file between our look and its removal
  Statement named =
      state_->database.prepare("SELECT 1 FROM artifact WHERE sha256 = ?1 AND content IS NULL LIMIT 1");
  std::size_t removed = 0;
  std::error_code problem;
  for (fs::recursive_directory_iterator it(files_directory(state_->path), problem), end; it != end;
       it.increment(problem)) {
    if (problem || !it->is_regular_file(problem) || it->is_symlink(problem)) continue;
    struct stat status {};
    if (::lstat(it->path().c_str(), &status) != 0) continue;
    const Time written =
        from_ns(std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec);
    if (now - written < std::chrono::hours(24)) continue;
    const std::string name = it->path().filename().string();
    const bool used = named.bind(name).step();
    named.reset();
    if (!used && fs::remove(it->path(), problem)) ++removed;
  }
  write.commit();
  return removed;
}

}  // namespace xom::store
