#include "xom/strax/metadata.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/error.h"
#include "xom/base/parse_json.h"
#include "xom/strax/lineage.h"

namespace xom::strax {
namespace {

using nlohmann::json;

[[noreturn]] void wrong(const std::string& key, std::string_view expected, const json* found) {
  std::string text = found ? found->dump(-1, ' ', true, json::error_handler_t::replace) : "nothing";
  if (text.size() > 60) text = text.substr(0, 60) + "...";
  throw Error(ErrorKind::corrupt, fmt::format("{} should be {}, found {}", key, expected, text));
}

/// One JSON object with the name it has in messages. Absent and null are the same.
struct Object {
  const json& value;
  std::string name;  ///< "" or "chunks[3]."

  const json* find(const char* key) const {
    const auto it = value.find(key);
    return it == value.end() || it->is_null() ? nullptr : &*it;
  }
  std::optional<std::int64_t> integer(const char* key) const {
    const json* found = find(key);
    if (!found) return std::nullopt;
    const bool fits =
        found->is_number_unsigned() ? found->get<std::uint64_t>() <= INT64_MAX : found->is_number_integer();
    if (!fits) wrong(name + key, "an integer of 64 bits", found);
    return found->get<std::int64_t>();
  }
  std::optional<std::string> text(const char* key) const {
    const json* found = find(key);
    if (!found) return std::nullopt;
    if (!found->is_string()) wrong(name + key, "a text", found);
    return found->get<std::string>();
  }
  std::string needed_text(const char* key) const {
    const auto found = text(key);
    if (!found) wrong(name + key, "a text", nullptr);
    return *found;
  }
};

bool is_plain_name(std::string_view name) {
  return !name.empty() && name.size() < 256 && name != "." && name != ".." &&
         name.find('/') == std::string_view::npos && name.find('\0') == std::string_view::npos;
}

Chunk read_chunk(const json& value, std::size_t index, std::size_t row_size) {
  const Object entry{value, fmt::format("chunks[{}].", index)};
  if (!value.is_object()) wrong(fmt::format("chunks[{}]", index), "an object", &value);
  Chunk chunk;
  chunk.number = entry.integer("chunk_i").value_or(static_cast<std::int64_t>(index));
  const auto rows = entry.integer("n");
  std::int64_t bytes = 0;
  if (!rows || *rows < 0 || __builtin_mul_overflow(*rows, row_size, &bytes)) {
    wrong(entry.name + "n", "a number of rows", entry.find("n"));
  }
  chunk.rows = *rows;
  chunk.start = entry.integer("start");
  chunk.end = entry.integer("end");
  if (chunk.start && chunk.end && *chunk.end < *chunk.start) {
    wrong(entry.name + "end", fmt::format("a time at or after its start {}", *chunk.start),
          entry.find("end"));
  }
  chunk.first_time = entry.integer("first_time");
  chunk.first_endtime = entry.integer("first_endtime");
  chunk.last_time = entry.integer("last_time");
  chunk.last_endtime = entry.integer("last_endtime");
  chunk.filename = entry.text("filename").value_or("");
  const bool named = is_plain_name(chunk.filename);
  if (!named && (chunk.rows > 0 || !chunk.filename.empty())) {
    wrong(entry.name + "filename", "the plain name of a file", entry.find("filename"));
  }
  chunk.file_bytes = entry.integer("filesize");
  chunk.bytes = entry.integer("nbytes");
  return chunk;
}

bool is_per_chunk(const json& lineage) {
  if (!lineage.is_object()) return false;
  for (const json& plugin : lineage) {
    if (!plugin.is_array()) continue;
    for (const json& part : plugin) {
      if (part.is_object() && part.contains("chunk_number")) return true;
    }
  }
  return false;
}

void read_chunks(const Object& whole, Metadata& meta) {
  const json* chunks = whole.find("chunks");
  if (!chunks) return;
  if (!chunks->is_array()) wrong("chunks", "a list", chunks);
  const std::size_t row_size = meta.dtype->row_size;
  std::int64_t rows = 0, bytes = 0;
  for (const json& entry : *chunks) {
    meta.chunks.push_back(read_chunk(entry, meta.chunks.size(), row_size));
    const bool overflow = __builtin_add_overflow(rows, meta.chunks.back().rows, &rows);
    if (overflow || __builtin_mul_overflow(rows, row_size, &bytes) || bytes >> 62 != 0) {
      wrong("chunks", "of a possible number of rows", &entry);
    }
    const auto subruns = entry.find("subruns");
    meta.superrun = meta.superrun || (subruns != entry.end() && !subruns->is_null());
  }
}

}  // namespace

std::int64_t Metadata::rows() const {
  std::int64_t sum = 0;
  for (const Chunk& chunk : chunks) sum += chunk.rows;
  return sum;
}

std::int64_t Metadata::bytes() const {
  return rows() * static_cast<std::int64_t>(dtype->row_size);
}

Metadata parse_metadata(std::string_view text) {
  json parsed;
  try {
    parsed = parse_json(without_bare_constants(text), DoubledKeys::last_counts);
  } catch (const Error& error) {
    std::string why = error.what();
    if (why.starts_with("is not JSON")) why.replace(0, 11, "not JSON, or half written");
    throw Error(ErrorKind::corrupt, why);
  }
  if (!parsed.is_object()) wrong("metadata", "an object", &parsed);
  const Object whole{parsed, ""};

  Metadata meta;
  meta.run_id = whole.needed_text("run_id");
  meta.data_type = whole.needed_text("data_type");
  meta.data_kind = whole.needed_text("data_kind");
  meta.compressor = whole.needed_text("compressor");
  meta.dtype = std::make_shared<const columns::Dtype>(columns::parse_dtype(whole.needed_text("dtype")));
  if (meta.dtype->row_size == 0) wrong("dtype", "rows of at least one byte", whole.find("dtype"));
  meta.strax_version = whole.text("strax_version").value_or("");
  meta.lineage_hash = whole.text("lineage_hash").value_or("");
  meta.superrun = meta.run_id.starts_with('_');
  if (const json* lineage = whole.find("lineage")) {
    std::string recomputed = lineage_hash(lineage->dump());
    meta.hash_checked = !recomputed.empty() && recomputed == meta.lineage_hash;
    if (!meta.hash_checked && !meta.lineage_hash.empty()) meta.lineage_gives = std::move(recomputed);
    meta.per_chunk = is_per_chunk(*lineage);
  }
  read_chunks(whole, meta);
  meta.start = whole.integer("start");
  meta.end = whole.integer("end");
  if (const json* ended = whole.find("writing_ended")) {
    if (!ended->is_number()) wrong("writing_ended", "a number of seconds", ended);
    meta.writing_ended = ended->get<double>();
  }
  if (const json* exception = whole.find("exception")) {
    meta.exception = exception->is_string() ? exception->get<std::string>() : exception->dump();
  }
  return meta;
}

}  // namespace xom::strax
