#include "xom/strax/storage.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include <fmt/format.h>

#include "xom/base/files.h"
#include "xom/strax/examine.h"

namespace xom::strax {
namespace {

/// Larger is nearer to what a reader wants.
int rank(State state, bool stored) {
  switch (state) {
    case State::complete:
    case State::superrun:
      return 6;
    case State::damaged:
      return stored ? 6 : 2;
    case State::incomplete:
      return 5;
    case State::failed:
      return 4;
    case State::per_chunk:
      return 3;
    case State::missing:
      return 1;
  }
  return 0;
}

double ended(const DataSet& data) {
  constexpr double never = -std::numeric_limits<double>::infinity();
  return data.metadata ? data.metadata->writing_ended.value_or(never) : never;
}

/// The rules of `Storage::find` without a hash: finished ones by the end of writing; of copies (same hash)
/// the whole one.
bool better(const DataSet& a, const DataSet& b) {
  const auto key = [](const DataSet& d) { return std::tuple(rank(d.state, d.stored), ended(d)); };
  if (a.hash == b.hash && (a.state == State::complete) != (b.state == State::complete)) {
    return a.state == State::complete;
  }
  return key(a) > key(b);
}

}  // namespace

struct Storage::Index {
  std::vector<std::filesystem::path> roots;
  std::optional<Duration> may_lack;
  mutable Directories directories;
  mutable Examiner examiner;
  mutable std::mutex mutex;
  mutable std::vector<std::pair<std::shared_ptr<const Names>, std::vector<std::string>>> runs;  ///< Per root.

  std::shared_ptr<const Names> names(const std::filesystem::path& root) const {
    auto found = directories.list(root);
    if (!found) {
      throw Error(ErrorKind::unavailable,
                  "strax folder " + root.string() +
                      " is not there (is its disk mounted? data in xom.toml, or --strax, names the folders)");
    }
    return found;
  }

  std::vector<Place> places_of(std::string_view run) const {
    std::vector<Place> all;
    for (const auto& root : roots) {
      names(root);
      for (Place& place : places(directories, root, run)) all.push_back(std::move(place));
    }
    return all;
  }
};

std::string_view to_string(State state) {
  switch (state) {
    case State::complete:
      return "complete";
    case State::incomplete:
      return "incomplete";
    case State::failed:
      return "failed";
    case State::damaged:
      return "damaged";
    case State::per_chunk:
      return "per-chunk";
    case State::superrun:
      return "superrun";
    case State::missing:
      return "missing";
  }
  return "missing";
}

std::filesystem::path DataSet::file(const Chunk& chunk) const {
  return Place{run, type, hash, folder, false, rucio}.file(chunk.filename);
}

Error to_error(const DataSet& data) {
  const auto make = [&](ErrorKind kind, std::string_view advice) {
    return Error(kind,
                 fmt::format("run {}, {}{}{}: {}: {}{}", data.run, data.type, data.hash.empty() ? "" : "-",
                             data.hash, to_string(data.state), data.reason, advice));
  };
  switch (data.state) {
    case State::missing:
      return make(ErrorKind::not_found, "");
    case State::incomplete:
      return make(ErrorKind::incomplete, "; wait, or allow incomplete data");
    case State::failed:
      return make(ErrorKind::incomplete, "; it has to be processed again");
    case State::damaged:
      return make(ErrorKind::corrupt, "; copy or process it again");
    case State::per_chunk:
      return make(
          ErrorKind::unsupported,
          "; it is not the whole run: name its hash (--hash) or allow incomplete data (--allow-incomplete)");
    case State::superrun:
      return make(ErrorKind::unsupported, "; ask for it by its own name");
    case State::complete:
      break;
  }
  return make(ErrorKind::failed, "nothing is wrong with it");
}

Storage::Storage(std::vector<std::filesystem::path> roots, std::optional<Duration> may_lack)
    : index_(std::make_unique<Index>()) {
  index_->roots = std::move(roots);
  index_->may_lack = may_lack;
  index_->runs.resize(index_->roots.size());
}

Storage::~Storage() = default;

DataSet Storage::find_whole(std::string_view run, const std::optional<Time>& start,
                            const std::optional<Time>& end, std::string_view type,
                            std::string_view hash) const {
  DataSet data = find(run, type, hash);
  if (data.state != State::complete || !start || !end || *end <= *start) return data;
  const auto& chunks = data.metadata->chunks;
  if (chunks.empty() || !chunks.front().start || !chunks.back().end) return data;
  using std::chrono::seconds;
  const Duration whole = *end - *start;
  const Duration covered = from_ns(*chunks.back().end) - from_ns(*chunks.front().start);
  const Duration may_lack =
      index_->may_lack.value_or(std::clamp<Duration>(whole / 10, seconds(5), seconds(30)));
  if (whole - covered <= may_lack) return data;
  data.state = State::incomplete;
  data.reason = fmt::format("its chunks span {:.1f} s of the {:.1f} s of the run; {} may lack",
                            to_seconds(covered), to_seconds(whole), to_text(may_lack));
  return data;
}

DataSet Storage::find(std::string_view run, std::string_view type, std::string_view hash) const {
  std::optional<DataSet> best;
  for (const Place& place : index_->places_of(run)) {
    if (place.type != type || (!hash.empty() && place.hash != hash)) continue;
    DataSet found = index_->examiner.examine(place);
    if (!best || better(found, *best)) best = std::move(found);
  }
  if (best) return *best;
  DataSet none;
  none.run = run;
  none.type = type;
  none.hash = hash;
  std::string where;
  for (const auto& root : index_->roots) where += (where.empty() ? "" : ", ") + root.string();
  none.reason = fmt::format("no {}-{}-{} in {}", run, type, hash.empty() ? "*" : hash, where);
  return none;
}

std::vector<DataSet> Storage::list(std::string_view run) const {
  std::vector<DataSet> all;
  for (const Place& place : index_->places_of(run)) all.push_back(index_->examiner.examine(place));
  std::stable_sort(all.begin(), all.end(), [](const DataSet& a, const DataSet& b) {
    return std::tie(a.type, a.hash) < std::tie(b.type, b.hash);
  });
  return all;
}

std::vector<std::string> Storage::runs() const {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < index_->roots.size(); ++i) {
    const auto names = index_->names(index_->roots[i]);
    const std::lock_guard lock(index_->mutex);
    auto& [known, runs] = index_->runs[i];
    if (known != names) {
      runs = runs_in(*names);
      known = names;
    }
    all.insert(all.end(), runs.begin(), runs.end());
  }
  if (index_->roots.size() > 1) {
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
  }
  return all;
}

std::optional<std::string> Storage::run_document(std::string_view run) const {
  const std::string name = std::string(run) + "-metadata.json";
  for (const auto& root : index_->roots) {
    const auto names = index_->names(root);
    if (!run.empty() && std::binary_search(names->begin(), names->end(), name)) return read_file(root / name);
  }
  return std::nullopt;
}

}  // namespace xom::strax
