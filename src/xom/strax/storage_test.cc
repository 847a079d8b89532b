#include "xom/strax/storage.h"

#include <fstream>

#include <gmock/gmock.h>

#include "xom/base/files.h"
#include "xom/strax/test_help.h"

namespace xom::strax {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr char sample[] = "053101-peak_basics-hqy3mbplud";

void replace_in(const fs::path& file, const std::string& what, const std::string& with) {
  std::string text = read_file(file);
  const std::size_t at = text.find(what);
  ASSERT_NE(at, std::string::npos) << what;
  std::ofstream(file, std::ios::binary) << text.replace(at, what.size(), with);
}

class StorageTest : public testing::Test {
 protected:
  DataSet peak_basics() { return storage_.find("053101", "peak_basics"); }
  fs::path metadata(const fs::path& folder) { return folder / "peak_basics-hqy3mbplud-metadata.json"; }

  TemporaryFolder folder_;
  Storage storage_{{folder_.path()}};
};

TEST_F(StorageTest, says_what_is_missing_where) {
  const DataSet none = storage_.find("1", "peaks");
  EXPECT_EQ(none.state, State::missing);
  EXPECT_THAT(none.reason, HasSubstr("no 1-peaks-* in " + folder_.path().string()));
  EXPECT_EQ(to_error(none).kind(), ErrorKind::not_found);
  EXPECT_TRUE(storage_.runs().empty());
}

TEST_F(StorageTest, a_root_that_is_not_there_is_unavailable_and_never_no_data) {
  const Storage away({folder_.path(), folder_.path() / "unmounted"});
  EXPECT_EQ(error_kind([&] { away.find("1", "peaks"); }), ErrorKind::unavailable);
  EXPECT_EQ(error_kind([&] { away.list("1"); }), ErrorKind::unavailable);
  EXPECT_EQ(error_kind([&] { away.runs(); }), ErrorKind::unavailable);
}

TEST_F(StorageTest, sees_data_come_change_and_go) {
  EXPECT_EQ(peak_basics().state, State::missing);
  const fs::path data = folder_.take(sample);
  EXPECT_EQ(peak_basics().state, State::complete);
  EXPECT_THAT(storage_.runs(), testing::ElementsAre("053101"));
  fs::rename(data, data.string() + "_temp");
  EXPECT_EQ(peak_basics().state, State::incomplete);
  fs::rename(data.string() + "_temp", data);
  replace_in(metadata(data), "\"writing_ended\"", "\"writing_started_again\"");
  EXPECT_EQ(peak_basics().state, State::incomplete);
  fs::remove_all(data);
  EXPECT_EQ(peak_basics().state, State::missing);
}

TEST_F(StorageTest, names_file_found_and_promised_of_damaged_data) {
  const fs::path data = folder_.take(sample);
  const fs::path chunk = data / "peak_basics-hqy3mbplud-000002";
  const auto size = fs::file_size(chunk);

  fs::resize_file(chunk, size - 1);
  EXPECT_EQ(peak_basics().state, State::damaged);
  EXPECT_TRUE(peak_basics().stored);
  EXPECT_THAT(peak_basics().reason, HasSubstr("chunk 2: file peak_basics-hqy3mbplud-000002 has " +
                                              std::to_string(size - 1) + " bytes, " + std::to_string(size)));
  fs::resize_file(chunk, 0);
  EXPECT_THAT(peak_basics().reason, HasSubstr("has 0 bytes"));
  fs::remove(chunk);
  EXPECT_THAT(peak_basics().reason, HasSubstr("is missing"));
  EXPECT_EQ(to_error(peak_basics()).kind(), ErrorKind::corrupt);
}

TEST_F(StorageTest, finds_metadata_that_contradict_themselves_or_the_folder) {
  const auto reason_after = [&](const std::string& what, const std::string& with) {
    fs::remove_all(folder_.path() / sample);
    replace_in(metadata(folder_.take(sample)), what, with);
    EXPECT_EQ(peak_basics().state, State::damaged);
    return peak_basics().reason;
  };
  EXPECT_THAT(reason_after("\"lineage_hash\": \"hqy", "\"lineage_hash\": \"xxx"),
              HasSubstr("metadata are of lineage"));
  EXPECT_THAT(
      reason_after("\"run_id\": \"053101\",\n    \"start\"", "\"run_id\": \"053102\",\n    \"start\""),
      HasSubstr("metadata are of run 053102"));
  EXPECT_THAT(reason_after("\"nbytes\": ", "\"nbytes\": 1"), HasSubstr("were promised"));
  EXPECT_THAT(reason_after("\"filesize\": ", "\"filesize\": 0, \"x\": "), HasSubstr("0 bytes were written"));
  EXPECT_THAT(reason_after("\"end\": 17", "\"end\": 16"), HasSubstr("at or after its start"));
  EXPECT_THAT(reason_after("\"n\":", "\"m\":"), HasSubstr("chunks[0].n"));
}

TEST_F(StorageTest, notices_a_gap_between_chunks) {
  const Metadata meta = *Storage({small_data()}).find("053101", "peak_basics").metadata;
  const fs::path data = folder_.take(sample);
  std::string text = read_file(metadata(data));
  const std::string end = "\"end\": " + std::to_string(*meta.chunks[1].end);
  ASSERT_NE(text.find(end), std::string::npos);
  replace_in(metadata(data), end, "\"end\": " + std::to_string(*meta.chunks[1].end - 1));
  EXPECT_THAT(peak_basics().reason, HasSubstr("chunk 2 starts at"));
}

TEST_F(StorageTest, data_that_do_not_span_their_run_are_incomplete) {
  const std::vector<fs::path> roots{small_data()};
  const Metadata meta = *Storage(roots).find("053101", "peak_basics").metadata;
  const auto start = from_ns(*meta.chunks.front().start);
  const auto end = from_ns(*meta.chunks.back().end);
  const auto found = [&](Duration before, Duration after, std::optional<Duration> may_lack = {}) {
    return Storage(roots, may_lack).find_whole("053101", start - before, end + after, "peak_basics");
  };
  using std::chrono::hours;
  using std::chrono::seconds;
  EXPECT_EQ(found({}, {}).state, State::complete);
  EXPECT_EQ(found(seconds(2), seconds(2)).state, State::complete);
  EXPECT_EQ(found({}, seconds(6)).state, State::incomplete);
  EXPECT_EQ(found(seconds(6), {}).state, State::incomplete);
  EXPECT_THAT(found({}, hours(1)).reason, HasSubstr("s of the run; 30 s may lack"));
  EXPECT_EQ(found({}, seconds(6), seconds(7)).state, State::complete) << "the site knows better";
  EXPECT_EQ(found({}, seconds(2), seconds(1)).state, State::incomplete);
  EXPECT_EQ(found(-hours(1), {}).state, State::complete) << "an end before the start tells nothing";
  EXPECT_EQ(Storage(roots).find_whole("053101", start, {}, "peak_basics").state, State::complete);
}

TEST_F(StorageTest, half_written_metadata_are_incomplete_in_a_temp_folder_and_damage_elsewhere) {
  const fs::path data = folder_.take(sample);
  fs::resize_file(metadata(data), 1000);
  EXPECT_EQ(peak_basics().state, State::damaged);
  fs::rename(data, data.string() + "_temp");
  EXPECT_EQ(peak_basics().state, State::incomplete);
  fs::remove(metadata(data.string() + "_temp"));
  EXPECT_EQ(peak_basics().state, State::incomplete);
  EXPECT_THAT(peak_basics().reason, HasSubstr("no metadata file"));
}

TEST_F(StorageTest, tells_the_last_line_of_a_writers_traceback) {
  const DataSet failed = Storage({small_data()}).find("053107", "peak_basics");
  EXPECT_EQ(failed.state, State::failed);
  EXPECT_THAT(failed.reason, testing::MatchesRegex("its writer failed: [A-Za-z]+Error: .*"));
}

TEST_F(StorageTest, of_several_lineages_takes_the_one_written_last_or_the_one_asked_for) {
  const Storage small({small_data()});
  const std::string a = "brgfz65lmz", b = "hyvn2ibmx6";
  const auto ended = [&](const std::string& hash) {
    return *small.find("053101", "energy_estimates", hash).metadata->writing_ended;
  };
  EXPECT_EQ(small.find("053101", "energy_estimates").hash, ended(a) > ended(b) ? a : b);
  EXPECT_EQ(small.find("053101", "energy_estimates", a).hash, a);
  EXPECT_EQ(small.find("053101", "energy_estimates", "aaaaaaaaaa").state, State::missing);
}

TEST_F(StorageTest, takes_the_whole_one_of_two_copies) {
  TemporaryFolder other;
  fs::remove(folder_.take(sample) / "peak_basics-hqy3mbplud-000001");
  other.take(sample);
  EXPECT_EQ(Storage({folder_.path(), other.path()}).find("053101", "peak_basics").state, State::complete);
  EXPECT_EQ(Storage({other.path(), folder_.path()}).find("053101", "peak_basics").state, State::complete);
}

TEST_F(StorageTest, recognises_superruns_and_per_chunk_storage) {
  const Storage small({small_data()});
  EXPECT_THAT(small.runs(), testing::Not(testing::Contains(testing::StartsWith("_"))));
  const DataSet superrun = small.find("_synth_pair", "energy_estimates");
  EXPECT_EQ(superrun.state, State::superrun);
  EXPECT_EQ(Scan({superrun}).rows(), 367);
  DataSet disguised = superrun;
  disguised.run = "053101";
  EXPECT_EQ(error_kind([&] { Scan({disguised}); }), ErrorKind::unsupported);
  EXPECT_EQ(small.find("053101", "distinct_channels").state, State::per_chunk);
  EXPECT_EQ(error_kind([&] { Scan({small.find("053101", "distinct_channels")}); }), ErrorKind::unsupported);
}

TEST_F(StorageTest, reads_old_names_and_the_run_document) {
  const Storage small({small_data()});
  EXPECT_EQ(small.find("000042", "peak_basics").state, State::complete);
  EXPECT_THAT(*small.run_document("000042"), HasSubstr("commissioning"));
  EXPECT_FALSE(small.run_document("1"));
  EXPECT_EQ(error_kind([&] { small.seconds_range(small.find("053101", "peak_basics"), 0, NAN); }),
            ErrorKind::usage);
}

TEST_F(StorageTest, lists_all_of_a_run_with_state) {
  const auto all = Storage({small_data()}).list("053106");
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].type, "event_basics");
  for (const DataSet& data : all) EXPECT_EQ(data.state, State::incomplete);
}

TEST_F(StorageTest, a_missing_rucio_file_is_damage) {
  fs::copy(small_data() / "rucio", folder_.path(), fs::copy_options::recursive);
  const DataSet good = storage_.find("053104", "energy_estimates");
  ASSERT_EQ(good.state, State::complete) << good.reason;
  fs::remove(good.file(good.metadata->chunks[0]));
  EXPECT_EQ(storage_.find("053104", "energy_estimates").state, State::damaged);
}

}  // namespace
}  // namespace xom::strax
