#include "xom/base/error.h"

#include <cerrno>
#include <system_error>

namespace xom {

std::string_view to_string(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::usage:
      return "usage";
    case ErrorKind::config:
      return "config";
    case ErrorKind::expression:
      return "expression";
    case ErrorKind::not_found:
      return "not_found";
    case ErrorKind::unavailable:
      return "unavailable";
    case ErrorKind::incomplete:
      return "incomplete";
    case ErrorKind::corrupt:
      return "corrupt";
    case ErrorKind::unsupported:
      return "unsupported";
    case ErrorKind::conflict:
      return "conflict";
    case ErrorKind::full:
      return "full";
    case ErrorKind::io:
      return "io";
    case ErrorKind::interrupted:
      return "interrupted";
    case ErrorKind::failed:
      return "failed";
  }
  return "failed";
}

Error system_error(const std::string& what, int error_number) {
  ErrorKind kind = ErrorKind::io;
  if (error_number == ENOSPC || error_number == EDQUOT) kind = ErrorKind::full;
  if (error_number == ENOENT) kind = ErrorKind::not_found;
  return {kind, what + ": " + std::generic_category().message(error_number)};
}

}  // namespace xom
