#include "xom/api/static_files.h"

#include <algorithm>
#include <array>

#include "xom/api/http/conditional.h"
#include "xom/api/http/route_match.h"

namespace xom::api {

namespace {

/// The paths that the pages themselves take apart (docs/formats/http-api.md, "Pages").
bool is_page(std::string_view path) {
  static constexpr std::array pages = {"/",         "/runs",     "/runs/{number}",   "/trends",
                                       "/coverage", "/analyses", "/analyses/{name}", "/operations",
                                       "/login"};
  return std::any_of(pages.begin(), pages.end(),
                     [&](const char* page) { return match_pattern(page, path).has_value(); });
}

Response without_pages() {
  Response response;
  response.media_type = "text/html; charset=utf-8";
  response.body =
      "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>XOM</title></head><body>"
      "<h1>XOM</h1><p>This program was built without its pages. <code>scripts/build</code> builds both (it "
      "needs node and npm).</p><p>The interface for programs is there: "
      "<a href=\"/api/v1/health\">/api/v1/health</a>, <a href=\"/api/v1/openapi.json\">its "
      "description</a>.</p></body></html>\n";
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

/// A person at a browser, who gets words and a way on; a program gets JSON.
bool wants_page(const Request& request) {
  const auto* accept = header(request, "accept");
  return accept != nullptr && accept->find("text/html") != std::string::npos;
}

}  // namespace

std::optional<Response> static_answer(std::span<const EmbeddedFile> files, const Request& request) {
  const bool known = is_page(request.path);
  const bool file_like = request.path.find('.', request.path.rfind('/')) != std::string::npos;
  const bool page = known || (!file_like && wants_page(request));
  const std::string_view wanted = page ? std::string_view("/index.html") : std::string_view(request.path);
  const auto file =
      std::find_if(files.begin(), files.end(), [&](const EmbeddedFile& one) { return one.path == wanted; });
  if (file == files.end()) return known ? std::optional(without_pages()) : std::nullopt;

  Response response;
  if (page && !known) response.status = 404;
  response.media_type = file->media_type;
  response.headers.emplace_back("Vary", "Accept-Encoding");
  response.headers.emplace_back("Cache-Control",
                                file->immutable ? "public, max-age=31536000, immutable" : "no-cache");
  const bool part = header(request, "range") != nullptr;
  const bool packed = !file->gzip.empty() && !part && accepts_gzip(request);
  // Weak for the compressed one: parts of the two do not fit together (RFC 9110, 8.8.1).
  if (known || !page) response.headers.emplace_back("ETag", (packed ? "W/" : "") + std::string(file->etag));
  if (packed) {
    response.body = file->gzip;
    response.headers.emplace_back("Content-Encoding", "gzip");
  } else {
    response.body = file->content;
    response.headers.emplace_back("Accept-Ranges", "bytes");
  }
  return response;
}

}  // namespace xom::api
