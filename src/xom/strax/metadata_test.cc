#include "xom/strax/metadata.h"

#include <cmath>
#include <filesystem>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "xom/base/error.h"
#include "xom/base/files.h"
#include "xom/strax/lineage.h"

namespace xom::strax {
namespace {

using nlohmann::json;
using testing::HasSubstr;

json example() {
  return json::parse(R"({"run_id": "7", "data_type": "peaks", "data_kind": "peaks", "compressor": "zstd",
    "dtype": "[('time', '<i8'), ('area', '<f4')]", "lineage_hash": "aaaaaaaaaa",
    "chunks": [{"chunk_i": 0, "n": 3, "start": 1700000000000000001, "end": 9223372036854775807,
                "filename": "peaks-aaaaaaaaaa-000000", "filesize": 10, "nbytes": 36}]})");
}

std::string error_of(const std::string& text) {
  try {
    parse_metadata(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::corrupt);
    return error.what();
  }
  return "no error";
}

TEST(Metadata, keeps_integers_exact_up_to_the_end_of_int64) {
  const Metadata meta = parse_metadata(example().dump());

  EXPECT_EQ(meta.chunks[0].start, 1700000000000000001);
  EXPECT_EQ(meta.chunks[0].end, INT64_MAX);
  EXPECT_EQ(meta.bytes(), 36);
  EXPECT_FALSE(meta.writing_ended);
}

TEST(Metadata, names_the_key_that_is_missing_or_wrong) {
  const auto with = [](const char* pointer, const json& value) {
    json changed = example();
    changed[json::json_pointer(pointer)] = value;
    return error_of(changed.dump());
  };

  EXPECT_THAT(with("/data_kind", nullptr), HasSubstr("data_kind should be a text, found nothing"));
  EXPECT_THAT(with("/chunks/0/n", -1), HasSubstr("chunks[0].n"));
  EXPECT_THAT(with("/chunks/0/n", 1.5), HasSubstr("chunks[0].n"));
  EXPECT_THAT(with("/chunks/0/n", INT64_MAX), HasSubstr("chunks[0].n"));
  EXPECT_THAT(with("/chunks/0/n", INT64_MAX / 13), HasSubstr("possible number of rows"));
  EXPECT_THAT(with("/chunks/0/start", UINT64_MAX), HasSubstr("integer of 64 bits"));
  EXPECT_THAT(with("/chunks/0/end", 3), HasSubstr("at or after its start"));
  EXPECT_THAT(with("/chunks/0/filename", "../secret"), HasSubstr("plain name"));
  EXPECT_THAT(with("/chunks/0/filename", nullptr), HasSubstr("plain name"));
  EXPECT_THAT(with("/dtype", "[]"), HasSubstr("at least one byte"));
  EXPECT_THAT(with("/dtype", "[('a'"), HasSubstr("dtype, character"));
  EXPECT_THAT(error_of(example().dump().substr(0, 200)), HasSubstr("half written"));
  EXPECT_THAT(error_of("[]"), HasSubstr("an object"));
  EXPECT_THAT(error_of(std::string(1000000, '[')), HasSubstr("deeper"));
}

TEST(Metadata, nested_without_end_is_refused_before_it_is_read) {
  json changed = example();
  changed["lineage"] = "HERE";
  std::string text = changed.dump();
  text.replace(text.find("\"HERE\""), 6, std::string(100'000, '[') + std::string(100'000, ']'));

  EXPECT_THAT(error_of(text), HasSubstr("is deeper than 100 levels"));
  EXPECT_EQ(lineage_hash(std::string(100'000, '[') + std::string(100'000, ']')), "");
}

TEST(Lineage, writes_floats_as_python_does) {
  EXPECT_EQ(python_float(12000000.0), "12000000.0");
  EXPECT_EQ(python_float(6.77e-05), "6.77e-05");
  EXPECT_EQ(python_float(-2e-09), "-2e-09");
  EXPECT_EQ(python_float(1e16), "1e+16");
  EXPECT_EQ(python_float(9999999999999998.0), "9999999999999998.0");
  EXPECT_EQ(python_float(0.0001), "0.0001");
  EXPECT_EQ(python_float(-0.0), "-0.0");
  EXPECT_EQ(python_float(0.1), "0.1");
  EXPECT_EQ(python_float(1.7976931348623157e308), "1.7976931348623157e+308");
  EXPECT_EQ(python_float(5e-324), "5e-324");
  EXPECT_EQ(python_float(-INFINITY), "-Infinity");
}

TEST(Lineage, gives_the_hash_of_the_known_example) {
  const char* lineage = R"({"peak_proximity": ["PeakProximity", "0.6.0", {"nearby_window": 10000000}],
    "synthetic_source": ["SyntheticSource", "1.0.0", {}],
    "peak_basics": ["PeakBasicsSOM", "0.0.1", {"s1_risetime_area_parameters": [50, 80, 12], "n_top_pmts": 253}]})";

  EXPECT_EQ(lineage_hash(lineage), "g4uoqzlqr3");
}

TEST(Lineage, knows_the_constants_of_python_and_keeps_integers_and_floats_apart) {
  // Made with Python: hashlib.sha1(json.dumps(...)) of {"a": ["A", "1", {"x": nan, "y": [inf, -inf], "z":
  // "NaN \u00b5"}]}.
  EXPECT_EQ(lineage_hash(R"({"a": ["A", "1", {"x": NaN, "y": [Infinity, -Infinity], "z": "NaN µ"}]})"),
            "uszuvwfvd5");
  EXPECT_NE(lineage_hash(R"({"x": 12000000})"), lineage_hash(R"({"x": 12000000.0})"));
  EXPECT_EQ(lineage_hash(std::string(101, '[') + std::string(101, ']')), "");
}

TEST(Lineage, recomputes_the_stored_hash_of_every_data_set_real_strax_wrote) {
  int checked = 0;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(XOM_SOURCE_DIR "/tests/data/strax-small")) {
    const std::string name = entry.path().filename();
    const bool is_run_document = entry.path().parent_path().filename() == "strax-small";
    if (is_run_document || !name.ends_with("metadata.json")) continue;
    EXPECT_TRUE(parse_metadata(read_file(entry.path())).hash_checked) << entry.path();
    EXPECT_EQ(parse_metadata(read_file(entry.path())).lineage_gives, "");
    ++checked;
  }
  EXPECT_GE(checked, 73);
}

}  // namespace
}  // namespace xom::strax
