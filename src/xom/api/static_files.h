#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "xom/api/http/http.h"

/// The pages, which are part of the program.
namespace xom::api {

struct EmbeddedFile {
  std::string_view path;        ///< "/assets/index-CF6zDurh.js"
  std::string_view media_type;  ///< With character set.
  std::string_view etag;        ///< In quotes.
  bool immutable = false;       ///< Its name changes with its content.
  std::string_view content;
  std::string_view gzip;  ///< The same, compressed; empty where that saves nothing.
};

/// All of them, by path. Empty if the program was built without pages. Made by cmake/embed_web.py.
std::span<const EmbeddedFile> embedded_files();

/// The page or file of this path; empty: there is none. Only paths of the list are ever found: nothing is
/// read from disk.
std::optional<Response> static_answer(std::span<const EmbeddedFile> files, const Request& request);

}  // namespace xom::api
