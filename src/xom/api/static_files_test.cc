#include "xom/api/static_files.h"

#include <gmock/gmock.h>

#include "xom/api/http/conditional.h"
#include "xom/api/http/target.h"

namespace xom::api {
namespace {

using Headers = std::map<std::string, std::string, std::less<>>;

constexpr EmbeddedFile files[] = {
    {"/assets/app-1.js", "text/javascript; charset=utf-8", "\"js\"", true, "let answer = 42;", "packed"},
    {"/favicon.svg", "image/svg+xml", "\"svg\"", false, "<svg/>", ""},
    {"/index.html", "text/html; charset=utf-8", "\"html\"", false, "<!doctype html>", "packed page"},
};

/// As the server sends it; status 404: there is none.
Response get_file(std::string path, Headers headers = {}) {
  Request request;
  request.path = std::move(path);
  request.headers = std::move(headers);
  auto response = static_answer(files, request);
  if (!response) {
    response.emplace();
    response->status = 404;
    return *response;
  }
  finish(request, *response);
  return *response;
}

TEST(EmbeddedPages, an_unchanged_page_is_not_sent_again) {
  for (const Headers& with : {Headers{}, Headers{{"accept-encoding", "gzip"}}}) {
    const Response first = get_file("/runs", with);
    Headers again = with;
    again["if-none-match"] = *header(first, "etag");
    EXPECT_EQ(get_file("/runs", again).status, 304);
    EXPECT_EQ(get_file("/trends", again).status, 304) << "the same document";
    EXPECT_EQ(get_file("/favicon.svg", again).status, 200);
  }
}

TEST(EmbeddedPages, an_address_that_is_none_is_a_page_for_people_and_none_for_programs) {
  const Headers browser = {{"accept", "text/html,application/xhtml+xml,*/*;q=0.8"}};
  const Response page = get_file("/nothing", browser);
  EXPECT_EQ(page.status, 404);
  EXPECT_EQ(page.body, "<!doctype html>");
  EXPECT_EQ(header(page, "etag"), nullptr) << "an answer 304 would not say that there is nothing";
  EXPECT_NE(get_file("/nothing", {{"accept", "application/json"}}).body, page.body);
  EXPECT_NE(get_file("/nothing").body, page.body);
  EXPECT_NE(get_file("/assets/gone.js", browser).body, page.body);
  EXPECT_EQ(get_file("/login", browser).status, 200);
}

TEST(EmbeddedPages, the_compressed_form_is_another_one_byte_for_byte) {
  const Response packed = get_file("/assets/app-1.js", {{"accept-encoding", "gzip"}});
  EXPECT_EQ(packed.body, "packed");
  EXPECT_EQ(*header(packed, "content-encoding"), "gzip");
  EXPECT_EQ(*header(packed, "vary"), "Accept-Encoding");
  EXPECT_EQ(*header(packed, "etag"), "W/\"js\"");
  const Response plain = get_file("/assets/app-1.js", {{"accept-encoding", "gzip;q=0"}});
  EXPECT_EQ(plain.body, "let answer = 42;");
  EXPECT_EQ(*header(plain, "etag"), "\"js\"");
  const Response rest = get_file(
      "/assets/app-1.js", {{"accept-encoding", "gzip"}, {"range", "bytes=4-"}, {"if-range", "W/\"js\""}});
  EXPECT_EQ(rest.status, 200) << "the rest of the plain one does not fit to the compressed one";
}

TEST(EmbeddedPages, parts_are_of_the_plain_form) {
  const Response part = get_file("/assets/app-1.js", {{"accept-encoding", "gzip"}, {"range", "bytes=4-9"}});
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.body, "answer");
  EXPECT_EQ(header(part, "content-encoding"), nullptr);
  EXPECT_EQ(get_file("/assets/app-1.js", {{"range", "bytes=100-"}}).status, 416);
}

TEST(EmbeddedPages, only_what_changes_its_name_is_kept_for_ever) {
  EXPECT_EQ(*header(get_file("/assets/app-1.js"), "cache-control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(*header(get_file("/"), "cache-control"), "no-cache");
  EXPECT_EQ(*header(get_file("/favicon.svg"), "cache-control"), "no-cache");
}

TEST(EmbeddedPages, paths_that_are_no_pages_are_not_found) {
  for (const char* path : {"", "/index", "/INDEX.HTML", "/runs/1/2", "/analyses/a/b", "/assets", "/assets/",
                           "/assets/app-2.js", "/assets/app-1.js/", "/assets/app-1.js.gz",
                           "/assets/../index.html", "/../etc/passwd", "/xom.db", "/api"}) {
    EXPECT_EQ(get_file(path).status, 404) << path;
  }
}

TEST(EmbeddedPages, of_this_program_are_well_formed) {
  for (const EmbeddedFile& file : embedded_files()) {
    const auto target = parse_target(file.path);
    ASSERT_TRUE(target) << file.path;
    EXPECT_EQ(target->path, file.path) << "else nobody could ask for it";
    EXPECT_THAT(std::string(file.etag), testing::MatchesRegex("\"[0-9A-Za-z_-]+\"")) << file.path;
    EXPECT_TRUE(file.media_type.substr(0, 5) != "text/" ||
                file.media_type.find("charset=utf-8") != std::string_view::npos);
    EXPECT_FALSE(file.path.ends_with(".map")) << file.path;
    EXPECT_EQ(file.immutable && !file.path.starts_with("/assets/"), false) << file.path;
    EXPECT_TRUE(file.gzip.empty() || file.gzip.size() < file.content.size()) << file.path;
    EXPECT_TRUE(file.gzip.empty() || file.gzip.starts_with("\x1f\x8b")) << file.path;
  }
}

TEST(EmbeddedPages, every_address_of_a_page_is_one_document_and_assets_never_change) {
  for (const char* path : {"/", "/runs", "/runs/53101", "/trends", "/analyses/light_yield", "/operations"}) {
    const Response page = get_file(path);
    EXPECT_EQ(page.body, "<!doctype html>") << path;
    EXPECT_EQ(*header(page, "cache-control"), "no-cache") << path;
  }
  EXPECT_EQ(*header(get_file("/assets/app-1.js"), "cache-control"), "public, max-age=31536000, immutable");
  Request request;
  request.path = "/";
  EXPECT_NE(static_answer({}, request)->body.find("without its pages"), std::string::npos);
}

}  // namespace
}  // namespace xom::api
