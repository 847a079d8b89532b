#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "xom/api/http/http.h"
#include "xom/base/error.h"

/// Answers that say no (docs/formats/http-api.md).
namespace xom::api {

/// {"error": {"kind", "message", "request"}}; `request`: its id.
Response refusal(int status, std::string_view kind, std::string_view message, std::string_view request);

/// The answer of an error's kind. What only concerns who runs the server (a damaged store, a full disk) is
/// said in general words: the caller of this logs it. `changes`: the request wanted to change something.
Response refusal(const Error& error, std::string_view request, bool changes);
/// The text of it is for the log alone.
bool is_internal(ErrorKind kind);

/// 504: what was asked for, in words, took longer than allowed.
Response too_slow(const std::string& what, std::chrono::seconds longest, std::string_view request);

/// "Not Found"
std::string_view reason_phrase(int status);

}  // namespace xom::api
