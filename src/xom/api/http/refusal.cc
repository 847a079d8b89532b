#include "xom/api/http/refusal.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace xom::api {

namespace {

int status_of(ErrorKind kind, bool changes) {
  switch (kind) {
    case ErrorKind::usage:
    case ErrorKind::config:
    case ErrorKind::expression:
    case ErrorKind::unsupported:
      return 400;
    case ErrorKind::not_found:
      return 404;
    case ErrorKind::conflict:
    case ErrorKind::incomplete:
      return 409;
    case ErrorKind::unavailable:
    case ErrorKind::interrupted:
      return 503;
    case ErrorKind::io:
    case ErrorKind::full:
      return changes ? 409 : 503;
    case ErrorKind::corrupt:
    case ErrorKind::failed:
      return 500;
  }
  return 500;
}

}  // namespace

bool is_internal(ErrorKind kind) {
  return kind == ErrorKind::io || kind == ErrorKind::full || kind == ErrorKind::corrupt ||
         kind == ErrorKind::failed || kind == ErrorKind::unavailable;
}

Response refusal(int status, std::string_view kind, std::string_view message, std::string_view request) {
  Response response;
  response.status = status;
  const nlohmann::ordered_json document{
      {"error", {{"kind", kind}, {"message", message}, {"request", request}}}};
  response.body = document.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  response.headers.emplace_back("Cache-Control", "no-store");
  if (status == 503) response.headers.emplace_back("Retry-After", "2");
  return response;
}

Response refusal(const Error& error, std::string_view request, bool changes) {
  const int status = status_of(error.kind(), changes);
  std::string text = error.what();
  if (status == 409 && is_internal(error.kind())) {
    text =
        "the store cannot be written now; the server's log says why (request " + std::string(request) + ")";
  } else if (status == 503) {
    text = "the store does not answer now; try again";
  } else if (is_internal(error.kind())) {
    text = "the server could not do it; its log says why (request " + std::string(request) + ")";
  }
  return refusal(status, to_string(error.kind()), text, request);
}

Response too_slow(const std::string& what, std::chrono::seconds longest, std::string_view request) {
  return refusal(
      504, "too_slow",
      fmt::format("\"{}\" took longer than {} s and was stopped; ask for less at once: fewer runs "
                  "(min_run and max_run, or a narrower filter), fewer variables, or a shorter page",
                  what, longest.count()),
      request);
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 416:
      return "Range Not Satisfiable";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    default:
      return "Unknown";
  }
}

}  // namespace xom::api
