#pragma once

#include <string>
#include <string_view>

namespace xom {

/// What becomes of line ends and tabs: in cells, log lines, names and headers they are shown as other control
/// characters are; in logs and comments of several lines they stay.
enum class Lines { one, many };

/// Text of programs, files and people as it may be stored and shown: valid UTF-8 that can neither move a
/// cursor nor turn the direction of what follows.
///
/// Each byte that is not UTF-8 becomes U+FFFD; control characters are written as "\x1b", those that JSON
/// allows inside its strings (DEL, C1, line separators, marks and overrides of direction) as "\u202e": JSON
/// with Lines::many stays the same JSON. Safe text comes back as it is.
std::string safe_text(std::string_view text, Lines lines = Lines::one);

/// It is as safe_text would leave it.
bool is_safe_text(std::string_view text, Lines lines = Lines::one);

}  // namespace xom
