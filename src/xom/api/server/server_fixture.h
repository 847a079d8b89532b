#pragma once

#include <future>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include "xom/api/server/server.h"

namespace xom::api {

/// Tests only: one connection to a server on this machine. Waits at most a minute for anything.
class Client {
 public:
  /// `from`: the last number of its own address, 127.0.0.1 or another.
  explicit Client(std::uint16_t port, std::uint32_t from = 1) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval longest{60, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof longest);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK - 1 + from);
    if (from != 1) ::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;

  Client& send(std::string_view text) {
    while (!text.empty()) {
      const auto sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) break;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return *this;
  }
  /// Up to and with `mark`, or to the end of the connection.
  std::string until(std::string_view mark) {
    while (kept_.find(mark) == std::string::npos) {
      char bytes[65536];
      const auto got = ::recv(socket_, bytes, sizeof bytes, 0);
      if (got <= 0) return std::exchange(kept_, {});
      kept_.append(bytes, static_cast<std::size_t>(got));
    }
    const auto end = kept_.find(mark) + mark.size();
    std::string text = kept_.substr(0, end);
    kept_.erase(0, end);
    return text;
  }
  std::string rest() { return until("\1no such mark\1"); }
  /// The next close is a reset.
  void abort() {
    const linger at_once{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  }

  bool connected = false;

 private:
  int socket_;
  std::string kept_;
};

inline constexpr std::string_view get = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
inline constexpr std::string_view get_last = "GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
inline const std::string post = "POST /p HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";

/// Tests only: a server whose handler says what it was asked; "/stream" is a stream, "/large" 3 MB, "/huge"
/// 50 MB; "/wait" and "/slow-stream" wait.
class Serving : public testing::Test {
 protected:
  void start() {
    options_.listen = {{"127.0.0.1", 0}};
    server_.reset();
    server_.emplace(
        options_, [this](std::size_t, const Incoming& request) { return answer(request); },
        [this](std::size_t, const Incoming& request) {
          return request.headers.contains("x-stranger") ? options_.small_body_bytes : longest_body_;
        });
    port_ = server_->endpoints().at(0).port;
  }
  Response answer(const Incoming& request) {
    {
      const std::lock_guard lock(mutex_);
      asked_.push_back(request);
    }
    Response response;
    response.body = request.method + " " + request.target + " " + request.body + "|";
    if (request.target == "/large") response.body = std::string(3'000'000, 'x');
    if (request.target == "/huge") response.body = std::string(50'000'000, 'x');
    if (request.target == "/stream" || request.target == "/slow-stream") {
      response.body = ": hello\n\n";
      response.stream_after = 10;
    }
    if (request.target == "/wait" || request.target == "/slow-stream") {
      waiting_.set_value();
      go_on_.get_future().wait();
    }
    return response;
  }
  std::string one(std::string_view text) { return Client(port_).send(text).rest(); }
  /// Asks until a place is free.
  std::string one_when_free(std::string_view text, std::string_view mark) {
    while (true) {
      const std::string got = Client(port_).send(text).until(mark);
      if (!got.empty() && got.find(" 503 ") == std::string::npos) return got;
    }
  }

  ServerOptions options_;
  std::size_t longest_body_ = 1 << 20;  ///< Of who is known.
  std::mutex mutex_;
  std::vector<Incoming> asked_;
  std::promise<void> waiting_, go_on_;
  std::optional<Server> server_;  ///< Ends first.
  std::uint16_t port_ = 0;
};

}  // namespace xom::api
