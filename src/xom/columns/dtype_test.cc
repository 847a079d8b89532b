#include "xom/columns/dtype.h"

#include <random>

#include <gtest/gtest.h>

#include "xom/base/error.h"
#include "xom/columns/block.h"

namespace xom::columns {
namespace {

std::string error_of(std::string_view text) {
  try {
    parse_dtype(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::corrupt);
    return error.what();
  }
  return "no error";
}

TEST(Dtype, reads_names_titles_types_and_shapes_of_packed_rows) {
  const Dtype dtype = parse_dtype(
      "[(('Start time since unix epoch [ns]', 'time'), '<i8'), ('type', '|i1'), "
      "(('Area per channel, \"raw\" (PE)', 'area_per_channel'), '<f4', (494,)), ('m', '>u2', (2, 3))]");

  ASSERT_EQ(dtype.fields.size(), 4u);
  EXPECT_EQ(dtype.fields[0].title, "Start time since unix epoch [ns]");
  EXPECT_EQ(dtype.fields[1].offset, 8u);
  EXPECT_EQ(dtype.fields[2].offset, 9u);
  EXPECT_EQ(dtype.fields[2].count(), 494u);
  EXPECT_EQ(dtype.fields[3].shape, (std::vector<std::size_t>{2, 3}));
  EXPECT_TRUE(dtype.fields[3].big_endian);
  EXPECT_EQ(dtype.row_size, 9u + 494 * 4 + 12);
}

TEST(Dtype, finds_by_name_first_and_then_by_title) {
  const Dtype dtype = parse_dtype("[(('b', 'a'), '<i4'), ('b', '<f4')]");

  EXPECT_EQ(dtype.find("b")->offset, 4u);
  EXPECT_EQ(dtype.find("a")->offset, 0u);
  EXPECT_EQ(parse_dtype("[(('b', 'a'), '<i4')]").find("b")->name, "a");
  EXPECT_EQ(dtype.find("c"), nullptr);
}

TEST(Dtype, reads_python_escapes_and_raw_utf8) {
  const Dtype dtype = parse_dtype(
      R"([(('it\'s \\ "x" \t \xb5 \u00b5s \U0001f600', 'a'), '<f4'), (("don't", 'b'), '<f4'), (('µ', 'c'), '|b1')])");

  EXPECT_EQ(dtype.fields[0].title, "it's \\ \"x\" \t \u00b5 \u00b5s \U0001f600");
  EXPECT_EQ(dtype.fields[1].title, "don't");
  EXPECT_EQ(dtype.fields[2].title, "\u00b5");
}

TEST(Dtype, skips_padding_as_bytes_and_writes_it_again) {
  const std::string text = "[('a', '|i1'), ('', '|V3'), ('b', '<f4'), ('', '|V4')]";
  const Dtype dtype = parse_dtype(text);

  EXPECT_EQ(dtype.fields.size(), 2u);
  EXPECT_EQ(dtype.fields[1].offset, 4u);
  EXPECT_EQ(dtype.row_size, 12u);
  EXPECT_EQ(to_text(dtype), text);
}

TEST(Dtype, flattens_nested_structures_and_keeps_arrays_of_them_as_raw_bytes) {
  const Dtype dtype = parse_dtype(
      "[('x', '|i1'), ('p', [('u', '<f4'), ('q', [('v', '<i2')])]), ('r', [('w', '<i4')], (3,))]");

  ASSERT_EQ(dtype.fields.size(), 4u);
  EXPECT_EQ(dtype.fields[1].name, "p.u");
  EXPECT_EQ(dtype.fields[1].offset, 1u);
  EXPECT_EQ(dtype.fields[2].name, "p.q.v");
  EXPECT_EQ(dtype.fields[2].offset, 5u);
  EXPECT_EQ(dtype.fields[3].scalar, Scalar::raw);
  EXPECT_EQ(dtype.fields[3].size(), 12u);
  EXPECT_EQ(dtype.row_size, 19u);
}

TEST(Dtype, writes_what_numpy_writes) {
  for (const std::string text :
       {"[]", "[(('Time [ns]', 'time'), '<i8'), ('t', '<U30'), ('s', '|S3'), ('v', '|V5'), ('b', '|b1')]",
        "[('a', '>f8', (2,)), ('b', '<f2', (2, 3)), ('c', '|u1')]", R"([(("it's", 'a'), '<u8')])",
        R"([(('both \' and "', 'a'), '<i8'), (('tab\t\x00', 'b'), '<i2')])"}) {
    EXPECT_EQ(to_text(parse_dtype(text)), text);
  }
}

TEST(Dtype, says_where_a_text_is_wrong_and_what_was_expected) {
  EXPECT_EQ(error_of(""), "dtype, character 1: expected '[', found the end");
  EXPECT_EQ(error_of("[('a' '<f4')]"), "dtype, character 7: expected ',', found ''<f4')]'");
  EXPECT_NE(error_of("[('a', '<f3')]").find("expected a type like"), std::string::npos);
  EXPECT_NE(error_of("[('a', '<f4'), ('a', '<f4')]").find("no second field"), std::string::npos);
  for (const char* text :
       {"[", "[(", "[('a', '<f4')", "[('a', '<f4')] x", "[('a', '|O')]", "[('a', '<i8', (1,)",
        "[('', '<f4')]", "[('a', '<f4', (99999999999999999999,))]",
        "[('a', '<f4', (1000000000, 1000000000))]", "[('a\\q', '<f4')]",
        "[('a', '|V0', (1000000000, 1000000000, 1000000000))]", "[('a', '=f4')]", "[('a', '<f4', (-1,))]"}) {
    EXPECT_NE(error_of(text), "no error") << text;
  }
  EXPECT_NE(error_of(std::string(100000, '[')), "no error");
  std::string deep;
  for (int i = 0; i < 1000; ++i) deep += "[('a', ";
  EXPECT_NE(error_of(deep).find("less deeply nested"), std::string::npos);
}

TEST(Dtype, bytes_that_are_not_utf8_survive_writing_and_reading) {
  for (const std::string bytes : {"\xf0\x8e\x8e\x8e", "\xe0\x80\x80", "\xc1\x81", "\xff", "\xe2\x82"}) {
    const Dtype dtype = parse_dtype("[('" + bytes + "', '<f4')]");
    EXPECT_EQ(parse_dtype(to_text(dtype)), dtype);
  }
}

TEST(Dtype, any_layout_survives_writing_and_reading) {
  std::mt19937 random(1);
  const auto pick = [&](unsigned n) { return random() % n; };
  const std::vector<std::string> types = {"<i8", "<i4", "<i2",  "|i1", "|u1", "<u8", "|b1", "<f4",
                                          ">f8", "<f2", "<U30", ">U2", "|S7", "|V3", "<U0", ">i8"};
  const std::vector<std::string> titles = {"",
                                           "plain",
                                           "it's",
                                           "a 'b' \"c\"",
                                           "tab\tnew\nline",
                                           "[PE], (x)",
                                           "\u00b5s \u00ad\u2028",
                                           "\\",
                                           std::string("nul\0", 4)};
  for (int round = 0; round < 500; ++round) {
    Dtype dtype;
    for (unsigned i = pick(8); i-- > 0;) {
      Field field = parse_dtype("[('x', '" + types[pick(types.size())] + "')]").fields[0];
      field.name = "f" + std::to_string(i);
      field.title = titles[pick(titles.size())];
      for (unsigned n = pick(3); n-- > 0;) field.shape.push_back(pick(4));
      field.offset = dtype.row_size;
      dtype.fields.push_back(field);
      dtype.row_size += field.size() + (pick(4) == 0 ? pick(9) : 0);
    }
    EXPECT_EQ(parse_dtype(to_text(dtype)), dtype) << to_text(dtype);
  }
}

TEST(Schema, takes_the_last_type_that_has_a_name) {
  const Dtype a = parse_dtype("[('time', '<i8'), ('x', '<f4')]");
  const Dtype b = parse_dtype("[('cut', '|b1'), ('time', '<i8')]");
  const Schema schema({&a, &b});

  EXPECT_EQ(schema.find("time").part, 1u);
  EXPECT_EQ(schema.find("time").field->offset, 1u);
  EXPECT_EQ(schema.find("x").part, 0u);
  EXPECT_EQ(schema.find("y").field, nullptr);
}

}  // namespace
}  // namespace xom::columns
