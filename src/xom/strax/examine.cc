#include "xom/strax/examine.h"

#include <fmt/format.h>

#include "xom/base/files.h"

namespace xom::strax {
namespace {

constexpr std::size_t max_held = 200'000;  // some 40 MB
constexpr std::size_t max_dtypes = 256;
constexpr std::size_t max_metadata_bytes = std::size_t{16} << 20;  // some 30 000 chunks

std::string last_line(std::string_view text) {
  const std::size_t end = text.find_last_not_of(" \n\r\t");
  if (end == std::string_view::npos) return "";
  text = text.substr(0, end + 1);
  const std::size_t begin = text.find_last_of('\n');
  return std::string(text.substr(begin == std::string_view::npos ? 0 : begin + 1));
}

/// Whether the metadata belong to the folder they were found in.
std::string stranger(const Place& place, const Metadata& meta) {
  const auto differs = [&](std::string_view what, std::string_view found, std::string_view expected) {
    return fmt::format("metadata are of {} {}, the folder is of {}", what, found, expected);
  };
  if (meta.data_type != place.type) return differs("data type", meta.data_type, place.type);
  if (meta.run_id != place.run && !is_superrun_of(place.run, meta.run_id)) {
    return differs("run", meta.run_id, place.run);
  }
  const bool same_hash = meta.lineage_hash.empty() || meta.lineage_hash == place.hash;
  return same_hash ? "" : differs("lineage", meta.lineage_hash, place.hash);
}

/// The first chunk file that is not as promised. Empty: all are.
std::string bad_file(const Place& place, const Metadata& meta) {
  for (const Chunk& chunk : meta.chunks) {
    if (chunk.rows == 0) continue;
    const std::optional<Stamp> found = stamp(place.file(chunk.filename));
    if (!found) {
      return fmt::format("chunk {}: file {} is missing, {} rows were promised", chunk.number, chunk.filename,
                         chunk.rows);
    }
    if (found->size == 0) {
      return fmt::format("chunk {}: file {} has 0 bytes, {} rows were promised", chunk.number, chunk.filename,
                         chunk.rows);
    }
    if (chunk.file_bytes && found->size != *chunk.file_bytes) {
      return fmt::format("chunk {}: file {} has {} bytes, {} were promised", chunk.number, chunk.filename,
                         found->size, *chunk.file_bytes);
    }
  }
  return "";
}

}  // namespace

std::string contradiction(const Metadata& meta) {
  const auto row_size = static_cast<std::int64_t>(meta.dtype->row_size);
  const Chunk* before = nullptr;
  for (const Chunk& chunk : meta.chunks) {
    if (chunk.bytes && *chunk.bytes != chunk.rows * row_size) {
      return fmt::format("chunk {}: {} rows of {} bytes are {} bytes, {} were promised", chunk.number,
                         chunk.rows, row_size, chunk.rows * row_size, *chunk.bytes);
    }
    if (chunk.rows > 0 && chunk.file_bytes == 0) {
      return fmt::format("chunk {}: 0 bytes were written for {} rows (too large for its compressor)",
                         chunk.number, chunk.rows);
    }
    if (before && before->end && chunk.start && *before->end != *chunk.start && !meta.superrun) {
      return fmt::format("chunk {} starts at {} ns, the one before ends at {} ns", chunk.number, *chunk.start,
                         *before->end);
    }
    before = &chunk;
  }
  if (meta.chunks.empty() || !meta.writing_ended) return "";
  if (meta.end && before->end && *meta.end != *before->end) {
    return fmt::format("the last chunk ends at {} ns, {} ns was promised", *before->end, *meta.end);
  }
  return "";
}

Examiner::Known Examiner::read(const std::filesystem::path& file, const Stamp& now) {
  {
    const std::lock_guard lock(mutex_);
    const auto it = known_.find(file);
    if (it != known_.end() && it->second.stamp.settled && it->second.stamp.same(now)) return it->second;
  }
  Known fresh{now, nullptr, "", std::nullopt};
  std::shared_ptr<Metadata> meta;
  try {
    meta = std::make_shared<Metadata>(parse_metadata(read_file(file, max_metadata_bytes)));
  } catch (const Error& error) {
    fresh.problem = fmt::format("file {}: {}", file.filename().string(), error.what());
  }
  const std::lock_guard lock(mutex_);
  if (meta) {
    bool shared = false;
    for (const auto& dtype : dtypes_) {
      if (*dtype == *meta->dtype) {
        meta->dtype = dtype;
        shared = true;
        break;
      }
    }
    if (!shared && dtypes_.size() >= max_dtypes) dtypes_.clear();
    if (!shared) dtypes_.push_back(meta->dtype);
  }
  const std::size_t weight = 1 + (meta ? meta->chunks.size() : 0);
  if (held_ + weight > max_held) {
    known_.clear();
    held_ = 0;
  }
  fresh.metadata = std::move(meta);
  Known& entry = known_[file];
  held_ += weight - (entry.stamp.inode == 0 ? 0 : 1 + (entry.metadata ? entry.metadata->chunks.size() : 0));
  entry = fresh;
  return fresh;
}

void Examiner::remember_good(const std::filesystem::path& file, const Stamp& folder) {
  const std::lock_guard lock(mutex_);
  const auto it = known_.find(file);
  if (it != known_.end()) it->second.good = folder;
}

DataSet Examiner::examine(const Place& place) {
  DataSet data;
  data.run = place.run;
  data.type = place.type;
  data.hash = place.hash;
  data.folder = place.folder;
  data.rucio = place.rucio;
  const State unreadable = place.temporary ? State::incomplete : State::damaged;
  const auto is = [&](State state, std::string reason) {
    data.state = state;
    data.reason = std::move(reason);
    return data;
  };

  try {
    const std::optional<Stamp> folder = stamp(place.folder);
    if (!folder || !folder->directory)
      return is(State::missing, "folder " + place.folder.string() + " is gone");
    for (const std::filesystem::path& file : place.metadata_files()) {
      const std::optional<Stamp> now = stamp(file);
      if (!now) continue;
      const Known known = read(file, *now);
      if (!known.metadata) return is(unreadable, known.problem);
      data.metadata = known.metadata;
      const Metadata& meta = *known.metadata;
      data.stored = !place.temporary && meta.writing_ended && !meta.exception;

      if (meta.exception) return is(State::failed, "its writer failed: " + last_line(*meta.exception));
      if (!data.stored) {
        return is(State::incomplete, fmt::format("being written, or its writer was killed: {} chunks so far",
                                                 meta.chunks.size()));
      }
      if (meta.chunks.empty()) return is(State::damaged, "metadata list no chunk");
      std::string problem = stranger(place, meta);
      if (problem.empty()) problem = contradiction(meta);
      const bool known_good = !place.rucio && known.good && known.good->settled && known.good->same(*folder);
      if (problem.empty() && !known_good) problem = bad_file(place, meta);
      if (!problem.empty()) return is(State::damaged, problem);
      if (!place.rucio && !known_good) remember_good(file, *folder);

      if (meta.per_chunk)
        return is(State::per_chunk, "made for some chunks only (chunk_number in its lineage)");
      if (meta.superrun) return is(State::superrun, "a superrun: several runs glued together");
      return is(State::complete, "");
    }
    return is(unreadable, fmt::format("no metadata file in {}", place.folder.string()));
  } catch (const Error& error) {  // e.g. no permission
    return is(unreadable, error.what());
  }
}

}  // namespace xom::strax
