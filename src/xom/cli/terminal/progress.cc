#include "xom/cli/terminal/progress.h"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace xom::cli {
namespace {

constexpr Duration redraw = std::chrono::milliseconds(100);
constexpr Duration next_line = std::chrono::seconds(10);
constexpr std::size_t bar_width = 24;

}  // namespace

std::string progress_line(std::size_t done, std::size_t total, std::string_view what, std::size_t width) {
  const std::size_t full = total == 0 ? bar_width : bar_width * std::min(done, total) / total;
  const std::string text = fmt::format("[{}{}]  {} of {}  {}", std::string(full, '#'),
                                       std::string(bar_width - full, '-'), done, total, what);
  std::string line;
  std::size_t used = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80 && ++used > width) break;
    line += byte < 0x20 || byte == 0x7f ? ' ' : c;
  }
  return line;
}

Progress::Output Progress::standard_error() {
  Output output;
  output.terminal = ::isatty(STDERR_FILENO) == 1;
  winsize size{};
  if (output.terminal && ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20) {
    output.width = size.ws_col - 1u;
  }
  output.write = [](std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fflush(stderr);
  };
  return output;
}

Progress::Progress(std::string noun, std::size_t total, const Clock& clock, Output output)
    : noun_(std::move(noun)), total_(total), clock_(clock), output_(std::move(output)) {
  // Nothing is said of work that is over at once.
  next_ = clock_.now() + (output_.terminal ? redraw : next_line);
}

Progress::~Progress() {
  clear();
}

void Progress::show(std::size_t done, std::string_view what) {
  const Time now = clock_.now();
  if (now < next_) return;
  next_ = now + (output_.terminal ? redraw : next_line);
  if (!output_.terminal) {
    output_.write(fmt::format("xom: {} of {} {}, {}\n", done, total_, noun_, what));
    return;
  }
  output_.write("\r\033[K" + progress_line(done, total_, what, output_.width));
  drawn_ = true;
}

void Progress::clear() {
  if (drawn_) output_.write("\r\033[K");
  drawn_ = false;
}

}  // namespace xom::cli
