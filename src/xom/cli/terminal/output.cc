#include "xom/cli/terminal/output.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include "xom/cli/terminal/command.h"

namespace xom::cli {
namespace {

bool reader_has_gone() {
  pollfd out{STDOUT_FILENO, POLLOUT, 0};
  return ::poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

}  // namespace

void say(std::string_view text) {
  const std::string line = fmt::format("xom: {}\n", text);
  std::fwrite(line.data(), 1, line.size(), stderr);
}

int finish_output(int code, int error_number) {
  const bool failed_before = std::ferror(stdout) != 0;
  errno = 0;
  const bool flushed = std::fflush(stdout) == 0;
  if (flushed && !failed_before) return code;
  if (error_number == 0) error_number = errno;
  const bool well = code == Exit::done || code == Exit::partly;
  if (error_number == EPIPE || reader_has_gone()) return well ? Exit::broken_pipe : code;
  say(fmt::format("cannot write to standard output{}{} (what was asked for may have been done)",
                  error_number == 0 ? "" : ": ", error_number == 0 ? "" : std::strerror(error_number)));
  return well ? Exit::failed : code;
}

}  // namespace xom::cli
