#include "xom/api/server/source_address.h"

#include <array>

#include <arpa/inet.h>

namespace xom::api {

std::string plain_address(const std::string& address) {
  in6_addr bytes{};
  if (::inet_pton(AF_INET6, address.c_str(), &bytes) != 1 || !IN6_IS_ADDR_V4MAPPED(&bytes)) return address;
  std::array<char, INET_ADDRSTRLEN> text{};
  ::inet_ntop(AF_INET, &bytes.s6_addr[12], text.data(), text.size());
  return text.data();
}

std::string source_of(const std::string& address) {
  in6_addr bytes{};
  const std::string bare = address.substr(0, address.find('%'));  // without the interface of a local address
  if (::inet_pton(AF_INET6, bare.c_str(), &bytes) != 1) return address;
  if (IN6_IS_ADDR_V4MAPPED(&bytes)) return plain_address(bare);
  if (IN6_IS_ADDR_LOOPBACK(&bytes)) return "::1";
  for (std::size_t i = 8; i < sizeof bytes.s6_addr; ++i) bytes.s6_addr[i] = 0;
  std::array<char, INET6_ADDRSTRLEN> text{};
  ::inet_ntop(AF_INET6, &bytes, text.data(), text.size());
  return std::string(text.data()) + "/64";
}

}  // namespace xom::api
