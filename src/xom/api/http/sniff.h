#pragma once

#include <string>
#include <string_view>

namespace xom::api {

/// How a browser gets bytes that somebody's program wrote.
struct Shown {
  std::string media_type;
  bool in_page = false;  ///< False: to be saved.
};

/// By the first bytes, never by what the program said: PNG, JPEG, WebP, PDF and SVG (which the answer puts
/// into a sandbox) are shown, JSON as well where the kind is "histogram" or "json"; everything else is saved
/// as bytes. Pure.
Shown shown_as(std::string_view kind, std::string_view bytes);

/// Text of a log as UTF-8: line ends and tabs stay, other control characters are spaces, what is not UTF-8 is
/// U+FFFD. Pure.
std::string printable(std::string_view log);

}  // namespace xom::api
