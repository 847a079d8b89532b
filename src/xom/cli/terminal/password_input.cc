#include "xom/cli/terminal/password_input.h"

#include <iostream>

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include "xom/base/error.h"
#include "xom/base/files.h"

namespace xom::cli {
namespace {

/// What is typed is not shown while it lives.
class Hidden {
 public:
  Hidden() {
    ::tcgetattr(STDIN_FILENO, &before_);
    termios hidden = before_;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
  }
  ~Hidden() { ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_); }
  Hidden(const Hidden&) = delete;
  Hidden& operator=(const Hidden&) = delete;

 private:
  termios before_{};
};

std::string typed(const char* prompt) {
  const Hidden hidden;
  fmt::print(stderr, "{}", prompt);
  std::string line;
  std::getline(std::cin, line);
  fmt::print(stderr, "\n");
  return line;
}

}  // namespace

std::string read_password(const std::string& file) {
  if (!file.empty()) {
    const std::string text = read_secret(file);
    return text.substr(0, text.find_first_of("\r\n"));
  }
  if (::isatty(STDIN_FILENO) == 0) {
    std::string line;
    std::getline(std::cin, line);
    return line;
  }
  std::string first = typed("password: ");
  if (first != typed("again: ")) throw Error(ErrorKind::usage, "the two passwords differ");
  return first;
}

}  // namespace xom::cli
