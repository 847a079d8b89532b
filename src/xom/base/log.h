#pragma once

#include <string_view>

namespace xom {

/// `quiet` writes nothing but errors.
enum class LogLevel { quiet, warning, info, debug };

void set_log_level(LogLevel level);

/// One line on standard error: "2026-01-02T03:04:05Z warning: text". Control characters are escaped, so a run
/// comment or file name can neither start a new line nor move the terminal's cursor. Any thread.
void log_error(std::string_view text);
void log_warning(std::string_view text);
void log_info(std::string_view text);
void log_debug(std::string_view text);

}  // namespace xom
