#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "xom/base/time.h"

namespace xom::net {

/// What a server said to a request.
struct Reply {
  int status = 0;           ///< 0: there was no answer; `body` says why.
  std::string body;         ///< At most the first 64 KiB, or as many as were asked for.
  std::string retry_after;  ///< The header, as it came.
  std::string version{};    ///< Of the server, where it tells (InfluxDB's header).
};

/// A client that keeps its connection. Every request ends within its limit; nothing is thrown for what a
/// network or server does. One thread, but for `cancel`.
class HttpClient {
 public:
  explicit HttpClient(Duration limit = std::chrono::seconds(30));
  ~HttpClient();
  HttpClient(HttpClient&&) noexcept;
  HttpClient& operator=(HttpClient&&) noexcept;

  /// `headers` as "Name: value". Redirects are not followed: a header may hold a secret.
  Reply post(const std::string& url, const std::vector<std::string>& headers, std::string_view body);
  /// `most`: bytes of the answer that are kept.
  Reply get(const std::string& url, const std::vector<std::string>& headers, std::size_t most = 65536);
  /// From any thread: the request under way and all later ones end within a second, without an answer.
  void cancel();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The header of RFC 7617.
std::string basic_authorization(const std::string& user, const std::string& password);

}  // namespace xom::net
