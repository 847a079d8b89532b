#include "xom/testkit/strax_writer.h"

#include <cstring>
#include <fstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/error.h"
#include "xom/base/parse_json.h"
#include "xom/strax/lineage.h"

namespace xom::testkit {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

void write_by_rename(const fs::path& path, std::string_view bytes) {
  const fs::path temp = path.string() + "_temp";
  std::ofstream file(temp, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) throw Error(ErrorKind::io, "cannot write " + temp.string());
  fs::rename(temp, path);
}

template <class T>
std::int64_t number(const std::byte* row, const columns::Field* field) {
  T value;
  std::memcpy(&value, row + field->offset, sizeof value);
  return value;
}

/// The exclusive end of a row: `endtime`, or time + length * dt.
std::int64_t end_of(const columns::Dtype& dtype, const std::byte* row) {
  if (const auto* endtime = dtype.find("endtime")) return number<std::int64_t>(row, endtime);
  const auto *time = dtype.find("time"), *length = dtype.find("length"), *dt = dtype.find("dt");
  if (length == nullptr || dt == nullptr) return number<std::int64_t>(row, time);
  const bool wide = dt->scalar == columns::Scalar::int32;
  return number<std::int64_t>(row, time) +
         number<std::int32_t>(row, length) *
             (wide ? number<std::int32_t>(row, dt) : number<std::int16_t>(row, dt));
}

}  // namespace

struct StraxWriter::State {
  fs::path root;
  DataSetOptions options;
  std::string hash;
  json metadata;
  bool finished = false;

  fs::path final_folder() const { return root / fmt::format("{}-{}-{}", options.run, options.type, hash); }
  fs::path folder() const { return finished ? final_folder() : fs::path(final_folder().string() + "_temp"); }
  std::string file_name(std::string_view what) const {
    if (options.naming == Naming::old) return std::string(what);
    return fmt::format("{}-{}-{}", options.type, hash, what);
  }
  void write_metadata() const { write_by_rename(folder() / file_name("metadata.json"), metadata.dump(4)); }
  void close(double ended) {
    const json& chunks = metadata["chunks"];
    if (!chunks.empty()) metadata["end"] = chunks.back()["end"];
    metadata["writing_ended"] = ended;
    write_metadata();
    fs::rename(folder(), final_folder());
    finished = true;
  }
};

StraxWriter::StraxWriter(const fs::path& root, DataSetOptions options) : state_(std::make_unique<State>()) {
  State& s = *state_;
  s.root = root;
  s.options = std::move(options);
  s.hash = strax::lineage_hash(s.options.lineage);
  const DataSetOptions& o = s.options;
  if (fs::exists(s.final_folder()) || fs::exists(s.folder())) {
    throw Error(ErrorKind::conflict, s.final_folder().string() + " exists already: remove it first");
  }
  fs::create_directories(s.folder());
  s.metadata = {{"run_id", o.run},
                {"data_type", o.type},
                {"data_kind", o.kind},
                {"dtype", to_text(o.dtype)},
                {"compressor", to_string(o.compressor)},
                {"lineage", parse_json(o.lineage)},
                {"lineage_hash", s.hash},
                {"chunks", json::array()},
                {"chunk_target_size_mb", 200},
                {"strax_version", o.strax_version},
                {"writing_started", o.writing_started}};
  s.write_metadata();
}

StraxWriter::~StraxWriter() = default;
StraxWriter::StraxWriter(StraxWriter&&) noexcept = default;

const std::string& StraxWriter::hash() const {
  return state_->hash;
}
fs::path StraxWriter::folder() const {
  return state_->folder();
}

void StraxWriter::add_chunk(std::span<const std::byte> rows, Interval span) {
  State& s = *state_;
  const columns::Dtype& dtype = s.options.dtype;
  if (rows.size() % dtype.row_size != 0) {
    throw Error(ErrorKind::usage,
                fmt::format("{} bytes are not whole rows of {} bytes", rows.size(), dtype.row_size));
  }
  const std::size_t number_of_chunk = s.metadata["chunks"].size();
  json chunk = {{"chunk_i", number_of_chunk}, {"n", rows.size() / dtype.row_size},
                {"start", to_ns(span.start)}, {"end", to_ns(span.end)},
                {"run_id", s.options.run},    {"subruns", nullptr},
                {"nbytes", rows.size()}};
  if (!rows.empty()) {
    const std::string name = s.file_name(fmt::format("{:06}", number_of_chunk));
    const std::string packed = compress(s.options.compressor, rows);
    write_by_rename(s.folder() / name, packed);
    chunk["filename"] = name;
    chunk["filesize"] = packed.size();
    if (const auto* time = dtype.find("time")) {
      const std::byte* last = rows.data() + rows.size() - dtype.row_size;
      chunk["first_time"] = number<std::int64_t>(rows.data(), time);
      chunk["first_endtime"] = end_of(dtype, rows.data());
      chunk["last_time"] = number<std::int64_t>(last, time);
      chunk["last_endtime"] = end_of(dtype, last);
    }
  }
  if (number_of_chunk == 0) s.metadata["start"] = to_ns(span.start);
  s.metadata["chunks"].push_back(std::move(chunk));
  s.write_metadata();
}

void StraxWriter::finish(double writing_ended) {
  state_->close(writing_ended);
}

void StraxWriter::fail(double writing_ended, std::string_view traceback) {
  state_->metadata["exception"] = traceback;
  state_->close(writing_ended);
}

}  // namespace xom::testkit
