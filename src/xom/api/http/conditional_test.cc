#include "xom/api/http/conditional.h"

#include <random>

#include <gmock/gmock.h>
#include <zlib.h>

namespace xom::api {
namespace {

using Headers = std::map<std::string, std::string, std::less<>>;

Request wanting(Headers headers, Method method = Method::get) {
  Request request;
  request.method = method;
  request.headers = std::move(headers);
  return request;
}

/// What is sent of `response` to a client with these headers.
Response sent(Response response, Headers headers = {}, Method method = Method::get) {
  finish(wanting(std::move(headers), method), response);
  return response;
}

Response text(std::string body) {
  Response response;
  response.body = std::move(body);
  return response;
}

/// An answer of which parts can be had.
Response file(std::string body) {
  Response response = text(std::move(body));
  response.headers = {{"ETag", "\"e\""}, {"Accept-Ranges", "bytes"}};
  return response;
}

std::string unpacked(const std::string& packed) {
  std::string whole(1 << 20, '\0');
  z_stream stream{};
  EXPECT_EQ(::inflateInit2(&stream, 15 + 16), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(whole.data());
  stream.avail_out = static_cast<uInt>(whole.size());
  EXPECT_EQ(::inflate(&stream, Z_FINISH), Z_STREAM_END);
  whole.resize(stream.total_out);
  ::inflateEnd(&stream);
  return whole;
}

TEST(Etag, changes_with_the_body_alone) {
  const std::string etag = *header(sent(text("{}")), "etag");
  EXPECT_EQ(*header(sent(text("{}")), "etag"), etag);
  EXPECT_NE(*header(sent(text("[]")), "etag"), etag);
  EXPECT_THAT(etag, testing::MatchesRegex("W/\"[0-9a-f-]+\""));
}

TEST(Etag, is_known_to_the_browser_in_any_form) {
  for (const char* list : {"\"e\"", "W/\"e\"", "*", "\"a\", \"e\"", "\"a\",W/\"e\" , \"b\"", " * "}) {
    const Response response = sent(file("content"), {{"if-none-match", list}});
    EXPECT_EQ(response.status, 304) << list;
    EXPECT_EQ(response.body, "");
    EXPECT_EQ(*header(response, "etag"), "\"e\"");
  }
  for (const char* list : {"", ",", "e", "\"E\"", "\"a\"", "w/\"e\"", "\"e", "\"e\"x"}) {
    EXPECT_EQ(sent(file("content"), {{"if-none-match", list}}).status, 200) << list;
  }
}

TEST(Etag, is_for_what_may_be_kept) {
  Response secret = text("{}");
  secret.headers = {{"Cache-Control", "no-store"}};
  EXPECT_EQ(header(sent(secret), "etag"), nullptr);
  EXPECT_EQ(sent(secret, {{"if-none-match", "*"}}).status, 200);
  EXPECT_EQ(header(sent(text("{}"), {}, Method::post), "etag"), nullptr);
  EXPECT_EQ(sent(text("{}"), {{"if-none-match", "*"}}, Method::post).status, 200) << "something was done";
  Response refused = text("{}");
  refused.status = 404;
  EXPECT_EQ(sent(refused, {{"if-none-match", "*"}, {"range", "bytes=0-0"}}).status, 404);
  EXPECT_EQ(*header(sent(text("{}")), "cache-control"), "no-cache, private");
}

TEST(Gzip, is_taken_as_rfc_9110_writes_it) {
  const auto accepts = [](const char* value) { return accepts_gzip(wanting({{"accept-encoding", value}})); };
  for (const char* yes :
       {"gzip", "GZIP", "gzip;q=1", "gzip; q=0.001", "deflate , gzip ;q=0.8, br", "br,gzip"}) {
    EXPECT_TRUE(accepts(yes)) << yes;
  }
  for (const char* no :
       {"", "identity", "gzip;q=0", "gzip; q=0.0", "gzip;q=0.000", "gzip;Q=0", "x-gzip", "gzipped", ",,"}) {
    EXPECT_FALSE(accepts(no)) << no;
  }
}

TEST(Gzip, what_is_sent_is_what_was_meant) {
  std::string body;
  for (int i = 0; i < 3000; ++i) body += std::to_string(i * 7919) + ",";
  const Response packed = sent(text(body), {{"accept-encoding", "gzip"}});
  EXPECT_LT(packed.body.size(), body.size());
  EXPECT_EQ(unpacked(packed.body), body);
  EXPECT_EQ(*header(packed, "vary"), "Accept-Encoding");
  EXPECT_EQ(*header(sent(text(body)), "vary"), "Accept-Encoding") << "caches keep the two apart";
  EXPECT_EQ(*header(packed, "etag"), *header(sent(text(body)), "etag")) << "weak: the same content";
}

TEST(Gzip, is_left_out_where_it_cannot_help) {
  std::mt19937_64 random(3);
  std::string noise(4096, '\0');
  for (char& c : noise) c = static_cast<char>(random());
  EXPECT_EQ(header(sent(text(noise), {{"accept-encoding", "gzip"}}), "content-encoding"), nullptr);
  Response picture = text(std::string(5000, 'x'));
  picture.media_type = "image/png";
  EXPECT_EQ(header(sent(picture, {{"accept-encoding", "gzip"}}), "content-encoding"), nullptr);
  Response packed = text(std::string(5000, 'x'));
  packed.headers = {{"Content-Encoding", "gzip"}};
  EXPECT_EQ(sent(packed, {{"accept-encoding", "gzip"}}).body.size(), 5000U) << "not twice";
}

TEST(Ranges, are_sent_of_what_offers_them) {
  const Response part = sent(file("0123456789"), {{"range", "bytes=2-4"}});
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.body, "234");
  EXPECT_EQ(*header(part, "content-range"), "bytes 2-4/10");
  EXPECT_EQ(sent(text("0123456789"), {{"range", "bytes=2-4"}}).status, 200);
  EXPECT_EQ(sent(file("0123456789"), {{"range", "bytes=2-4"}}, Method::post).status, 200);
  const Response outside = sent(file("0123456789"), {{"range", "bytes=10-"}});
  EXPECT_EQ(outside.status, 416);
  EXPECT_EQ(*header(outside, "content-range"), "bytes */10");
  EXPECT_EQ(outside.body, "");
  EXPECT_EQ(sent(file(""), {{"range", "bytes=0-0"}}).status, 416);
}

TEST(Ranges, of_another_version_are_not_sent) {
  const auto status = [](const char* condition) {
    return sent(file("0123456789"), {{"range", "bytes=2-4"}, {"if-range", condition}}).status;
  };
  EXPECT_EQ(status("\"e\""), 206);
  EXPECT_EQ(status("\"old\""), 200);
  EXPECT_EQ(status("W/\"e\""), 200) << "the compressed one has other bytes";
  EXPECT_EQ(status("Sun, 06 Nov 1994 08:49:37 GMT"), 200);
}

TEST(Ranges, of_random_text_are_inside_or_none) {
  std::mt19937_64 random(5);
  const std::string letters = "0123456789--=, bytes";
  for (int round = 0; round < 50'000; ++round) {
    std::string value = "bytes=";
    for (std::size_t i = random() % 12; i > 0; --i) value += letters[random() % letters.size()];
    const std::size_t size = random() % 30;
    Range range;
    if (parse_range(value, size, range) != RangeKind::part) continue;
    EXPECT_LE(range.first, range.last) << value;
    EXPECT_LT(range.last, size) << value;
  }
}

TEST(Streams, stay_as_they_are) {
  Response stream = text(std::string(5000, 'x'));
  stream.stream_after = 7;
  const Response response =
      sent(stream, {{"accept-encoding", "gzip"}, {"range", "bytes=0-1"}, {"if-none-match", "*"}});
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, stream.body);
  EXPECT_EQ(header(response, "content-encoding"), nullptr);
}

TEST(Ranges, are_read_as_rfc_9110_has_them) {
  Range range;
  EXPECT_EQ(parse_range("bytes=0-9", 100, range), RangeKind::part);
  EXPECT_EQ(range, (Range{0, 9}));
  EXPECT_EQ(parse_range("bytes=90-", 100, range), RangeKind::part);
  EXPECT_EQ(range, (Range{90, 99}));
  EXPECT_EQ(parse_range("bytes=-10", 100, range), RangeKind::part);
  EXPECT_EQ(range, (Range{90, 99}));
  EXPECT_EQ(parse_range("bytes=5-1000", 100, range), RangeKind::part);
  EXPECT_EQ(range, (Range{5, 99}));
  EXPECT_EQ(parse_range("bytes=100-", 100, range), RangeKind::outside);
  EXPECT_EQ(parse_range("bytes=0-1,5-6", 100, range), RangeKind::all);
  EXPECT_EQ(parse_range("lines=0-1", 100, range), RangeKind::all);
  EXPECT_EQ(parse_range("bytes=99999999999999999999-", 100, range), RangeKind::all);
}

}  // namespace
}  // namespace xom::api
