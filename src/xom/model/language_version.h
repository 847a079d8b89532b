#pragma once

#include <string_view>

namespace xom {

/// Version of the language of expressions (docs/formats/expressions.md) that a text needs to say what its
/// numbers are: 1 if they are the same under all rules there ever were; 2 if they may differ between numexpr
/// 2.8.4's, which were followed first, and 2.14's.
///
/// Judged from the text alone, without columns: in doubt 2. Any text is taken, also one with mistakes.
int language_version(std::string_view expression);

/// A name that numexpr (2.14) takes for a function also where no parenthesis follows.
bool is_name_of_function(std::string_view name);

}  // namespace xom
