#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace xom {

/// Who has to act, and how the program ends. Each kind has one exit code and one HTTP status.
enum class ErrorKind {
  usage,        ///< The command line or request is wrong.
  config,       ///< A configuration or recipe file is wrong; the message names file and line.
  expression,   ///< A selection or recipe expression is wrong; the message has a caret under the place.
  not_found,    ///< What was asked for does not exist.
  unavailable,  ///< A service or file does not answer now; trying again later may help.
  incomplete,   ///< Data are there but not finished (or their writer failed).
  corrupt,      ///< What was read is not what was promised.
  unsupported,  ///< Valid, but not something this program handles (superrun, unknown compressor).
  conflict,     ///< Somebody else holds it, or the definition changed under an old version.
  full,         ///< No space left.
  io,           ///< The operating system refused.
  interrupted,  ///< The user or the service manager asked to stop.
  failed,       ///< Anything else that ended one job or request.
};

/// The name used in JSON and in the store, e.g. "not_found".
std::string_view to_string(ErrorKind kind);

/// One job, request or command is over; caught around each of those and in `main`.
///
/// The message gives the value, why it is wrong and what to do about it.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
  ErrorKind kind() const { return kind_; }

 private:
  ErrorKind kind_;
};

/// The same with the reason of `errno` added: "cannot open F: Permission denied". ENOSPC and EDQUOT give
/// `full`, ENOENT `not_found`, everything else `io`.
Error system_error(const std::string& what, int error_number);

}  // namespace xom
