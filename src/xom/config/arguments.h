#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace xom::config {

/// Takes a command line apart as a POSIX shell would, without one: blanks separate, '...' is literal, "..."
/// keeps blanks (\" and \\ inside), \ takes the next character. What only a shell can do (; | & < > ( ) ` $
/// and newlines, outside of single quotes) throws Error{config} saying what to write instead.
std::vector<std::string> split_command(std::string_view text);

}  // namespace xom::config
