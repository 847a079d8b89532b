#include "xom/strax/scan.h"

#include <fstream>
#include <numeric>
#include <thread>

#include <gmock/gmock.h>

#include "xom/base/files.h"
#include "xom/strax/segments.h"
#include "xom/strax/test_help.h"

namespace xom::strax {
namespace {

using testing::HasSubstr;

constexpr char peaks[] = "053101-peak_basics-hqy3mbplud";

DataSet data_set(std::string compressor, std::vector<std::int64_t> chunk_rows, std::string dtype) {
  auto meta = std::make_shared<Metadata>();
  meta->compressor = std::move(compressor);
  meta->data_kind = "peaks";
  meta->dtype = std::make_shared<const columns::Dtype>(columns::parse_dtype(dtype));
  for (const std::int64_t rows : chunk_rows) {
    Chunk chunk;
    chunk.rows = rows;
    chunk.start = static_cast<std::int64_t>(meta->chunks.size()) * 1000;
    chunk.end = *chunk.start + 1000;
    meta->chunks.push_back(chunk);
  }
  DataSet data;
  data.run = "1";
  data.type = "peaks";
  data.state = State::complete;
  data.metadata = meta;
  return data;
}

TEST(Segments, are_chunks_for_one_type_and_common_boundaries_for_several_streams) {
  const DataSet a = data_set("zstd", {10, 0, 20, 30}, "[('a', '<i8')]");
  const DataSet b = data_set("bz2", {30, 10, 20}, "[('b', '<i8')]");
  const DataSet c = data_set("blosc", {60}, "[('c', '<i8')]");

  EXPECT_EQ(cut({a}, {}), (std::vector<Segment>{{0, 10}, {10, 30}, {30, 60}}));
  EXPECT_EQ(cut({a, b}, {}), (std::vector<Segment>{{0, 30}, {30, 60}}));
  EXPECT_EQ(cut({c, a, b}, {}), (std::vector<Segment>{{0, 30}, {30, 60}}));
  EXPECT_EQ(cut({c}, {}), (std::vector<Segment>{{0, 60}}));
  EXPECT_TRUE(cut({data_set("blosc", {0, 0}, "[('c', '<i8')]")}, {}).empty());
}

TEST(Segments, cut_long_blosc_chunks_and_leave_out_what_a_range_does_not_touch) {
  const auto blosc = [](std::vector<std::int64_t> rows) {
    return cut({data_set("blosc", std::move(rows), "[('a', '<i8', (2,))]")}, {});
  };
  EXPECT_EQ(blosc({500'000, 5}), (std::vector<Segment>{{0, 500'000}, {500'000, 500'005}})) << "8 MB";
  const auto short_run = blosc({10'000'000, 5});  // 160 MB: 16 parts
  ASSERT_EQ(short_run.size(), 17u);
  EXPECT_EQ(short_run[1], (Segment{625'000, 1'250'000}));
  EXPECT_EQ(short_run[16], (Segment{10'000'000, 10'000'005}));
  EXPECT_EQ(blosc({200'000'000}).size(), 47u) << "3.2 GB: parts of 64 MiB";

  const DataSet a = data_set("zstd", {10, 20, 30}, "[('a', '<i8')]");
  EXPECT_EQ(cut({a}, Interval{from_ns(1000), from_ns(2000)}), (std::vector<Segment>{{10, 30}}));
  EXPECT_EQ(cut({a}, Interval{from_ns(999), from_ns(2001)}).size(), 3u);
}

TEST(Scan, names_run_type_file_found_and_promised_when_a_file_changed_after_it_was_found) {
  TemporaryFolder folder;
  const auto chunk = folder.take(peaks) / "peak_basics-hqy3mbplud-000002";
  const DataSet data = Storage({folder.path()}).find("053101", "peak_basics");
  const Scan scan({data});
  const auto message_after = [&](ErrorKind kind) {
    std::string message;
    EXPECT_EQ(error_kind([&] { packed_rows(scan); }, &message), kind);
    EXPECT_THAT(message, testing::AllOf(HasSubstr("run 053101, peak_basics-hqy3mbplud: chunk 2"),
                                        HasSubstr("000002")));
    return message;
  };

  const std::string bytes = read_file(chunk);
  std::ofstream(chunk, std::ios::binary) << bytes + "x";
  EXPECT_THAT(message_after(ErrorKind::corrupt), HasSubstr("were promised"));
  std::ofstream(chunk, std::ios::binary) << std::string(bytes.size(), 'x');
  message_after(ErrorKind::corrupt);
  std::filesystem::remove(chunk);
  message_after(ErrorKind::not_found);
}

TEST(Scan, finds_chunks_that_were_exchanged_by_the_times_of_their_rows) {
  TemporaryFolder folder;
  const auto metadata = folder.take(peaks) / "peak_basics-hqy3mbplud-metadata.json";
  const std::string text = read_file(metadata);
  for (const std::string key : {"first_time", "last_time"}) {
    std::string changed = text;
    const auto digits = changed.find_first_of("0123456789", changed.find('"' + key + '"'));
    changed.insert(changed.find_first_not_of("0123456789", digits) - 1, "9");
    changed.erase(digits + 3, 1);
    std::ofstream(metadata, std::ios::binary) << changed;

    const Scan scan({Storage({folder.path()}).find("053101", "peak_basics")});
    std::string message;
    EXPECT_EQ(error_kind([&] { packed_rows(scan); }, &message), ErrorKind::corrupt);
    EXPECT_THAT(message, HasSubstr("its " + key.substr(0, key.find('_')) + " row has time"));
  }
}

TEST(Scan, joins_only_types_of_one_kind_and_run_with_the_same_rows) {
  const DataSet a = data_set("zstd", {10}, "[('a', '<i8')]");
  DataSet other_rows = data_set("zstd", {11}, "[('a', '<i8')]");
  DataSet other_run = a;
  other_run.run = "2";
  DataSet other_span = data_set("zstd", {5, 5}, "[('a', '<i8')]");
  const Storage small({small_data()});

  EXPECT_EQ(error_kind([&] { Scan({a, other_rows}); }), ErrorKind::corrupt);
  EXPECT_EQ(error_kind([&] { Scan({a, other_span}); }), ErrorKind::corrupt);
  EXPECT_EQ(error_kind([&] { Scan({a, other_run}); }), ErrorKind::usage);
  EXPECT_EQ(error_kind([&] { Scan({}); }), ErrorKind::usage);
  EXPECT_EQ(error_kind([&] {
              Scan({small.find("053101", "peak_basics"), small.find("053101", "event_basics")});
            }),
            ErrorKind::usage);
  EXPECT_EQ(error_kind([&] { Scan({data_set("snappy", {10}, "[('a', '<i8')]")}); }), ErrorKind::unsupported);
  EXPECT_EQ(error_kind([&] {
              Scan({a}, {.time_range = Interval{from_ns(0), from_ns(5)}});
            }),
            ErrorKind::unsupported);
}

TEST(Scan, gives_the_same_rows_on_several_threads) {
  const Storage small({small_data()});
  const Scan scan({small.find("053101", "peak_basics"), small.find("053101", "peak_proximity")});
  std::vector<std::string> parts(scan.segments());
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < scan.segments(); ++i) {
    threads.emplace_back([&, i] {
      scan.read(i, [&](const columns::Block& block) {
        parts[i].append(reinterpret_cast<const char*>(block.parts[0].data),
                        block.rows * block.parts[0].dtype->row_size);
      });
    });
  }
  threads.clear();
  EXPECT_EQ(std::accumulate(parts.begin(), parts.end(), std::string()), packed_rows(scan));
}

TEST(Scan, starts_in_the_middle_of_a_chunk_and_stops_when_asked) {
  const Storage small({small_data()});
  for (const std::string run : {"053101", "053102", "053104"}) {  // blosc, zstd, bz2
    const DataSet data = small.find(run, "peak_basics");
    const std::string all = packed_rows(Scan({data}));
    const std::size_t row = data.metadata->dtype->row_size;
    std::string joined;
    for (std::int64_t first = 0; first < data.metadata->rows(); first += 700) {
      const std::int64_t last = std::min(first + 700, data.metadata->rows());
      joined += packed_rows(data, first, last);
    }
    EXPECT_EQ(joined, all);
    EXPECT_EQ(all.size(), row * data.metadata->rows());
  }
  std::stop_source stop;
  stop.request_stop();
  const Scan scan({small.find("053101", "peak_basics")});
  EXPECT_EQ(error_kind([&] {
              scan.read(
                  0, [](const columns::Block&) {}, stop.get_token());
            }),
            ErrorKind::interrupted);
}

}  // namespace
}  // namespace xom::strax
