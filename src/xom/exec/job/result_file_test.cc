#include "xom/exec/job/result_file.h"

#include <cmath>
#include <functional>

#include <gmock/gmock.h>

#include "xom/base/error.h"
#include "xom/json/json.h"

namespace xom::exec {
namespace {

using ::testing::HasSubstr;

Expectation expecting(std::vector<std::string> names) {
  Expectation expectation;
  expectation.task = {"a", "v1", "", "42"};
  expectation.token = "secret";
  for (const auto& name : names) {
    Variable variable;
    variable.name = name;
    variable.unit = "Hz";
    expectation.variables.push_back(variable);
  }
  return expectation;
}

JobResults read_all(const std::vector<std::string>& documents, const std::vector<std::string>& names) {
  Expectation expectation = expecting(names);
  expectation.keeps_undeclared = true;
  ResultDocuments results(expectation);
  for (const auto& text : documents) results.add("f.json", text);
  return results.finish();
}

JobResults read(const std::vector<std::string>& documents, const std::vector<std::string>& names = {"x"}) {
  ResultDocuments results(expecting(names));
  for (const auto& text : documents) results.add("f.json", text);
  return results.finish();
}

std::string refusal(const std::vector<std::string>& documents,
                    const std::vector<std::string>& names = {"x"}) {
  try {
    read(documents, names);
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::corrupt);
    return e.what();
  }
  return "taken";
}

std::string with_value(const std::string& value) {
  return R"({"results":[{"variable":"x","value":)" + value + "}]}";
}

TEST(result_documents, of_the_original_may_have_names_that_are_not_declared) {
  const auto document = [](const char* name) {
    return std::string(R"({"analysis_name":"a","analysis_version":"v1","runid":42,"variable_name":")") +
           name + R"(","variable_value":1.5,"data":{"more":2}})";
  };
  const JobResults all = read_all({document("area"), document("x"), document("rate")}, {"x", "y"});
  ASSERT_EQ(all.results.size(), 3U);
  EXPECT_EQ(all.results[0].variable, "x");
  EXPECT_EQ(all.results[0].unit, "Hz");
  EXPECT_EQ(all.results[1].variable, "area");
  EXPECT_EQ(all.results[1].unit, "1");
  EXPECT_EQ(all.results[1].details.at("more"), 2);
  EXPECT_THROW(read_all({document("area"), document("area")}, {"x"}), Error) << "but none twice";
  EXPECT_THROW(read_all({R"({"results":[]})"}, {"x"}), Error) << "and not nothing";
}

TEST(result_documents, with_nan_say_what_to_write_instead) {
  for (const char* value : {"NaN", "Infinity", "-Infinity"})
    EXPECT_THAT(refusal({with_value(value)}),
                HasSubstr("it holds NaN or Infinity, which JSON does not know: write null"))
        << value;
}

TEST(result_documents, are_taken_with_everything_they_tell) {
  const JobResults all = read({R"({"token":"secret","results":[
      {"variable":"x","value":1.5,"error":0.1,"n":12,"unit":"Hz","details":{"chi2":3.5}},
      {"variable":"y","value":null,"status":"empty","reason":"no events"}],
      "histograms":[{"name":"h","x_edges":[0,1,2],"counts":[3,4],"outside":1}]})"},
                              {"y", "x"});

  EXPECT_EQ(all.results[0].variable, "y");
  EXPECT_EQ(all.results[0].status, ResultStatus::empty);
  EXPECT_EQ(all.results[0].reason, "no events");
  EXPECT_TRUE(std::isnan(all.results[0].value));
  EXPECT_EQ(all.results[0].n, -1);
  EXPECT_EQ(all.results[1].details.at("chi2"), 3.5);
  EXPECT_EQ(json::parse_histogram(all.artifacts.at(0).bytes).counts[1], 4);
}

TEST(result_documents, of_the_original_xom_are_taken) {
  const JobResults all =
      read({R"({"measurement_name":"prod_xomdata","analysis_name":"a","analysis_version":"v1",
      "variable_name":"x","variable_value":7.9,"runid":42,"container":"c","timestamp":"2024-06-01T12:00:00",
      "data":{"x":7.9,"x_error":0.2,"n":30,"rate":4,"text":"ignored","list":[1]},"figure_path":"/somewhere"})"},
           {"x", "rate"});

  EXPECT_EQ(all.results[0].value, 7.9);
  EXPECT_EQ(all.results[0].error, 0.2);
  EXPECT_EQ(all.results[0].n, 30);
  EXPECT_EQ(all.results[0].unit, "Hz");
  EXPECT_EQ(all.results[1].variable, "rate");
  EXPECT_EQ(all.results[1].value, 4);
}

TEST(result_documents, of_the_original_xom_must_be_of_this_task) {
  const auto original = [](const std::string& analysis, const std::string& version, int run) {
    return R"({"analysis_name":")" + analysis + R"(","analysis_version":")" + version +
           R"(","variable_name":"x","variable_value":1,"runid":)" + std::to_string(run) + "}";
  };
  EXPECT_EQ(refusal({original("a", "v1", 42)}), "taken");
  EXPECT_THAT(refusal({original("b", "v1", 42)}), HasSubstr("is of b v1"));
  EXPECT_THAT(refusal({original("a", "v2", 42)}), HasSubstr("is of a v2"));
  EXPECT_THAT(refusal({original("a", "v1", 43)}), HasSubstr("is of run 43"));
  EXPECT_THAT(refusal({R"({"variable_name":"x","variable_value":1,"runid":42})"}),
              HasSubstr("has no \"analysis_name\"; Xomresult of xomlib writes it"));
}

TEST(result_documents, numbers_are_finite_or_null) {
  for (const char* wrong : {"NaN", "Infinity", "1e999", "\"1\"", "true", "[1]", "{}"}) {
    EXPECT_NE(refusal({with_value(wrong)}), "taken") << wrong;
  }
  EXPECT_EQ(refusal({with_value("0")}), "taken");
  EXPECT_EQ(read({with_value("null")}).results[0].status, ResultStatus::failed);
  EXPECT_NE(read({with_value("null")}).results[0].reason, "");
  EXPECT_THAT(refusal({with_value("null,\"status\":\"ok\"")}), HasSubstr("status is ok"));
  EXPECT_THAT(refusal({with_value("1,\"error\":-1")}), HasSubstr("negative"));
  for (const char* n : {"-1", "1.5", "1e300", "\"1\""}) {
    EXPECT_THAT(refusal({with_value(std::string("1,\"n\":") + n)}), HasSubstr("not a")) << n;
  }
}

TEST(result_documents, hold_each_declared_variable_once_and_no_other) {
  EXPECT_THAT(refusal({with_value("1")}, {"x", "y", "z"}), HasSubstr("no result for y, z"));
  EXPECT_THAT(refusal({with_value("1")}, {"y"}), HasSubstr("declares no variable x"));
  EXPECT_THAT(refusal({with_value("1"), with_value("1")}), HasSubstr("x is there twice"));
  EXPECT_THAT(refusal({with_value("1,\"unit\":\"PE\"")}), HasSubstr("x is in PE, declared is Hz"));
  EXPECT_THAT(refusal({R"({"token":"other","results":[]})"}), HasSubstr("token of another job"));
}

TEST(result_documents, hostile_json_is_refused_with_its_reason) {
  EXPECT_THAT(refusal({std::string(100000, '[')}), HasSubstr("deeper than 100 levels"));
  EXPECT_THAT(refusal({R"({"results":[],"results":[]})"}), HasSubstr("twice in one object"));
  EXPECT_THAT(refusal({with_value("1,\"value\":2")}), HasSubstr("twice in one object"));
  EXPECT_THAT(refusal({"\xff\xfe"}), HasSubstr("is not JSON"));
  EXPECT_THAT(refusal({""}), HasSubstr("is not JSON"));
  EXPECT_THAT(refusal({"[]"}), HasSubstr("not an object"));
  EXPECT_THAT(refusal({"{}"}), HasSubstr("neither"));
  EXPECT_THAT(refusal({R"({"results":[{"variable":"../x","value":1}]})"}), HasSubstr("not a name"));
  EXPECT_THAT(refusal({R"({"results":{"variable":"x"}})"}), HasSubstr("not a list"));
}

TEST(result_documents, histograms_must_add_up) {
  const auto with = [](const std::string& h) {
    return R"({"results":[{"variable":"x","value":1}],"histograms":[{"name":"h",)" + h + "}]}";
  };
  EXPECT_EQ(refusal({with(R"("x_edges":[0,1],"y_edges":[0,1,2],"counts":[1,2])")}), "taken");
  EXPECT_THAT(refusal({with(R"("x_edges":[0,1,2],"counts":[1])")}), HasSubstr("must be 2 numbers"));
  EXPECT_THAT(refusal({with(R"("x_edges":[0,0],"counts":[1])")}), HasSubstr("ascending"));
  EXPECT_THAT(refusal({with(R"("x_edges":[],"counts":[])")}), HasSubstr("ascending"));
  EXPECT_THAT(refusal({with(R"("x_edges":[0,1],"counts":[null])")}), HasSubstr("must be 1 numbers"));
}

std::string several(int n, const std::function<std::string(int)>& one) {
  std::string out;
  for (int i = 0; i < n; ++i) out += (i > 0 ? "," : "") + one(i);
  return out;
}

TEST(result_documents, that_hold_more_than_pages_can_show_are_refused_with_what_is_allowed) {
  const auto details = [](int n) {
    return with_value("1,\"details\":{" +
                      several(n, [](int i) { return "\"d" + std::to_string(i) + "\":1"; }) + "}");
  };
  EXPECT_EQ(refusal({details(1000)}), "taken");
  EXPECT_EQ(refusal({details(1001)}),
            "f.json.results[0].details has 1001 numbers; at most 1000 are kept: give a histogram, or write "
            "them into "
            "a file of your own");
  EXPECT_THAT(refusal({with_value("1,\"details\":{\"" + std::string(201, 'k') + "\":1}")}),
              HasSubstr("has 201 bytes; at most 200 are kept"));

  const auto reason = [](std::size_t n) {
    return with_value("null,\"reason\":\"" + std::string(n, 'r') + "\"");
  };
  EXPECT_EQ(refusal({reason(2000)}), "taken");
  EXPECT_EQ(
      refusal({reason(3'000'000)}),
      "f.json.results[0].reason has 3000000 bytes; at most 2000 are kept: write what is longer to the log");

  const auto histogram = [](int cells) {
    return R"({"results":[],"histograms":[{"name":"h","x_edges":[0,1],"counts":[)" +
           several(cells, [](int) { return "0"; }) + "]}]}";
  };
  EXPECT_THAT(refusal({histogram(1'000'001)}),
              HasSubstr("has 1000001 cells; at most 1000000 are kept: use fewer bins"));
  const auto list = [](const std::string& key, int n, const std::string& entry) {
    return R"({"results":[{"variable":"x","value":1}],")" + key + "\":[" +
           several(n, [&](int) { return entry; }) + "]}";
  };
  EXPECT_THAT(refusal({list("histograms", 101, R"({"name":"h","x_edges":[0,1],"counts":[1]})")}),
              HasSubstr("has 101 histograms; at most 100 are kept"));
  EXPECT_THAT(refusal({list("figures", 101, R"({"name":"f","file":"f.png"})")}),
              HasSubstr("has 101 figures; at most 100 are kept"));
  EXPECT_THAT(refusal({R"({"results":[)" + several(1001, [](int) { return "{}"; }) + "]}"}),
              HasSubstr("has 1001 values; at most 1000 are kept"));
  EXPECT_THAT(refusal({list("more", 2'000'000, "1")}), HasSubstr("has more than"));
  EXPECT_THAT(refusal({with_value("1"), R"({"x":")" + std::string(17 << 20, 'x') + "\"}"}),
              HasSubstr("at most 16777216 are kept"));
}

TEST(result_documents, the_details_of_all_values_together_are_bounded) {
  std::vector<std::string> names, documents;
  for (int v = 0; v < 11; ++v) {
    names.push_back("v" + std::to_string(v));
    documents.push_back(R"({"results":[{"variable":")" + names.back() + R"(","value":1,"details":{)" +
                        several(1000, [](int i) { return "\"d" + std::to_string(i) + "\":1"; }) + "}}]}");
  }
  EXPECT_THAT(refusal(documents, names), HasSubstr("has 11000 details; at most 10000 are kept"));
}

TEST(result_documents, texts_are_safe_to_show) {
  const JobResults all = read({R"({"results":[{"variable":"x","value":null,
      "reason":"fit \u001b[2J failed\nat \u202e5","details":{"a\u0007":1}}],
      "histograms":[{"name":"h","title":"\u009b2J","x_edges":[0,1],"counts":[1]}]})"});
  EXPECT_EQ(all.results[0].reason, "fit \\x1b[2J failed\nat \\u202e5");
  EXPECT_EQ(all.results[0].details.begin()->first, "a\\x07");
  EXPECT_EQ(json::parse_histogram(all.artifacts.at(0).bytes).title, "\\u009b2J");
}

TEST(result_documents, figures_are_told_by_their_content) {
  ResultDocuments results(expecting({}));
  results.add_figure("a", "\x89PNG\r\n\x1a\n...");
  results.add_figure("b", "<?xml version='1.0'?><svg/>");
  EXPECT_THROW(results.add_figure("c", "<html><script>"), Error);
  EXPECT_THROW(results.add_figure("d", ""), Error);
  const auto all = results.finish();
  EXPECT_EQ(all.artifacts[0].media_type, "image/png");
  EXPECT_EQ(all.artifacts[1].media_type, "image/svg+xml");
}

}  // namespace
}  // namespace xom::exec
