#pragma once

#include <string>

namespace xom::cli {

/// The first line of `file`, or, without one, what somebody types twice at the terminal without it being
/// shown; standard input that is no terminal gives its first line. Never from the command line: others see
/// that. Throws Error{usage} if the two differ, for a file as read_secret.
std::string read_password(const std::string& file);

}  // namespace xom::cli
