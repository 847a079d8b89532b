#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "xom/api/http/http.h"

/// HTTP/1.1 over TCP, with limits on everything. Boost.Beast and Asio behind it, in server.cc alone.
namespace xom::api {

/// "127.0.0.1:8080", "[::1]:8080", "localhost:8080" (both loopback addresses); port 0: a free one. Throws
/// Error{usage}.
struct Endpoint {
  std::string address;  ///< IPv4 or IPv6.
  std::uint16_t port = 0;
};
std::vector<Endpoint> parse_endpoint(const std::string& text);

struct ServerOptions {
  std::vector<Endpoint> listen;
  std::size_t workers = 4;               ///< Threads that call the handler.
  std::size_t heavy_at_once = 3;         ///< Of them at most with heavy requests.
  std::size_t requests = 256;            ///< Waiting for a worker or with one; more: 503.
  std::size_t streams = 500;             ///< Event streams at once; more: 503.
  std::size_t connections = 256 + 500;   ///< One more takes the place of an idle one; without: 503.
  std::size_t connections_of_one = 256;  ///< Likewise, of one address (source_of); not of a proxy.
  std::set<std::string> proxies;         ///< Addresses through which many come.
  std::size_t header_bytes = 16 << 10;
  std::size_t target_bytes = 8 << 10;
  std::size_t small_body_bytes = 4 << 10;         ///< Read without asking `BodyLimit`.
  std::chrono::milliseconds header_time{5000};    ///< From a request's first byte to the end of its header.
  std::chrono::milliseconds idle_time{60000};     ///< Between requests.
  std::chrono::milliseconds total_time{30000};    ///< To read a body; to send 256 KiB of an answer.
  std::chrono::milliseconds heartbeat{15000};     ///< A comment line in each stream.
  std::chrono::milliseconds heavy_wait{20000};    ///< A heavy request that found no worker till then: 503.
  std::size_t held_bytes = 256 << 20;             ///< Of answers that clients have not read yet; more: 503.
  std::size_t held_bytes_of_one = 64 << 20;       ///< Likewise, of one address (source_of); not of a proxy.
  std::function<bool(const Incoming&)> is_heavy;  ///< May take seconds; empty: none does. Any thread.
};

/// Called on a worker thread; `worker` is 0 to ServerOptions::workers - 1, each by one thread at a time. Must
/// not throw.
using Handle = std::function<Response(std::size_t worker, Incoming request)>;

/// Longest body [bytes] that this request, of which all but the body is known, may send. Asked before a byte
/// of a body is read that is longer than `small_body_bytes`, or does not say how long it is. As Handle:
/// called on a worker thread, and must not throw. Without one no longer bodies are read.
using BodyLimit = std::function<std::size_t(std::size_t worker, const Incoming& request)>;

/// One thread reads and writes all connections; workers answer. A bad request costs only its own connection;
/// slow clients and streams hold no worker.
class Server {
 public:
  /// Binds. Throws Error{conflict} if an address is taken, Error{io} if it is not ours.
  Server(ServerOptions options, Handle handle, BodyLimit body_limit = {});
  /// Stops.
  ~Server();

  /// What it listens on, with the real ports.
  const std::vector<Endpoint>& endpoints() const;

  /// To all streams whose `stream_after` is not larger than `event`, and for a minute to those that begin.
  /// Any thread.
  void broadcast(std::int64_t event, std::string text);

  /// Takes no more connections, ends streams, lets requests end (3 s at most). Any thread; again: nothing.
  void stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace xom::api
