#include "xom/api/server/listening_socket.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <fmt/format.h>

#include "xom/base/error.h"

namespace xom::api {

namespace asio = boost::asio;
using asio::ip::tcp;

ListeningSocket listen_on(const Endpoint& wanted) {
  boost::system::error_code error;
  const auto address = asio::ip::make_address(wanted.address, error);
  if (error)
    throw Error(ErrorKind::usage, "'" + wanted.address + "' is no IPv4 or IPv6 address (web.listen)");
  const tcp::endpoint endpoint(address, wanted.port);
  asio::io_context io{1};
  tcp::acceptor acceptor(io);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error && address.is_v6()) acceptor.set_option(asio::ip::v6_only(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(1024, error);
  if (error) {
    const bool taken = error == asio::error::address_in_use;
    throw Error(
        taken ? ErrorKind::conflict : ErrorKind::io,
        fmt::format("cannot listen on {}:{}: {}{}", wanted.address, wanted.port, error.message(),
                    taken ? " (another program, perhaps another xom, has it; choose another port with "
                            "--listen or web.listen)"
                          : ""));
  }
  const std::uint16_t port = acceptor.local_endpoint().port();
  return {acceptor.release(), address.is_v6(), {wanted.address, port}};
}

}  // namespace xom::api
