#pragma once

#include <deque>
#include <map>
#include <optional>
#include <thread>
#include <unordered_set>

#include "xom/api/server/recent_messages.h"
#include "xom/api/server/server.h"
#include "xom/api/server/worker_pool.h"

/// What server.cc, server_requests.cc and server_streams.cc share. They include Asio and Beast before it:
/// outside headers stay in .cc files.
namespace xom::api {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using SteadyClock = std::chrono::steady_clock;
using boost::system::error_code;
constexpr auto quiet = asio::as_tuple(asio::use_awaitable);

struct Connection {
  explicit Connection(tcp::socket with) : socket(std::move(with)), wake(socket.get_executor()) {}

  tcp::socket socket;
  asio::steady_timer wake;  ///< Never expires by itself: cancelled when there is something to do.
  SteadyClock::time_point deadline = SteadyClock::time_point::max();
  std::string peer;
  std::string source;                                  ///< Of `peer`, for limits.
  bool idle = true;                                    ///< Between requests.
  SteadyClock::time_point since = SteadyClock::now();  ///< Of the last request, or the beginning.
  bool stream = false;
  std::deque<Text> messages;  ///< Of a stream, not yet written.

  void limit(std::chrono::milliseconds time) { deadline = SteadyClock::now() + time; }
  void no_limit() { deadline = SteadyClock::time_point::max(); }
  void close() {
    error_code ignored;
    socket.close(ignored);
    wake.cancel();
  }
};
using Shared = std::shared_ptr<Connection>;

/// [bytes] of answers that are being sent.
struct HeldBytes {
  std::size_t all = 0;
  std::map<std::string, std::size_t> of;  ///< By source; those that hold none are left out.
};

struct Server::State {
  State(ServerOptions with, Handle how, BodyLimit most)
      : options(std::move(with)), handle(std::move(how)), body_limit(std::move(most)) {}

  ServerOptions options;
  Handle handle;
  BodyLimit body_limit;
  asio::io_context io{1};
  std::vector<tcp::acceptor> acceptors;
  std::vector<Endpoint> endpoints;
  asio::steady_timer sweeper{io};

  // ---- by the thread of `io` alone
  std::unordered_set<Shared> connections;
  std::size_t streams = 0;
  RecentMessages recent;
  std::string date;
  bool stopping = false;
  SteadyClock::time_point stop_at;

  std::size_t open_jobs = 0;
  HeldBytes held;

  std::thread thread;
  std::optional<WorkerPool> pool;  ///< Ends before anything else here.

  void listen(const Endpoint& wanted);
  void run();
  void begin_stop();

  bool is_proxy(const Connection& connection) const { return options.proxies.count(connection.peer) > 0; }
  bool has_place(const Connection& connection);
  bool may_hold(const Connection& connection, std::size_t bytes) const;
  asio::awaitable<void> accept(tcp::acceptor& acceptor);
  asio::awaitable<void> sweep();
  asio::awaitable<void> serve(Shared connection);
  asio::awaitable<void> answer_requests(Shared connection);
  asio::awaitable<bool> is_folded_head(Connection& connection, boost::beast::flat_buffer& buffer);
  asio::awaitable<bool> read(const Shared& connection, boost::beast::flat_buffer& buffer,
                             http::request_parser<http::string_body>& parser, Incoming& incoming);
  asio::awaitable<bool> by_worker(Shared connection, std::function<void(std::size_t worker)> work,
                                  Weight weight = Weight::light);
  asio::awaitable<Response> ask(Shared connection, Incoming request);
  asio::awaitable<bool> write(Connection& connection, const std::string& head, const std::string& body);
  asio::awaitable<void> refuse(Connection& connection, const Response& response, const std::string& id);
  asio::awaitable<void> stream(Connection& connection, const Response& response, const std::string& id,
                               std::uint64_t told_before);
};

}  // namespace xom::api
