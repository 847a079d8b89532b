#pragma once

#include <string_view>

/// What a command says arrives, or its exit code tells that it did not.
namespace xom::cli {

/// "xom: TEXT" on standard error. Nobody can be told if that fails, so it never does.
void say(std::string_view text);

/// The end of the process: flushes standard output. If all of it arrived, `code`. Otherwise says why and
/// turns a good end into Exit::failed; a reader that has gone (`| head`) is no mistake and gives
/// Exit::broken_pipe without a word. `error_number`: errno of a write that failed before, 0 if unknown.
int finish_output(int code, int error_number);

}  // namespace xom::cli
