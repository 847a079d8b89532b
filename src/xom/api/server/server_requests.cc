#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <fmt/format.h>

#include "xom/api/http/refusal.h"
#include "xom/api/server/request_head.h"
#include "xom/api/server/server_state.h"
#include "xom/api/server/wire.h"
#include "xom/base/hash.h"
#include "xom/base/log.h"

// GCC 12 takes Asio's allocator of coroutine frames for two that do not fit.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

namespace xom::api {

namespace {

/// Counted while it lives.
class Held {
 public:
  /// `source` outlives this object.
  Held(HeldBytes& sum, const std::string& source, std::size_t bytes)
      : sum_(sum), source_(source), bytes_(bytes) {
    sum_.all += bytes_;
    if (bytes_ > 0) sum_.of[source_] += bytes_;
  }
  ~Held() {
    sum_.all -= bytes_;
    if (bytes_ > 0 && (sum_.of[source_] -= bytes_) == 0) sum_.of.erase(source_);
  }
  Held(const Held&) = delete;

 private:
  HeldBytes& sum_;
  const std::string& source_;
  const std::size_t bytes_;
};

/// What a worker does for a connection that waits for it.
struct Job {
  Shared connection;
  std::function<void(std::size_t worker)> work;
  bool done = false;
};

/// Without its body. Called before the body is read: fields after it (trailers) name nobody's rights.
RequestHead head_of(const http::request<http::string_body>& message) {
  RequestHead head{
      message.version(), std::string(message.method_string()), std::string(message.target()), {}};
  for (const auto& field : message) head.fields.emplace_back(field.name_string(), field.value());
  return head;
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

}  // namespace

asio::awaitable<void> Server::State::serve(Shared connection) {
  try {
    if (!connection->idle) {
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
    connection->since = SteadyClock::now();
    connection->limit(options.header_time);
    const std::string id = random_hex(8);
    http::request_parser<http::string_body> parser;
    Incoming incoming;
    incoming.id = id;
    if (!co_await read(connection, buffer, parser, incoming)) co_return;
    const bool keep = parser.get().keep_alive() && !stopping;
    const bool is_head = parser.get().method() == http::verb::head;
    connection->no_limit();
    const std::uint64_t told_before = recent.told();
    Response response = co_await ask(connection, std::move(incoming));
    if (!may_hold(*connection, response.body.size())) {
      response = refusal(503, "too_many", "other large answers are being sent; try again", id);
    }
    const Held holding(held, connection->source, response.body.size());
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

/// Whoever reads slowly, or not at all, takes the memory of answers from nobody but himself.
bool Server::State::may_hold(const Connection& connection, std::size_t bytes) const {
  if (held.all + bytes > options.held_bytes) return false;
  const auto own = held.of.find(connection.source);
  return is_proxy(connection) ||
         (own == held.of.end() ? 0 : own->second) + bytes <= options.held_bytes_of_one;
}

/// Waits for the whole head, as far as one comes; the parser says what is wrong with one that does not end.
asio::awaitable<bool> Server::State::is_folded_head(Connection& connection,
                                                    boost::beast::flat_buffer& buffer) {
  while (true) {
    const std::string_view bytes(static_cast<const char*>(buffer.cdata().data()), buffer.size());
    if (const auto size = head_size(bytes)) co_return is_folded(bytes.substr(0, *size));
    if (bytes.size() >= options.header_bytes) co_return false;
    auto [error, more] = co_await connection.socket.async_read_some(buffer.prepare(4096), quiet);
    if (error) co_return false;
    buffer.commit(more);
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
  std::optional<Response> garbage;
  if (co_await is_folded_head(connection, buffer)) {
    garbage = refusal(400, "usage", "a header of the request goes on in a second line", id);
    co_await refuse(connection, *garbage, id);
    co_return false;
  }
  auto [error, size] = co_await http::async_read_header(connection.socket, buffer, parser, quiet);
  const RequestHead head = head_of(parser.get());
  if (error) {
    garbage = answer_to_garbage(error, id, 0);
  } else if (garbage = judge(head, options.target_bytes, id); !garbage) {
    incoming = api::incoming(head);
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

}  // namespace xom::api
