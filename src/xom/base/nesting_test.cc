#include "xom/base/nesting.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "xom/base/error.h"
#include "xom/base/parse_json.h"

namespace xom {
namespace {

std::string times(std::size_t n, std::string_view what) {
  std::string out;
  for (std::size_t i = 0; i < n; ++i) out += what;
  return out;
}

std::string nested(std::size_t levels) {
  return times(levels, "[") + times(levels, "]");
}

std::string message(std::string_view json) {
  try {
    (void)parse_json(json);
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::corrupt);
    return e.what();
  }
  return "";
}

TEST(Nesting, json_may_have_100_levels_and_not_one_more) {
  EXPECT_FALSE(excess_of_json(nested(100)));
  EXPECT_FALSE(excess_of_json(times(1000, "[{}],")));
  EXPECT_FALSE(excess_of_json("\"" + times(1000, "[{") + "\\\"[[\""));

  const auto excess = excess_of_json("{\n\"a\":\n" + nested(100) + "}");
  ASSERT_TRUE(excess);
  EXPECT_EQ(excess->line, 3);
  EXPECT_EQ(excess->why, "is deeper than 100 levels");
  EXPECT_TRUE(excess_of_json(times(100'000, "{\"a\":")));
}

TEST(Nesting, a_key_of_json_may_have_64_kib_and_texts_may_be_longer) {
  const auto object = [](std::size_t key) { return "{\"" + times(key, "k") + "\" : 1}"; };
  EXPECT_FALSE(excess_of_json(object(max_key_bytes)));
  EXPECT_TRUE(excess_of_json(object(max_key_bytes + 1)));
  EXPECT_FALSE(excess_of_json("[\"" + times(100'000, "t") + "\"]"));
}

TEST(Nesting, parts_of_toml_keys_and_headers_are_levels) {
  const auto key = [](std::size_t parts) { return "a" + times(parts - 1, ".a"); };
  EXPECT_FALSE(excess_of_toml(key(100) + " = 1\n" + key(100) + " = 1.5"));
  EXPECT_TRUE(excess_of_toml(key(102) + " = 1"));
  EXPECT_TRUE(excess_of_toml("[" + key(102) + "]"));
  EXPECT_TRUE(excess_of_toml("[[" + key(102) + "]]"));
  EXPECT_TRUE(excess_of_toml("x = {" + key(102) + " = 1}"));
  EXPECT_TRUE(excess_of_toml("[" + key(60) + "]\n" + key(60) + " = 1"));
  EXPECT_TRUE(excess_of_toml("[a]\n[[" + key(60) + "]]\n" + key(60) + " = 1"));
  EXPECT_FALSE(excess_of_toml("[" + key(60) + "]\nx = 1\n[b]\n" + key(60) + " = 1"));
  EXPECT_TRUE(excess_of_toml("x = " + nested(101)));
  EXPECT_TRUE(excess_of_toml(key(60) + " = {" + key(60) + " = 1}"));

  const auto excess = excess_of_toml("ok = 1\n" + key(40'000) + " = 1");
  ASSERT_TRUE(excess);
  EXPECT_EQ(excess->line, 2);
}

TEST(Nesting, what_stands_in_strings_and_comments_of_toml_does_not_count) {
  const std::string much = times(200, ".[{");
  EXPECT_FALSE(excess_of_toml("# " + much + "\nx = 1 # " + much + "\n"));
  EXPECT_FALSE(excess_of_toml("x = \"" + much + "\\\"" + much + "\"\ny = '" + much + "\\'\n"));
  EXPECT_FALSE(excess_of_toml("x = \"\"\"" + much + "\n\"" + much + "\"\"\"\"\"\ny = '''" + much + "'''\n"));
  EXPECT_FALSE(excess_of_toml("\"" + much + "\" = 1\n"));
  EXPECT_FALSE(excess_of_toml("x = [\n" + times(500, "  1.5,\n  [2.5, {a.b = 3}],\n") + "]\n"));
  EXPECT_FALSE(excess_of_toml("x = [\"" + times(100'000, "t") + "\"]"));

  EXPECT_TRUE(excess_of_toml("x = \"\"\ny = " + nested(101)));
  EXPECT_TRUE(excess_of_toml("x = '''a'''''\ny = " + nested(101)));
  EXPECT_TRUE(excess_of_toml(times(max_key_bytes + 1, "k") + " = 1"));
}

TEST(ParseJson, says_what_is_wrong_and_where) {
  EXPECT_EQ(message(R"({"a": [1, -2, 2.5, "x", null, true, {"b": {}}]})"), "");
  EXPECT_EQ(message("{\"a\":\n" + nested(100'000) + "}"), "is deeper than 100 levels (line 2)");
  EXPECT_EQ(message(R"({"a": {"b": 1, "b": 2}})"), "has the key \"b\" twice in one object");
  for (const char* text : {"", "[", "{} {}", "[1e999]", "\"\xff\"", "{\"a\" 1}", "NaN", "\0"}) {
    EXPECT_EQ(message(text).rfind("is not JSON: ", 0), 0U) << text;
  }
}

TEST(ParseJson, gives_the_value_that_was_written) {
  const char* text = R"({"a":[1,-2,2.5,"x",null,true,{"b":{},"c":[]}],"d":18446744073709551615})";
  EXPECT_EQ(parse_json(text).dump(), text);
  EXPECT_TRUE(json_or_null("[").is_null());
  EXPECT_EQ(parse_json(R"({"a": [1], "a": {"b": 2}})", DoubledKeys::last_counts).dump(), R"({"a":{"b":2}})");
}

TEST(ParseJson, stops_where_there_are_more_values_than_allowed) {
  const char* text = R"([1, {"a": 2}, [3]])";  // and three that hold others
  EXPECT_EQ(parse_json(text, DoubledKeys::refused, 6).size(), 3U);
  EXPECT_THROW(parse_json(text, DoubledKeys::refused, 5), Error);
}

TEST(ParseJson, very_many_keys_and_objects_take_no_time_worth_mentioning) {
  std::string keys = "{\"first\":0", objects = "[{}";
  for (int i = 0; i < 200'000; ++i) {
    keys += ",\"" + std::to_string(i) + "\":1";
    objects += ",{}";
  }
  EXPECT_EQ(parse_json(keys + "}").size(), 200'001U);
  EXPECT_EQ(parse_json(objects + "]").size(), 200'001U);
}

}  // namespace
}  // namespace xom
