#include "xom/api/server/server.h"

#include <cerrno>

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

#include "xom/api/server/listening_socket.h"
#include "xom/api/server/places.h"
#include "xom/api/server/server_state.h"
#include "xom/api/server/source_address.h"

// GCC 12 takes Asio's allocator of coroutine frames for two that do not fit.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

namespace xom::api {

namespace {

constexpr auto sweep_interval = std::chrono::milliseconds(250);
constexpr auto grace = std::chrono::seconds(3);

}  // namespace

void Server::State::listen(const Endpoint& wanted) {
  const ListeningSocket listening = listen_on(wanted);
  acceptors.emplace_back(io, listening.is_v6 ? tcp::v6() : tcp::v4(), listening.descriptor);
  endpoints.push_back(listening.endpoint);
}

void Server::State::run() {
  for (auto& acceptor : acceptors) asio::co_spawn(io, accept(acceptor), asio::detached);
  asio::co_spawn(io, sweep(), asio::detached);
  pool.emplace(options.workers, options.heavy_at_once);
  thread = std::thread([this] { io.run(); });
}

/// Takes one from an idle connection if there is no other.
bool Server::State::has_place(const Connection& connection) {
  std::vector<Place> places;
  std::vector<Connection*> open;
  places.reserve(connections.size());
  for (const auto& one : connections) {
    if (!one->socket.is_open()) continue;  // ends just now
    places.push_back({one->source, one->idle, one->since});
    open.push_back(one.get());
  }
  const auto decision = make_room(places, connection.source, is_proxy(connection),
                                  {options.connections, options.connections_of_one});
  if (decision.close) open[*decision.close]->close();
  return !decision.refuse;
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
    if (!ignored) connection->peer = plain_address(peer.address().to_string());
    connection->source = source_of(connection->peer);
    connection->idle = has_place(*connection);
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
    recent.forget(now);
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
               state->recent.add(event, message, SteadyClock::now());
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
