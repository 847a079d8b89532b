#pragma once

#include <string>
#include <string_view>

namespace xom {

/// With the letters A-Z in lower case; all other bytes stay.
std::string lower(std::string_view text);

/// "'TEXT'", shortened for messages, without what is not printable.
std::string in_quotes(std::string_view text);

/// For a part of a URL: all but letters, digits, - _ . ~ and the bytes of `also` as %XX (RFC 3986, 2.3).
std::string percent_encoded(std::string_view text, std::string_view also = {});

}  // namespace xom
