#include "xom/base/log.h"

#include <atomic>
#include <string>

#include <unistd.h>

#include "xom/base/clock.h"
#include "xom/base/safe_text.h"

namespace xom {
namespace {

std::atomic<LogLevel> current_level{LogLevel::info};

void write_line(LogLevel level, std::string_view label, std::string_view text) {
  if (level > current_level.load(std::memory_order_relaxed)) return;
  std::string line = to_iso_seconds(SystemClock().now()) + " ";
  line += label;
  line += ": ";
  line += safe_text(text);
  line += '\n';
  // One write call per line: lines of several threads do not mix. There is nobody to tell if it fails.
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace

void set_log_level(LogLevel level) {
  current_level = level;
}
void log_error(std::string_view text) {
  write_line(LogLevel::quiet, "error", text);
}
void log_warning(std::string_view text) {
  write_line(LogLevel::warning, "warning", text);
}
void log_info(std::string_view text) {
  write_line(LogLevel::info, "info", text);
}
void log_debug(std::string_view text) {
  write_line(LogLevel::debug, "debug", text);
}

}  // namespace xom
