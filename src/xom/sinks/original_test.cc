#include "xom/sinks/original.h"

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
  EXPECT_THAT(all.oddities[0], HasSubstr("not a run number"));
  EXPECT_THAT(all.oddities[1], HasSubstr("no value of x"));
  EXPECT_THAT(all.oddities[2], HasSubstr("analysis_name is \"a b\""));
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

}  // namespace
}  // namespace xom::sinks
