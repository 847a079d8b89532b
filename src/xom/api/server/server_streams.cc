#include <array>

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

#include "xom/api/http/refusal.h"
#include "xom/api/server/server_state.h"
#include "xom/api/server/wire.h"

// GCC 12 takes Asio's allocator of coroutine frames for two that do not fit.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

namespace xom::api {

namespace {

constexpr std::size_t piece = 256 << 10;    // [bytes] written under one time limit
constexpr std::size_t longest_queue = 256;  // messages a stream may be behind

}  // namespace

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
  for (auto& text : recent.after(told_before, *response.stream_after)) {
    connection.messages.push_back(std::move(text));
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

}  // namespace xom::api
