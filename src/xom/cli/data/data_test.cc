#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "xom/base/error.h"
#include "xom/cli/data/data_cell.h"
#include "xom/cli/data/data_look.h"
#include "xom/cli/data/data_print.h"
#include "xom/cli/data/data_run.h"

namespace xom::cli {
namespace {

using nlohmann::json;
using testing::HasSubstr;

const strax::Storage& storage() {
  static const strax::Storage opened({XOM_SOURCE_DIR "/tests/data/strax-small"});
  return opened;
}

Look peaks() {
  Look look;
  look.run = "053101";
  look.types = {"peak_basics"};
  return look;
}

json answer(const Look& asked) {
  return json::parse(seen_json(asked, look(storage(), asked)));
}

std::string error_of(const Look& asked, ErrorKind kind) {
  try {
    look(storage(), asked);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), kind) << error.what();
    return error.what();
  }
  ADD_FAILURE() << "no error";
  return "";
}

TEST(Data, finds_a_run_by_its_number_and_by_its_name) {
  EXPECT_EQ(find_run(storage(), "53101"), "053101");
  EXPECT_EQ(find_run(storage(), "053101"), "053101");
  EXPECT_EQ(find_run(storage(), "_synth_pair"), "_synth_pair");
  EXPECT_THROW(find_run(storage(), "99"), Error);
  EXPECT_THROW(find_run(storage(), "../053101"), Error);
}

TEST(Data, counts_the_rows_that_all_selections_keep) {
  Look asked = peaks();
  asked.where = {"area > 10", "(area < 100) | (area > 1e9)"};
  const json found = answer(asked);
  EXPECT_EQ(found["rows"], 4530);
  EXPECT_EQ(found["selected"], 2898);
}

TEST(Data, gives_integers_exactly_and_beyond_64_bits_as_text) {
  Look asked = peaks();
  asked.where = {"area > 10"};
  asked.values = {"sum(time - start)", "sum(time)", "mean(area)"};
  const json values = answer(asked)["values"];
  EXPECT_EQ(values[0]["value"], 84824297248264);
  EXPECT_TRUE(values[1]["value"].is_string());
  EXPECT_TRUE(values[2]["value"].is_number_float());
  EXPECT_EQ(values[2]["n"], 3392);
}

TEST(Data, the_livetime_of_a_range_is_its_length) {
  Look asked = peaks();
  asked.values = {"livetime", "duration", "count() / livetime"};
  const json whole = answer(asked)["values"];
  asked.seconds_range = "1,3";
  const json part = answer(asked)["values"];
  EXPECT_DOUBLE_EQ(whole[0]["value"], 48);
  EXPECT_DOUBLE_EQ(part[0]["value"], 2);
  EXPECT_DOUBLE_EQ(part[1]["value"], 48) << "of the run";
  const double rate = whole[2]["value"];
  EXPECT_NEAR(part[2]["value"], rate, 0.3 * rate);
}

TEST(Data, a_superrun_has_no_livetime_of_its_own) {
  Look asked;
  asked.run = "_synth_pair";
  asked.types = {"energy_estimates"};
  asked.values = {"count() / livetime"};
  const json value = answer(asked)["values"][0];
  EXPECT_TRUE(value["value"].is_null());
  EXPECT_EQ(value["reason"], "the run does not have the number 'livetime'");
}

TEST(Data, the_checksum_of_columns_follows_their_order_in_the_row) {
  Look asked = peaks();
  asked.types = {"event_info", "cut_fiducial_volume"};
  asked.where = {"cut_fiducial_volume"};
  asked.columns = {"time", "e_ces", "cut_fiducial_volume"};
  asked.checksum = true;
  const json found = answer(asked);
  EXPECT_EQ(found["sha256"], "8550d7ff06ce61e98aefeb10b117a547cfe363aaed9dcbdf3fbc7fc060c28238");
  EXPECT_EQ(found["row_size"], 13);
  EXPECT_EQ(found["fields"][1]["name"], "cut_fiducial_volume");
  EXPECT_EQ(found["fields"][1]["offset"], 8);
}

TEST(Data, shows_the_first_rows_that_are_selected) {
  Look asked = peaks();
  asked.where = {"area > 10"};
  asked.columns = {"area", "time"};
  asked.head = 2;
  const json head = answer(asked)["head"];
  ASSERT_EQ(head.size(), 2u);
  EXPECT_GT(head[0]["area"], 10);
  EXPECT_LT(head[0]["time"], head[1]["time"]);
}

TEST(Data, the_caret_stands_in_the_selection_as_it_was_written) {
  Look asked = peaks();
  asked.where = {"area > 1", "nosuch > 1"};
  EXPECT_THAT(error_of(asked, ErrorKind::expression), HasSubstr("  nosuch > 1\n  ^~~~~~"));
}

TEST(Data, a_column_that_is_not_there_is_an_error_with_the_nearest_ones) {
  Look asked = peaks();
  asked.columns = {"aera"};
  EXPECT_THAT(error_of(asked, ErrorKind::usage), HasSubstr("area"));
}

TEST(Data, a_hash_belongs_to_the_type_that_has_it) {
  Look asked = peaks();
  asked.types = {"event_info", "energy_estimates"};
  asked.hashes = {"hyvn2ibmx6"};
  const json found = answer(asked);
  EXPECT_EQ(found["hashes"]["energy_estimates"], "hyvn2ibmx6");
  EXPECT_EQ(found["hashes"]["event_info"], "kghtw4wn3i");
  asked.hashes = {"aaaaaaaaaa"};
  EXPECT_THAT(error_of(asked, ErrorKind::not_found), HasSubstr("energy_estimates-hyvn2ibmx6"));
}

TEST(Data, ranges_that_are_none_are_errors) {
  for (const char* text : {"5", "10,5", "a,b", "5,"}) {
    Look asked = peaks();
    asked.seconds_range = text;
    EXPECT_THAT(error_of(asked, ErrorKind::usage), HasSubstr("--seconds-range"));
  }
  Look asked = peaks();
  asked.time_range = "2023-11-14T22:13:25Z,2023-11-14T22:13:30Z";
  EXPECT_EQ(answer(asked)["selected"], 427);
}

TEST(Data, damage_is_an_error_also_if_nothing_but_the_rows_tells_it) {
  Look asked = peaks();
  asked.run = "053108";
  for (const char* type : {"peak_basics", "peak_proximity", "event_basics"}) {
    asked.types = {type};
    EXPECT_THAT(error_of(asked, ErrorKind::corrupt), HasSubstr(type));
  }
}

TEST(Data, does_not_depend_on_the_number_of_threads) {
  Look asked = peaks();
  asked.values = {"mean(area)", "std(area)", "median(area)"};
  const json one = answer(asked);
  asked.threads = 3;
  EXPECT_EQ(answer(asked), one);
}

TEST(Cell, writes_every_kind_of_element) {
  columns::Field field;
  field.scalar = columns::Scalar::int16;
  field.item_size = 2;
  field.big_endian = true;
  field.shape = {2, 1};
  const unsigned char big[] = {0xff, 0xfe, 0x01, 0x00};
  EXPECT_EQ(cell_json(field, reinterpret_cast<const std::byte*>(big)), "[[-2],[256]]");
  EXPECT_EQ(cell_text(field, reinterpret_cast<const std::byte*>(big)), "[-2, 256]");

  field = {};
  field.scalar = columns::Scalar::text;
  field.item_size = 12;
  const char32_t text[] = {U'µ', U'€', 0};
  EXPECT_EQ(cell_json(field, reinterpret_cast<const std::byte*>(text)), "\"µ€\"");

  field.scalar = columns::Scalar::float16;
  field.item_size = 2;
  const std::uint16_t half = 0x3e00;
  EXPECT_EQ(cell_json(field, reinterpret_cast<const std::byte*>(&half)), "1.5");

  field.scalar = columns::Scalar::float64;
  field.item_size = 8;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(cell_json(field, reinterpret_cast<const std::byte*>(&nan)), "null");
}

TEST(Cell, integers_stay_what_they_are) {
  EXPECT_EQ(number_json("9223372036854775807", 0), "9223372036854775807");
  EXPECT_EQ(number_json("-9223372036854775808", 0), "-9223372036854775808");
  EXPECT_EQ(number_json("9223372036854775808", 0), "\"9223372036854775808\"");
  EXPECT_EQ(number_json("1.5", 1.5), "1.5");
  EXPECT_EQ(number_json("nan", std::numeric_limits<double>::quiet_NaN()), "null");
}

}  // namespace
}  // namespace xom::cli
