#include "xom/sinks/original.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "xom/base/error.h"

namespace xom::sinks {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const TaskKey light_yield{"light_yield", "v0.2", "xenonnt-2024.06.1.simg", "53102"};

TEST(OriginalResults, a_result_file_gives_value_error_entries_and_details) {
  OriginalReader reader;
  reader.add_document("a.json", R"({"measurement_name": "prod_xomdata", "analysis_name": "light_yield",
    "analysis_version": "v0.2", "variable_name": "LYS1a", "variable_value": 7.96, "runid": 53102,
    "container": "xenonnt-2024.06.1.simg", "timestamp": "2024-06-01T12:00:00+00:00",
    "data": {"LYS1a_error": 0.18, "LYS1a_n": 30, "chi2": 3.5, "list": [1, 2]}, "figure_path": "", "tag": ""})");
  const auto all = reader.finish();
  ASSERT_TRUE(all.tasks.contains(light_yield));
  const auto& task = all.tasks.at(light_yield);
  ASSERT_THAT(task.results, SizeIs(1));
  EXPECT_EQ(task.results[0].variable, "LYS1a");
  EXPECT_EQ(task.results[0].value, 7.96);
  EXPECT_EQ(task.results[0].error, 0.18);
  EXPECT_EQ(task.results[0].n, 30);
  EXPECT_EQ(task.results[0].details, (std::map<std::string, double>{{"chi2", 3.5}}));
  EXPECT_EQ(to_iso(task.computed), "2024-06-01T12:00:00Z");
}

TEST(OriginalResults, points_of_influxql_are_read_with_their_tags) {
  OriginalReader reader;
  Table table;
  table.tags = {
      {"analysis_name", "light_yield"},        {"analysis_version", "v0.2"}, {"variable_name", "LYS1a"},
      {"container", "xenonnt-2024.06.1.simg"}, {"run_id", "053102"},         {"tag0", "_sr1"}};
  table.columns = {"time", "LYS1a", "runid", "figure_path", "chi2"};
  table.rows = {{"2000000000", "8", "53102", "\"\"", "null"}, {"1000000000", "7", "53102", "\"\"", "1.5"}};
  reader.add_tables("prod_xomdata", {table});
  const auto all = reader.finish();
  EXPECT_EQ(all.records, 2);
  EXPECT_EQ(all.replaced, 1);
  EXPECT_EQ(all.tasks.at(light_yield).results[0].value, 8) << "the newest counts";
  EXPECT_THAT(all.tasks.at(light_yield).results[0].details, IsEmpty());
}

TEST(OriginalResults, csv_of_flux_is_read_pivoted_or_field_by_field) {
  const std::string tags = "light_yield,v0.2,LYS1a,xenonnt-2024.06.1.simg,053102";
  for (const std::string& text :
       {"#datatype,string,long,dateTime:RFC3339,string,string,string,string,string,double,long\r\n"
        "#group,false,false,false,true,true,true,true,true,false,false\r\n#default,_result,,,,,,,,,\r\n"
        ",result,table,_time,analysis_name,analysis_version,variable_name,container,run_id,LYS1a,runid\r\n"
        ",,0,2024-06-01T12:00:00Z," +
            tags + ",7.5,53102\r\n\r\n",
        "result,table,_time,_field,_value,analysis_name,analysis_version,variable_name,container,run_id\n"
        ",0,2024-06-01T12:00:00Z,LYS1a,7.5," +
            tags + "\n,1,2024-06-01T12:00:00Z,runid,53102," + tags +
            "\n,1,2024-06-01T12:00:00Z,\"a \"\"b\"\", c\",1," + tags + "\n"}) {
    OriginalReader reader;
    reader.add_csv("a.csv", text);
    const auto all = reader.finish();
    ASSERT_TRUE(all.tasks.contains(light_yield)) << text << testing::PrintToString(all.oddities);
    EXPECT_EQ(all.tasks.at(light_yield).results[0].value, 7.5);
    EXPECT_EQ(to_iso(all.tasks.at(light_yield).computed), "2024-06-01T12:00:00Z");
  }
}

TEST(OriginalResults, what_cannot_be_taken_is_counted_and_named) {
  OriginalReader reader;
  reader.add_document("a.json", R"({"analysis_name": "a", "analysis_version": "v1", "variable_name": "x"})");
  reader.add_document("b.json", R"({"analysis_name": "a", "analysis_version": "v1", "variable_name": "x",
                                    "runid": 5, "variable_value": null})");
  reader.add_document("c.json", R"({"analysis_name": "a b", "analysis_version": "v1"})");
  const auto all = reader.finish();
  EXPECT_EQ(all.refused, 3);
  ASSERT_THAT(all.oddities, SizeIs(3));
  EXPECT_THAT(all.oddities,
              testing::UnorderedElementsAre(HasSubstr("not a run number"), HasSubstr("no value of x"),
                                            HasSubstr("analysis_name is \"a b\"")));
  EXPECT_THAT(all.tasks, IsEmpty());
  EXPECT_THROW(reader.add_document("d.json", "[1]"), Error);
  EXPECT_THROW(reader.add_csv("e.csv", "a,b\n1,2,3\n"), Error);
}

TEST(OriginalResults, zero_is_a_value_and_an_integer_as_well) {
  OriginalReader reader;
  Table table;
  table.tags = {
      {"analysis_name", "a"}, {"analysis_version", "v1"}, {"variable_name", "x"}, {"container", "None"}};
  table.columns = {"time", "x", "runid"};
  table.rows = {{"1", "0", "7"}};
  reader.add_tables("m", {table});
  EXPECT_EQ(reader.finish().tasks.at({"a", "v1", "", "7"}).results[0].value, 0);
}

TEST(OriginalResults, extra_scalars_of_generation_1_are_details_and_arrays_are_not_taken) {
  OriginalReader reader;
  const std::vector<std::pair<std::string, std::string>> tags = {{"analysis_name", "photo"},
                                                                 {"analysis_version", "v0.0"},
                                                                 {"variable_name", "area"},
                                                                 {"container", "None"}};
  const auto point = [&](const char* type, const std::string& field, const std::string& value,
                         const std::string& time) {
    Table table;
    table.tags = tags;
    table.tags.emplace_back("datatype", type);
    table.columns = {"time", field, "runid", "runids"};
    table.rows = {{time, value, "53101", "\"53101\""}};
    return table;
  };
  reader.add_tables(
      "xom", {point("main", "area", "1.5", "2000000000000"), point("main", "area", "1.0", "1000000000000"),
              point("extra", "area", "1.5", "2000000001000"), point("extra", "rate", "34.1", "2000000002000"),
              point("extra", "rate", "33", "1000000002000"), point("extra", "list", "1", "2000000003000"),
              point("extra", "list", "2", "2000000004000")});
  const auto all = reader.finish();
  const auto& result = all.tasks.at({"photo", "v0.0", "", "53101"}).results.at(0);
  EXPECT_EQ(result.value, 1.5);
  EXPECT_EQ(result.details, (std::map<std::string, double>{{"rate", 34.1}}));
  EXPECT_EQ(all.refused, 2);
  EXPECT_EQ(all.never, 2) << "there is nothing to be done about it";
  EXPECT_THAT(all.oddities.at(0), HasSubstr("extra list is an array"));
  EXPECT_THAT(all.oddities.at(0), HasSubstr("(2 records, run 53101)"));
}

TEST(OriginalResults, what_is_not_taken_is_told_once_per_reason_with_its_runs) {
  OriginalReader reader;
  Table table;
  table.tags = {
      {"analysis_name", "a"}, {"analysis_version", "v1"}, {"variable_name", "x"}, {"container", "None"}};
  table.columns = {"time", "x", "runid"};
  for (int run = 1; run <= 200; ++run) table.rows.push_back({"1", "null", std::to_string(53000 + run)});
  reader.add_tables("m", {table});
  const auto all = reader.finish();
  EXPECT_EQ(all.refused, 200);
  EXPECT_EQ(all.never, 0);
  ASSERT_THAT(all.oddities, SizeIs(1));
  EXPECT_THAT(all.oddities[0], HasSubstr("m: has no value of x (200 records, runs 53001, 53002,"));
  EXPECT_THAT(all.oddities[0], HasSubstr("and 190 more)"));
}

TEST(OriginalResults, a_record_that_lists_its_runs_is_one_of_a_group) {
  OriginalReader reader;
  reader.add_document("a.json",
                      R"({"analysis_name": "a", "analysis_version": "v1", "variable_name": "x", "runid": 6,
    "variable_value": 1, "runids": "000005, 000006"})");
  reader.add_document("b.json",
                      R"({"analysis_name": "b", "analysis_version": "v1", "variable_name": "x", "runid": 6,
    "variable_value": 1, "runids": "6"})");
  const auto all = reader.finish();
  EXPECT_TRUE(all.tasks.contains({"a", "v1", "", "5+6"}));
  EXPECT_TRUE(all.tasks.contains({"b", "v1", "", "6"}));
}

TEST(OriginalResults, nan_and_infinity_in_a_result_file_are_null_and_the_value_is_kept) {
  OriginalReader reader;
  reader.add_document("a.json",
                      R"({"analysis_name": "a", "analysis_version": "v1", "variable_name": "x", "runid": 5,
    "variable_value": 1.5, "tag": "NaN, \"Infinity", "data": {"x_error": NaN, "chi2": -Infinity, "ndf": 3, "list": [NaN, 1]}})");
  const auto all = reader.finish();
  const auto& result = all.tasks.at({"a", "v1", "", "5"}).results.at(0);
  EXPECT_EQ(result.value, 1.5);
  EXPECT_TRUE(std::isnan(result.error));
  EXPECT_EQ(result.details, (std::map<std::string, double>{{"ndf", 3}}));
}

TEST(OriginalResults, points_of_csv_at_the_same_time_are_told_apart_by_every_tag) {
  const std::string point = ",0,2024-06-01T12:00:00Z,";
  OriginalReader reader;
  reader.add_csv(
      "a.csv",
      "result,table,_time,_field,_value,analysis_name,analysis_version,variable_name,datatype,tag\n" + point +
          "area,1.5,photo,v0.0,area,main,x\n" + point + "runid,53101,photo,v0.0,area,main,x\n" + point +
          "area,7,photo,v0.0,area,main,y\n" + point + "runid,53102,photo,v0.0,area,main,y\n" + point +
          "rate,34.1,photo,v0.0,area,extra,x\n" + point + "runid,53101,photo,v0.0,area,extra,x\n");
  const auto all = reader.finish();
  EXPECT_EQ(all.records, 3);
  ASSERT_TRUE(all.tasks.contains({"photo", "v0.0", "", "53101"})) << testing::PrintToString(all.oddities);
  const auto& result = all.tasks.at({"photo", "v0.0", "", "53101"}).results.at(0);
  EXPECT_EQ(result.value, 1.5);
  EXPECT_EQ(result.details, (std::map<std::string, double>{{"rate", 34.1}}));
  EXPECT_EQ(all.tasks.at({"photo", "v0.0", "", "53102"}).results.at(0).value, 7);
}

TEST(OriginalResults, the_table_influx_prints_for_people_is_refused_with_what_to_do) {
  OriginalReader reader;
  try {
    reader.add_csv(
        "a.csv", "Result: _result\nTable: keys: [_start, _stop]\n   _start:time    _stop:time\n---- ----\n");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("influx query --raw"));
  }
}

TEST(OriginalResults, the_lineage_of_a_result_is_kept) {
  OriginalReader reader;
  reader.add_document("a.json",
                      R"({"analysis_name": "a", "analysis_version": "v1", "variable_name": "x", "runid": 5,
    "variable_value": 1, "lineage": {"peak_basics": "hqy3mbplud"}, "figure_path": "/a.png"})");
  EXPECT_EQ(reader.finish().tasks.at({"a", "v1", "", "5"}).lineage,
            (std::map<std::string, std::string>{{"peak_basics", "hqy3mbplud"}}));
}

TEST(OriginalResults, what_xom_wrote_under_its_prefix_is_none_of_its_records) {
  OriginalReader reader;
  Table table;
  table.tags = {
      {"analysis_name", "a"}, {"analysis_version", "v1"}, {"variable_name", "x"}, {"detector", "tpc"}};
  table.columns = {"time", "value", "x", "runid", "flag"};
  table.rows = {{"1", "5.0", "5.0", "7", "0"}};
  reader.add_tables("prod_xomdata", {table});
  const auto all = reader.finish();
  EXPECT_THAT(all.tasks, IsEmpty());
  EXPECT_EQ(all.refused, 0);
}

TEST(OriginalResults, records_of_its_tasks_are_no_results) {
  OriginalReader reader;
  reader.add_csv("a.csv",
                 "_time,_measurement,analysis_name,analysis_version,variable_name,container,runid,x\n"
                 "2024-06-01T12:00:00Z,prod_xomtodo,a,v1,x,None,5,0\n");
  const auto all = reader.finish();
  EXPECT_THAT(all.tasks, IsEmpty());
  EXPECT_THAT(all.oddities.at(0), HasSubstr("prod_xomtodo holds the original's tasks"));
}

}  // namespace
}  // namespace xom::sinks
