#pragma once

#include <string>

namespace xom::api {

/// An IPv4 address that comes in IPv6 ("::ffff:192.0.2.7") as what it is; all others as they are. Pure.
std::string plain_address(const std::string& address);

/// Who is behind an address, as far as limits go: an IPv4 address, the first 64 bits of an IPv6 address
/// ("2001:db8:1:2::/64": who has one address there has all of them); anything else as it is. Pure.
std::string source_of(const std::string& address);

}  // namespace xom::api
