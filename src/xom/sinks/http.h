#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "xom/sinks/reply.h"

namespace xom::sinks {

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

/// For a part of a URL.
std::string percent_encoded(std::string_view text);

/// The header of RFC 7617.
std::string basic_authorization(const std::string& user, const std::string& password);

/// The bytes as gzip does it, level 1: line protocol shrinks to a tenth.
std::string gzipped(std::string_view bytes);

}  // namespace xom::sinks
