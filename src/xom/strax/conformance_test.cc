// What the real strax wrote and read (tests/data/strax-small/expected.json), entry by entry.

#include <cstring>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "xom/base/files.h"
#include "xom/base/hash.h"
#include "xom/strax/test_help.h"

namespace xom::strax {
namespace {

using nlohmann::json;

const json& expected() {
  static const json loaded = json::parse(read_file(small_data() / "expected.json"));
  return loaded;
}

struct Entry {
  std::string run, type, hash;
  bool temporary = false;
};

Entry parse(std::string name) {
  Entry entry;
  entry.temporary = name.ends_with("_temp");
  if (entry.temporary) name.resize(name.size() - 5);
  const std::size_t first = name.find('-'), second = name.find('-', first + 1);
  return {name.substr(0, first), name.substr(first + 1, second - first - 1), name.substr(second + 1),
          entry.temporary};
}

/// All entries of all runs with their names.
std::vector<std::pair<Entry, const json*>> entries() {
  std::vector<std::pair<Entry, const json*>> all;
  for (const auto& [run, value] : expected()["runs"].items()) {
    for (const auto& [name, data] : value["data"].items()) all.emplace_back(parse(name), &data);
  }
  return all;
}

const Storage& storage() {
  static const Storage opened({small_data()});
  return opened;
}

std::int64_t time_sum(const Scan& scan, std::int64_t start, std::int64_t* rows) {
  const columns::Column time = scan.schema().find("time");
  std::int64_t sum = 0;
  *rows = 0;
  read_all(scan, [&](const columns::Block& block) {
    const columns::Part& part = block.parts[time.part];
    for (std::size_t row = 0; row < block.rows; ++row) {
      std::int64_t value = 0;
      std::memcpy(&value, part.data + row * part.dtype->row_size + time.field->offset, 8);
      sum += value - start;
    }
    *rows += static_cast<std::int64_t>(block.rows);
  });
  return sum;
}

TEST(Conformance, finds_each_data_set_and_says_is_stored_as_strax_does) {
  std::set<std::string> runs;
  for (const auto& [entry, want] : entries()) {
    SCOPED_TRACE(entry.run + "-" + entry.type + "-" + entry.hash);
    const DataSet data = storage().find(entry.run, entry.type, entry.hash);
    EXPECT_EQ(data.stored, want->at("is_stored").get<bool>());
    ASSERT_TRUE(data.metadata);
    const Metadata& meta = *data.metadata;
    EXPECT_EQ(meta.data_type, want->at("data_type"));
    EXPECT_EQ(meta.data_kind, want->at("data_kind"));
    EXPECT_EQ(meta.compressor, want->at("compressor"));
    EXPECT_EQ(meta.lineage_hash, want->at("lineage_hash"));
    EXPECT_EQ(meta.strax_version, want->at("strax_version"));
    EXPECT_EQ(meta.writing_ended.has_value(), want->at("writing_ended").get<bool>());
    EXPECT_EQ(meta.exception.has_value(), want->at("exception").get<bool>());
    EXPECT_EQ(meta.per_chunk, want->contains("chunk_number"));
    EXPECT_TRUE(meta.hash_checked);
    EXPECT_EQ(data.reason.empty(), data.state == State::complete) << data.reason;
    if (!entry.run.starts_with('_')) runs.insert(entry.run);
  }
  EXPECT_THAT(storage().runs(), testing::ElementsAreArray(runs));
}

TEST(Conformance, reads_the_facts_of_each_chunk) {
  for (const auto& [entry, want] : entries()) {
    SCOPED_TRACE(entry.run + "-" + entry.type);
    const Metadata meta = *storage().find(entry.run, entry.type, entry.hash).metadata;
    const json& chunks = want->at("chunks");
    ASSERT_EQ(meta.chunks.size(), chunks.size());
    const auto number = [](const json& chunk, const char* key) {
      return chunk.contains(key) && !chunk[key].is_null() ? std::optional(chunk[key].get<std::int64_t>())
                                                          : std::nullopt;
    };
    for (std::size_t i = 0; i < chunks.size(); ++i) {
      EXPECT_EQ(meta.chunks[i].number, chunks[i]["chunk_i"]);
      EXPECT_EQ(meta.chunks[i].rows, chunks[i]["n"]);
      EXPECT_EQ(meta.chunks[i].start, number(chunks[i], "start"));
      EXPECT_EQ(meta.chunks[i].end, number(chunks[i], "end"));
      EXPECT_EQ(meta.chunks[i].bytes, number(chunks[i], "nbytes"));
      EXPECT_EQ(meta.chunks[i].file_bytes, number(chunks[i], "filesize"));
      EXPECT_EQ(meta.chunks[i].first_time, number(chunks[i], "first_time"));
      EXPECT_EQ(meta.chunks[i].last_endtime, number(chunks[i], "last_endtime"));
    }
  }
}

TEST(Conformance, reads_fields_at_the_offsets_numpy_gives) {
  for (const auto& [entry, want] : entries()) {
    if (!want->contains("dtype_fields")) continue;
    SCOPED_TRACE(entry.run + "-" + entry.type);
    const auto dtype = storage().find(entry.run, entry.type, entry.hash).metadata->dtype;
    const json& fields = want->at("dtype_fields");
    ASSERT_EQ(dtype->fields.size(), fields.size());
    for (std::size_t i = 0; i < fields.size(); ++i) {
      EXPECT_EQ(dtype->fields[i].name, fields[i][0]);
      EXPECT_EQ(type_text(dtype->fields[i]), fields[i][1]);
      EXPECT_EQ(json(dtype->fields[i].shape), fields[i][2]);
      EXPECT_EQ(dtype->fields[i].offset, fields[i][3]);
    }
  }
}

TEST(Conformance, gives_the_same_bytes_in_every_row_and_column) {
  int tables = 0;
  for (const auto& [entry, want] : entries()) {
    if (!want->contains("table") || want->at("table").is_null()) continue;
    SCOPED_TRACE(entry.run + "-" + entry.type + "-" + entry.hash);
    const DataSet data = storage().find(entry.run, entry.type, entry.hash);
    const json& table = want->at("table");
    const columns::Dtype& dtype = *data.metadata->dtype;
    EXPECT_EQ(dtype.row_size, table["itemsize"]);
    EXPECT_EQ(data.metadata->rows(), table["rows"]);

    const Scan scan({data}, {.allow_per_chunk = true});
    const std::string rows = packed_rows(scan);
    EXPECT_EQ(rows.size(), table["rows"].get<std::size_t>() * dtype.row_size);
    EXPECT_EQ(sha256_hex(rows), table["sha256_of_rows"]);
    for (const auto& [name, facts] : table["fields"].items()) {
      const columns::Field* field = dtype.find(name);
      ASSERT_NE(field, nullptr) << name;
      std::string column;
      for (std::size_t at = field->offset; at < rows.size(); at += dtype.row_size)
        column.append(rows, at, field->size());
      EXPECT_EQ(crc32(column), facts["crc32_of_bytes"]) << name;
    }
    ++tables;
  }
  EXPECT_GE(tables, 60);
}

TEST(Conformance, refuses_what_strax_refuses) {
  const std::map<std::string, ErrorKind> kinds = {{"DataNotAvailable", ErrorKind::incomplete},
                                                  {"DataCorrupted", ErrorKind::corrupt},
                                                  {"FileNotFoundError", ErrorKind::corrupt}};
  int refused = 0;
  for (const auto& [entry, want] : entries()) {
    if (!want->contains("strax_get_array")) continue;
    SCOPED_TRACE(entry.run + "-" + entry.type);
    const DataSet data = storage().find(entry.run, entry.type);
    const ErrorKind kind = kinds.at(want->at("strax_get_array")["error"]);
    std::string message;
    // Truncation shows in the file size; a wrong row count, where sizes agree, in the decompressed bytes.
    EXPECT_EQ(error_kind([&] { read_all(Scan({data}), [](const columns::Block&) {}); }, &message), kind);
    EXPECT_THAT(message, testing::AllOf(testing::HasSubstr(entry.run), testing::HasSubstr(entry.type)));
    ++refused;
  }
  EXPECT_EQ(refused, 9);
}

TEST(Conformance, reads_unfinished_data_only_when_allowed) {
  for (const auto& [entry, want] : entries()) {
    if (!want->contains("strax_allow_incomplete")) continue;
    SCOPED_TRACE(entry.run + "-" + entry.type);
    const json& result = want->at("strax_allow_incomplete");
    const DataSet data = storage().find(entry.run, entry.type);
    EXPECT_EQ(data.state, State::incomplete);
    const auto open = [&] { return Scan({data}, {.allow_incomplete = true}); };
    if (result.contains("error")) {
      EXPECT_EQ(error_kind(open), ErrorKind::incomplete);
    } else {
      EXPECT_EQ(sha256_hex(packed_rows(open())), result["sha256_of_rows"]);
    }
  }
}

/// The rows as strax merges them.
std::string merged_rows(const Scan& scan, std::vector<std::string>* names) {
  const std::vector<columns::Column> columns = scan.columns();
  for (const columns::Column& column : columns) names->push_back(column.field->name);
  std::string all;
  read_all(scan, [&](const columns::Block& block) {
    for (std::size_t row = 0; row < block.rows; ++row) {
      for (const columns::Column& column : columns) {
        const columns::Part& part = block.parts[column.part];
        all.append(
            reinterpret_cast<const char*>(part.data + row * part.dtype->row_size + column.field->offset),
            column.field->size());
      }
    }
  });
  return all;
}

TEST(Conformance, merges_types_of_one_kind_with_different_chunk_boundaries) {
  int merges = 0;
  for (const auto& [run, value] : expected()["runs"].items()) {
    for (const json& merge : value["merges"]) {
      SCOPED_TRACE(run + " " + merge["targets"].dump());
      std::vector<DataSet> data;
      for (const json& target : merge["targets"]) {
        // Two lineages of one type coexist in one run; strax took the one of its context.
        data.push_back(storage().find(run, target.get<std::string>()));
      }
      const Scan scan(std::move(data));
      std::vector<std::string> names;
      const std::string rows = merged_rows(scan, &names);
      EXPECT_EQ(scan.rows(), merge["rows"]);
      EXPECT_EQ(json(names), merge["field_names"]);
      EXPECT_EQ(sha256_hex(rows), merge["sha256_of_rows"]);
      ++merges;
    }
  }
  EXPECT_GE(merges, 15);
}

TEST(Conformance, selects_the_rows_of_time_ranges) {
  int ranges = 0;
  for (const auto& [run, value] : expected()["runs"].items()) {
    for (const json& want : value["time_ranges"]) {
      SCOPED_TRACE(run + " " + want.dump());
      const DataSet data = storage().find(run, want["data_type"].get<std::string>());
      const json& range = want["range"];
      ScanOptions options;
      options.time_range =
          want["kind"] == "seconds_range"
              ? storage().seconds_range(data, range[0].get<double>(), range[1].get<double>())
              : Interval{from_ns(range[0].get<std::int64_t>()), from_ns(range[1].get<std::int64_t>())};
      options.time_selection =
          want["time_selection"] == "touching" ? TimeSelection::touching : TimeSelection::fully_contained;
      if (want.contains("error")) {
        EXPECT_EQ(error_kind([&] { Scan({data}, options); }), ErrorKind::usage);
        continue;
      }
      std::int64_t rows = 0;
      const std::int64_t sum = time_sum(Scan({data}, options), value["start_ns"].get<std::int64_t>(), &rows);
      EXPECT_EQ(rows, want["rows"]);
      EXPECT_EQ(std::to_string(sum), want["sum_time"]);
      ++ranges;
    }
  }
  EXPECT_GE(ranges, 16);
}

TEST(Conformance, reads_the_rucio_copy_to_the_same_rows) {
  const Storage rucio({small_data() / "rucio"});
  EXPECT_THAT(rucio.runs(), testing::ElementsAre("053104"));
  for (const std::string type : {"event_basics", "energy_estimates"}) {
    const DataSet copy = rucio.find("053104", type);
    ASSERT_EQ(copy.state, State::complete) << copy.reason;
    EXPECT_TRUE(copy.rucio);
    EXPECT_EQ(packed_rows(Scan({copy})), packed_rows(Scan({storage().find("053104", type, copy.hash)})));
  }
  EXPECT_EQ(rucio.list("053104").size(), 2u);
}

}  // namespace
}  // namespace xom::strax
