#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "xom/base/error.h"
#include "xom/base/files.h"
#include "xom/strax/scan.h"
#include "xom/testkit/fake_clock.h"
#include "xom/testkit/layouts.h"
#include "xom/testkit/rows.h"
#include "xom/testkit/strax_writer.h"
#include "xom/testkit/temp_directory.h"

namespace xom::testkit {
namespace {

constexpr std::int64_t start_ns = 1'700'000'000'000'000'000;

DataSetOptions options(const DataType& type, Compressor compressor) {
  return {"000007",   type.name,       type.kind, type.dtype, type.lineage,
          compressor, Naming::current, "2.2.3",   1.7e9 + 0.5};
}

/// `count` peaks a microsecond apart, the first at `first_ns`.
Rows peaks(std::int64_t first_ns, int count) {
  Rows rows(peak_basics().dtype);
  const auto time = rows.place<std::int64_t>("time"), endtime = rows.place<std::int64_t>("endtime");
  const auto area = rows.place<float>("area");
  const auto type = rows.place<std::int8_t>("type");
  for (int i = 0; i < count; ++i) {
    rows.add();
    rows.set(time, first_ns + i * 1000);
    rows.set(endtime, first_ns + i * 1000 + 300);
    rows.set(area, static_cast<float>(i % 97) * 1.5f);
    rows.set(type, static_cast<std::int8_t>(i % 3));
  }
  return rows;
}

class EveryCompressor : public testing::TestWithParam<Compressor> {};

TEST_P(EveryCompressor, what_was_written_is_read_back_byte_for_byte) {
  TempDirectory root;
  const Rows first = peaks(start_ns, 30'000), last = peaks(start_ns + 2'000'000'000, 100);

  StraxWriter writer(root.path(), options(peak_basics(), GetParam()));
  writer.add_chunk(first.bytes(), {from_ns(start_ns), from_ns(start_ns + 1'000'000'000)});
  writer.add_chunk({}, {from_ns(start_ns + 1'000'000'000), from_ns(start_ns + 2'000'000'000)});
  writer.add_chunk(last.bytes(), {from_ns(start_ns + 2'000'000'000), from_ns(start_ns + 3'000'000'000)});
  writer.finish(1.7e9 + 3);

  const strax::Scan scan({strax::Storage({root.path()}).find("000007", "peak_basics")});
  std::string found;
  for (std::size_t i = 0; i < scan.segments(); ++i) {
    scan.read(i, [&](const columns::Block& block) {
      found.append(reinterpret_cast<const char*>(block.parts[0].data), block.rows * 96);
    });
  }
  std::string written(reinterpret_cast<const char*>(first.bytes().data()), first.bytes().size());
  written.append(reinterpret_cast<const char*>(last.bytes().data()), last.bytes().size());
  EXPECT_TRUE(found == written);
}

INSTANTIATE_TEST_SUITE_P(all, EveryCompressor,
                         testing::Values(Compressor::blosc, Compressor::zstd, Compressor::lz4,
                                         Compressor::bz2),
                         [](const auto& info) { return std::string(to_string(info.param)); });

TEST(strax_writer, writes_what_strax_writes) {
  TempDirectory root;
  StraxWriter writer(root.path(), options(peak_basics(), Compressor::blosc));
  const auto folder = root.path() / ("000007-peak_basics-" + writer.hash());
  EXPECT_EQ(writer.folder().string(), folder.string() + "_temp");
  writer.add_chunk(peaks(start_ns, 10).bytes(), {from_ns(start_ns), from_ns(start_ns + 1'000'000)});
  writer.add_chunk({}, {from_ns(start_ns + 1'000'000), from_ns(start_ns + 2'000'000)});
  writer.finish(1.7e9 + 3);

  const std::string prefix = "peak_basics-" + writer.hash();
  const auto metadata = nlohmann::json::parse(read_file(folder / (prefix + "-metadata.json")));
  EXPECT_EQ(metadata["lineage_hash"], writer.hash());
  EXPECT_EQ(metadata["start"], start_ns);
  EXPECT_EQ(metadata["end"], start_ns + 2'000'000);
  EXPECT_EQ(metadata["writing_ended"], 1.7e9 + 3);
  const auto& chunks = metadata["chunks"];
  EXPECT_EQ(chunks[0]["filename"], prefix + "-000000");
  EXPECT_EQ(chunks[0]["filesize"], std::filesystem::file_size(folder / (prefix + "-000000")));
  EXPECT_EQ(chunks[0]["last_endtime"], start_ns + 9300);
  EXPECT_FALSE(chunks[1].contains("filename"));
  EXPECT_FALSE(std::filesystem::exists(folder / (prefix + "-000001")));
  EXPECT_EQ(columns::parse_dtype(metadata["dtype"].get<std::string>()), peak_basics().dtype);
}

TEST(strax_writer, writes_the_hash_that_strax_computed) {
  TempDirectory root;
  DataSetOptions given = options(peak_basics(), Compressor::zstd);
  given.lineage = R"({"peak_basics": ["PeakBasicsSOM", "0.0.1", {"n_top_pmts": 253,
      "s1_risetime_area_parameters": [50, 80, 12]}], "synthetic_source": ["SyntheticSource", "1.0.0", {}]})";
  EXPECT_EQ(StraxWriter(root.path(), given).hash(), "hqy3mbplud");
}

TEST(strax_writer, old_names_are_read_too) {
  TempDirectory root;
  DataSetOptions given = options(peak_basics(), Compressor::zstd);
  given.naming = Naming::old;
  StraxWriter writer(root.path(), given);
  writer.add_chunk(peaks(start_ns, 10).bytes(), {from_ns(start_ns), from_ns(start_ns + 1'000'000)});
  writer.finish(1.7e9);

  EXPECT_TRUE(std::filesystem::exists(writer.folder() / "metadata.json"));
  EXPECT_TRUE(std::filesystem::exists(writer.folder() / "000000"));
  EXPECT_EQ(strax::Storage({root.path()}).find("000007", "peak_basics").state, strax::State::complete);
}

TEST(strax_writer, unfinished_and_failed_data_are_told_apart) {
  TempDirectory root;
  StraxWriter writer(root.path(), options(peak_basics(), Compressor::lz4));
  writer.add_chunk(peaks(start_ns, 10).bytes(), {from_ns(start_ns), from_ns(start_ns + 1'000'000)});
  const strax::Storage storage({root.path()});
  EXPECT_EQ(storage.find("000007", "peak_basics").state, strax::State::incomplete);

  writer.fail(1.7e9, "Traceback: no memory");
  EXPECT_EQ(storage.find("000007", "peak_basics").state, strax::State::failed);
}

TEST(strax_writer, refuses_what_is_not_whole_rows_and_what_is_there_already) {
  TempDirectory root;
  StraxWriter writer(root.path(), options(peak_basics(), Compressor::blosc));
  const Rows rows = peaks(start_ns, 1);
  EXPECT_THROW(writer.add_chunk(rows.bytes().first(95), {from_ns(0), from_ns(1)}), Error);
  EXPECT_THROW(StraxWriter(root.path(), options(peak_basics(), Compressor::zstd)), Error);
}

TEST(layouts, have_the_sizes_of_straxen) {
  EXPECT_EQ(peak_basics().dtype.row_size, 96u);
  EXPECT_EQ(peak_basics().dtype.find("type")->offset, 72u);
  EXPECT_EQ(veto_intervals().dtype.row_size, 144u);
  EXPECT_EQ(cut("cut_fiducial_volume", "inside").dtype.row_size, 17u);
  EXPECT_NE(event_info().dtype.find("s1_area"), nullptr);
  EXPECT_NE(event_info_double().dtype.find("ds_s1_dt"), nullptr);
}

TEST(rows, text_is_cut_to_the_field_and_padded) {
  Rows rows(veto_intervals().dtype);
  rows.add();
  rows.set_text(rows.place<char32_t>("veto_type"), "busy_veto");
  EXPECT_EQ(static_cast<char>(rows.bytes()[8]), 'b');
  EXPECT_EQ(static_cast<char>(rows.bytes()[8 + 4 * 8]), 'o');
  EXPECT_EQ(static_cast<char>(rows.bytes()[8 + 4 * 9]), '\0');
  EXPECT_THROW(rows.place<float>("veto_interval"), Error);
  EXPECT_THROW(rows.place<float>("no_such_field"), Error);
}

TEST(temp_directory, is_gone_with_its_files) {
  std::filesystem::path path;
  {
    TempDirectory directory;
    path = directory.path();
    std::ofstream(path / "file") << "text";
    EXPECT_TRUE(std::filesystem::exists(path / "file"));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(fake_clock, stands_still_until_told) {
  FakeClock clock(from_ns(5));
  EXPECT_EQ(clock.now(), from_ns(5));
  clock.advance(std::chrono::nanoseconds(3));
  EXPECT_EQ(clock.now(), from_ns(8));
}

}  // namespace
}  // namespace xom::testkit
