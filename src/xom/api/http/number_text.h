#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// Numbers and text appended to big answers, faster than by way of JSON values.
namespace xom::api {

/// The shortest text that reads back as the same number; "null" where it is not finite.
void append_json(std::string& text, double value);
void append_json(std::string& text, std::int64_t value);
/// The same for CSV: nothing where it is not finite.
void append_csv(std::string& text, double value);

/// A cell: in quotes where it has to be; an apostrophe in front of what a spreadsheet would take for a
/// formula.
void append_csv(std::string& text, std::string_view value);

}  // namespace xom::api
