#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Requests and answers as plain values: all that resources know of HTTP (docs/formats/http-api.md).
namespace xom::api {

enum class Method { get, post, put, del };

/// What a person or token may do; higher ones do not imply lower ones, see roles.h.
enum class Permission { look, comment, retry, compute, operate, admin };

/// Who asks.
struct Caller {
  std::string name;          ///< For events, comments and audit; "anonymous" where nobody is logged in.
  std::string role;          ///< "viewer", ..., "admin"; "none".
  bool by_token = false;     ///< API token, not a browser's session.
  std::string session = {};  ///< SHA-256 of the session's secret; empty: no session.
  std::vector<Permission> may = {};
};

/// What came over the wire, before anybody looked at what it means.
struct Incoming {
  std::string method, target;
  std::map<std::string, std::string, std::less<>> headers;  ///< Names in lower case.
  std::string body;
  std::string id;    ///< As Request::id.
  std::string peer;  ///< As Request::peer.
};

struct Request {
  Method method = Method::get;
  std::string path;                                         ///< Decoded, without query: "/api/v1/runs/53101".
  std::vector<std::pair<std::string, std::string>> query;   ///< Decoded, in order; names may repeat.
  std::map<std::string, std::string, std::less<>> headers;  ///< Names in lower case.
  std::map<std::string, std::string, std::less<>>
      variables;  ///< Of the route's pattern: {"number": "53101"}.
  std::string body;
  std::string id;      ///< Random; in the log and in X-Request-Id.
  std::string peer;    ///< Address of the other end of the connection: a browser or a proxy.
  std::string client;  ///< Address of the browser, as far as known: what a trusted proxy says, or `peer`.
  Caller caller;
};

struct Response {
  int status = 200;
  std::string media_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;  ///< Beside those every answer gets.
  std::optional<std::int64_t>
      stream_after{};  ///< Set: `body` begins a stream; changes after this event follow (event_feed.h).
};

}  // namespace xom::api
