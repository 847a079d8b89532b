#include "xom/api/server.h"

#include <array>
#include <cerrno>
#include <deque>
#include <optional>
#include <thread>
#include <unordered_set>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <fmt/format.h>

#include "xom/api/refusal.h"
#include "xom/api/wire.h"
#include "xom/api/worker_pool.h"
#include "xom/base/error.h"
#include "xom/base/hash.h"
#include "xom/base/log.h"

// GCC 12 takes Asio's allocator of coroutine frames for two that do not fit.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

namespace xom::api {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using SteadyClock = std::chrono::steady_clock;
using boost::system::error_code;
using Text = std::shared_ptr<const std::string>;

constexpr auto quiet = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t piece = 256 << 10;    // [bytes] written under one time limit
constexpr std::size_t longest_queue = 256;  // messages a stream may be behind
constexpr auto sweep_interval = std::chrono::milliseconds(250);
constexpr auto remember = std::chrono::minutes(1);
constexpr auto grace = std::chrono::seconds(3);

struct Connection {
  explicit Connection(tcp::socket with) : socket(std::move(with)), wake(socket.get_executor()) {}

  tcp::socket socket;
  asio::steady_timer wake;  ///< Never expires by itself: cancelled when there is something to do.
  SteadyClock::time_point deadline = SteadyClock::time_point::max();
  std::string peer;
  bool idle = true;  ///< Between requests.
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

struct Message {
  std::uint64_t number;  ///< 1, 2, 3, ... of all that were told.
  std::int64_t event;
  Text text;
  SteadyClock::time_point at;
};

/// Counted while it lives.
class Held {
 public:
  Held(std::size_t& sum, std::size_t bytes) : sum_(sum), bytes_(bytes) { sum_ += bytes_; }
  ~Held() { sum_ -= bytes_; }
  Held(const Held&) = delete;

 private:
  std::size_t& sum_;
  const std::size_t bytes_;
};

/// What a worker does for a connection that waits for it.
struct Job {
  Shared connection;
  std::function<void(std::size_t worker)> work;
  bool done = false;
};

/// Without its body. Called before the body is read: fields after it (trailers) name nobody's rights.
Incoming head_of(const http::request<http::string_body>& message) {
  Incoming request;
  request.method = std::string(message.method_string());
  request.target = std::string(message.target());
  for (const auto& field : message) {
    std::string name(field.name_string());
    for (char& c : name) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    const std::string value(field.value());
    const auto [at, is_new] = request.headers.emplace(std::move(name), value);
    if (!is_new) at->second += (at->first == "cookie" ? "; " : ", ") + value;
  }
  return request;
}

/// Where its body ends is known: what follows cannot pass for another request (RFC 9112, 6.1 and 6.3).
bool is_framed(const http::request<http::string_body>& message) {
  const auto codings = message.count(http::field::transfer_encoding);
  if (codings == 0) return true;
  return codings == 1 && message.version() == 11 &&
         boost::beast::iequals(message[http::field::transfer_encoding], "chunked");
}

Response too_many_requests(const std::string& id) {
  return refusal(503, "too_many", "too many requests at once; try again", id);
}

Response body_too_large(std::size_t limit, const std::string& id) {
  return refusal(
      413, "usage",
      fmt::format("the body of the request is larger than the {} bytes that are read here from whoever "
                  "sends it",
                  limit),
      id);
}

/// What a request that is none is told. Empty: nothing, the connection is simply over.
std::optional<Response> answer_to_garbage(const error_code& error, const std::string& id,
                                          std::size_t body_limit) {
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return refusal(431, "usage", "the headers of the request are larger than 16 KB", id);
  }
  if (error == http::error::body_limit) {
    return body_too_large(body_limit, id);
  }
  if (error == http::error::end_of_stream || error == http::error::partial_message ||
      error.category() != http::make_error_code(http::error::bad_method).category()) {
    return std::nullopt;
  }
  return refusal(400, "usage", "the request is not valid HTTP/1.1: " + error.message(), id);
}

std::string address_text(const tcp::endpoint& endpoint) {
  auto address = endpoint.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  }
  return address.to_string();
}

}  // namespace

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
  std::deque<Message> recent;
  std::uint64_t told = 0;  ///< Number of the newest message.
  std::string date;
  bool stopping = false;
  SteadyClock::time_point stop_at;

  std::size_t open_jobs = 0;
  std::size_t held = 0;  ///< [bytes] of answers that are being sent

  std::thread thread;
  std::optional<WorkerPool> pool;  ///< Ends before anything else here.

  void listen(const Endpoint& wanted);
  void run();
  void begin_stop();

  asio::awaitable<void> accept(tcp::acceptor& acceptor);
  asio::awaitable<void> sweep();
  asio::awaitable<void> serve(Shared connection);
  asio::awaitable<void> answer_requests(Shared connection);
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

void Server::State::listen(const Endpoint& wanted) {
  const std::string name = fmt::format("{}:{}", wanted.address, wanted.port);
  error_code error;
  const auto address = asio::ip::make_address(wanted.address, error);
  if (error)
    throw Error(ErrorKind::usage, "'" + wanted.address + "' is no IPv4 or IPv6 address (web.listen)");
  const tcp::endpoint endpoint(address, wanted.port);
  tcp::acceptor acceptor(io);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error && address.is_v6()) acceptor.set_option(asio::ip::v6_only(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(1024, error);
  if (error) {
    const bool taken = error == asio::error::address_in_use;
    throw Error(taken ? ErrorKind::conflict : ErrorKind::io,
                "cannot listen on " + name + ": " + error.message() +
                    (taken ? " (another program, perhaps another xom, has it; choose another port with "
                             "--listen or web.listen)"
                           : ""));
  }
  endpoints.push_back({wanted.address, acceptor.local_endpoint().port()});
  acceptors.push_back(std::move(acceptor));
}

void Server::State::run() {
  for (auto& acceptor : acceptors) asio::co_spawn(io, accept(acceptor), asio::detached);
  asio::co_spawn(io, sweep(), asio::detached);
  pool.emplace(options.workers, options.heavy_at_once);
  thread = std::thread([this] { io.run(); });
}

asio::awaitable<void> Server::State::accept(tcp::acceptor& acceptor) {
  while (!stopping) {
    auto [error, socket] = co_await acceptor.async_accept(quiet);
    if (error == asio::error::operation_aborted) co_return;
    if (error) {  // no descriptors left, or the client is gone already
      asio::steady_timer pause(io, std::chrono::milliseconds(50));
      co_await pause.async_wait(quiet);
      continue;
    }
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    auto connection = std::make_shared<Connection>(std::move(socket));
    const auto peer = connection->socket.remote_endpoint(ignored);
    if (!ignored) connection->peer = address_text(peer);
    connections.insert(connection);
    asio::co_spawn(io, serve(connection), asio::detached);
  }
}

/// Closes what is over its time. One look at all of them four times a second costs less than a timer each.
asio::awaitable<void> Server::State::sweep() {
  for (std::uint64_t round = 0;; ++round) {
    sweeper.expires_after(sweep_interval);
    co_await sweeper.async_wait(quiet);
    const auto now = SteadyClock::now();
    date.clear();
    while (!recent.empty() && recent.front().at + remember < now) recent.pop_front();
    const std::vector<Shared> all(connections.begin(), connections.end());
    for (const auto& connection : all) {
      if (connection->deadline < now) connection->close();
      if (connection->stream && round % 8 == 0) {  // a client that left says so only to who asks
        char byte = 0;
        const auto got = ::recv(connection->socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        const bool waits = got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
        if (got <= 0 && !waits) connection->close();
      }
    }
    if (stopping && (connections.empty() || stop_at < now)) {
      io.stop();
      co_return;
    }
  }
}

asio::awaitable<void> Server::State::serve(Shared connection) {
  try {
    if (connections.size() > options.connections) {
      const auto id = random_hex(8);
      co_await refuse(*connection, refusal(503, "too_many", "too many connections; try again", id), id);
    } else {
      co_await answer_requests(connection);
    }
  } catch (const std::exception& error) {  // out of memory: this connection ends, the others do not
    log_error(fmt::format("a connection of {} ended: {}", connection->peer, error.what()));
  }
  connection->close();
  connections.erase(connection);
}

asio::awaitable<void> Server::State::answer_requests(Shared connection) {
  boost::beast::flat_buffer buffer(2 * options.header_bytes + 4096);
  connection->limit(options.header_time);
  while (!stopping) {
    if (buffer.size() == 0) {
      auto [error, bytes] = co_await connection->socket.async_read_some(buffer.prepare(4096), quiet);
      if (error) co_return;
      buffer.commit(bytes);
    }
    connection->idle = false;
    connection->limit(options.header_time);
    const std::string id = random_hex(8);
    http::request_parser<http::string_body> parser;
    Incoming incoming;
    incoming.id = id;
    if (!co_await read(connection, buffer, parser, incoming)) co_return;
    const bool keep = parser.get().keep_alive() && !stopping;
    const bool is_head = parser.get().method() == http::verb::head;
    connection->no_limit();
    const std::uint64_t told_before = told;
    Response response = co_await ask(connection, std::move(incoming));
    if (held + response.body.size() > options.held_bytes) {
      response = refusal(503, "too_many", "other large answers are being sent; try again", id);
    }
    const Held holding(held, response.body.size());
    if (!connection->socket.is_open()) co_return;
    if (response.stream_after && !is_head) {
      buffer.clear();
      buffer.shrink_to_fit();
      co_return co_await stream(*connection, response, id, told_before);
    }
    if (date.empty()) date = http_date(std::time(nullptr));
    const std::string top =
        head(response, id, is_head ? Framing::none : Framing::whole, keep && !stopping, date);
    static const std::string nothing;
    if (!co_await write(*connection, top, is_head ? nothing : response.body) || !keep) co_return;
    connection->idle = true;
    connection->limit(options.idle_time);
  }
}

/// False: the connection is over; the client was told why if that was possible.
asio::awaitable<bool> Server::State::read(const Shared& shared, boost::beast::flat_buffer& buffer,
                                          http::request_parser<http::string_body>& parser,
                                          Incoming& incoming) {
  Connection& connection = *shared;
  const std::string id = incoming.id;
  parser.header_limit(static_cast<std::uint32_t>(options.header_bytes));
  parser.body_limit(boost::none);  // set before the body is read
  auto [error, size] = co_await http::async_read_header(connection.socket, buffer, parser, quiet);
  std::optional<Response> garbage;
  if (error) {
    garbage = answer_to_garbage(error, id, 0);
  } else if (parser.get().target().size() > options.target_bytes) {
    garbage = refusal(414, "usage", "the target of the request is longer than 8 KB", id);
  } else if (parser.get().version() != 10 && parser.get().version() != 11) {
    garbage = refusal(400, "usage", "the request is not HTTP/1.1", id);
  } else if (const auto hosts = parser.get().count(http::field::host);
             hosts > 1 || (hosts == 0 && parser.get().version() == 11)) {
    garbage = refusal(400, "usage", "the request needs one Host header", id);
  } else if (!is_framed(parser.get())) {
    garbage = refusal(400, "usage", "the only Transfer-Encoding understood is chunked, in HTTP/1.1", id);
  } else {
    incoming = head_of(parser.get());
    incoming.id = id;
    incoming.peer = connection.peer;
    std::size_t most = options.small_body_bytes;
    const auto length = parser.content_length();
    if (parser.chunked() || (length && *length > most)) {
      connection.no_limit();
      const std::function<void(std::size_t)> ask_limit = [&](std::size_t worker) {
        if (body_limit) most = body_limit(worker, incoming);
      };
      const bool asked = co_await by_worker(shared, ask_limit);
      if (!connection.socket.is_open()) co_return false;
      if (!asked) garbage = too_many_requests(id);
    }
    if (!garbage && length && *length > most) garbage = body_too_large(most, id);
    if (garbage) {
      co_await refuse(connection, *garbage, id);
      co_return false;
    }
    parser.body_limit(most);
    connection.limit(options.total_time);
    if (boost::beast::iequals(parser.get()[http::field::expect], "100-continue")) {
      static const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
      if (!co_await write(connection, go_on, {})) co_return false;
    }
    auto [body_error, body_size] = co_await http::async_read(connection.socket, buffer, parser, quiet);
    if (!body_error) {
      incoming.body = std::move(parser.get().body());
      co_return true;
    }
    garbage = answer_to_garbage(body_error, id, most);
  }
  if (garbage) co_await refuse(connection, *garbage, id);
  co_return false;
}

/// Hands work to a worker and waits until it is done, holding no thread. False: there is too much to do.
asio::awaitable<bool> Server::State::by_worker(Shared connection,
                                               std::function<void(std::size_t worker)> work, Weight weight) {
  if (open_jobs >= options.requests) co_return false;
  auto job = std::make_shared<Job>();
  job->connection = connection;
  job->work = std::move(work);
  ++open_jobs;
  const auto done = [this, job](std::size_t worker) {
    job->work(worker);
    asio::post(io, [job] {
      job->done = true;
      job->connection->wake.cancel();
    });
  };
  pool->add(done, weight);
  while (!job->done) {
    connection->wake.expires_at(SteadyClock::time_point::max());
    co_await connection->wake.async_wait(quiet);
  }
  --open_jobs;
  co_return true;
}

asio::awaitable<Response> Server::State::ask(Shared connection, Incoming request) {
  const std::string id = request.id;
  Response response;
  const bool heavy = options.is_heavy && options.is_heavy(request);
  const auto latest = heavy ? SteadyClock::now() + options.heavy_wait : SteadyClock::time_point::max();
  const std::function<void(std::size_t)> work = [&](std::size_t worker) {
    if (SteadyClock::now() <= latest) {
      response = handle(worker, std::move(request));
    } else {
      response = refusal(503, "too_many", "others asked for much at once; try again", id);
    }
  };
  const bool answered =
      co_await by_worker(std::move(connection), work, heavy ? Weight::heavy : Weight::light);
  co_return answered ? std::move(response) : too_many_requests(id);
}

asio::awaitable<bool> Server::State::write(Connection& connection, const std::string& head,
                                           const std::string& body) {
  std::size_t sent = std::min(body.size(), piece);
  connection.limit(options.total_time);
  {
    const std::array buffers = {asio::buffer(head), asio::buffer(body.data(), sent)};
    auto [error, bytes] = co_await asio::async_write(connection.socket, buffers, quiet);
    if (error) co_return false;
  }
  while (sent < body.size()) {
    const std::size_t next = std::min(body.size() - sent, piece);
    connection.limit(options.total_time);
    auto [error, bytes] =
        co_await asio::async_write(connection.socket, asio::buffer(body.data() + sent, next), quiet);
    if (error) co_return false;
    sent += next;
  }
  co_return true;
}

/// Says it and closes. What the client still sends is read for a moment: closing at once would take the
/// answer away from it.
asio::awaitable<void> Server::State::refuse(Connection& connection, const Response& response,
                                            const std::string& id) {
  const std::string top = head(response, id, Framing::whole, false, http_date(std::time(nullptr)));
  if (!co_await write(connection, top, response.body)) co_return;
  error_code ignored;
  connection.socket.shutdown(tcp::socket::shutdown_send, ignored);
  connection.limit(std::chrono::milliseconds(1000));
  std::array<char, 4096> rest;
  for (std::size_t taken = 0; taken < (std::size_t{4} << 20);) {
    auto [error, bytes] = co_await connection.socket.async_read_some(asio::buffer(rest), quiet);
    if (error) co_return;
    taken += bytes;
  }
}

/// Begins with what was told while the request was answered: all before is in the answer. An event alone
/// does not say so: what changed without one (a comment) has the number of the event before.
asio::awaitable<void> Server::State::stream(Connection& connection, const Response& response,
                                            const std::string& id, std::uint64_t told_before) {
  if (streams >= options.streams) {
    co_return co_await refuse(connection, refusal(503, "too_many", "too many pages are open; try again", id),
                              id);
  }
  for (const Message& message : recent) {
    if (message.number > told_before && message.event >= *response.stream_after) {
      connection.messages.push_back(message.text);
    }
  }
  ++streams;
  connection.stream = true;
  const std::string top = head(response, id, Framing::stream, false, http_date(std::time(nullptr)));
  bool good = co_await write(connection, top, response.body);
  static const Text heartbeat = std::make_shared<const std::string>(":\n\n");
  static const std::string nothing;
  while (good && !stopping && connection.socket.is_open()) {
    if (connection.messages.size() > longest_queue) break;  // so slow a client begins again
    if (connection.messages.empty()) {
      connection.no_limit();
      connection.wake.expires_after(options.heartbeat);
      auto [cancelled] = co_await connection.wake.async_wait(quiet);
      if (!cancelled) connection.messages.push_back(heartbeat);
      continue;
    }
    const Text text = std::move(connection.messages.front());
    connection.messages.pop_front();
    good = co_await write(connection, *text, nothing);
  }
  --streams;
}

void Server::State::begin_stop() {
  if (stopping) return;
  stopping = true;
  stop_at = SteadyClock::now() + grace;
  for (auto& acceptor : acceptors) {
    error_code ignored;
    acceptor.close(ignored);
  }
  const std::vector<Shared> all(connections.begin(), connections.end());
  for (const auto& connection : all) {
    if (connection->idle || connection->stream) connection->close();
  }
  sweeper.cancel();
}

Server::Server(ServerOptions options, Handle handle, BodyLimit body_limit)
    : state_(std::make_unique<State>(std::move(options), std::move(handle), std::move(body_limit))) {
  for (const Endpoint& endpoint : state_->options.listen) state_->listen(endpoint);
  state_->run();
}

Server::~Server() {
  stop();
  state_->thread.join();
  state_->pool.reset();
}

const std::vector<Endpoint>& Server::endpoints() const {
  return state_->endpoints;
}

void Server::broadcast(std::int64_t event, std::string text) {
  asio::post(state_->io,
             [state = state_.get(), event, message = std::make_shared<const std::string>(std::move(text))] {
               state->recent.push_back({++state->told, event, message, SteadyClock::now()});
               for (const auto& connection : state->connections) {
                 if (!connection->stream) continue;
                 connection->messages.push_back(message);
                 connection->wake.cancel();
               }
             });
}

void Server::stop() {
  asio::post(state_->io, [state = state_.get()] { state->begin_stop(); });
}

}  // namespace xom::api
