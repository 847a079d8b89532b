#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace xom::sinks {

/// A field keeps its type for ever: what is a float is a float even if it is 5.
using Field = std::variant<double, std::int64_t, std::string>;

/// One point of a series (measurement and tags) at one moment.
struct Point {
  std::string measurement;
  std::vector<std::pair<std::string, std::string>>
      tags;                                           ///< An empty value: the point does not have the tag.
  std::vector<std::pair<std::string, Field>> fields;  ///< At least one.
  std::int64_t time_ns = 0;
};

/// One line of InfluxDB's line protocol, without its end; time in nanoseconds.
///
/// Tags come in the order of their names. Floats have a decimal point or an exponent and are read back to the
/// last bit; integers end in "i". What the protocol cannot carry becomes something near it: control
/// characters in names and tags are blanks, backslashes there are slashes (a tag must not end in one). Throws
/// Error{usage} without fields and for floats that are not finite.
///
/// https://docs.influxdata.com/influxdb/v1/write_protocols/line_protocol_reference/
std::string line_of(const Point& point);

/// What line_of makes of the value of a tag or of a name, without escapes: as the database tells it back.
std::string as_stored(std::string_view name);
/// The same of the value of a field that is a text.
std::string text_as_stored(std::string_view text);

/// The front of a text, at most so many bytes, without half a character (UTF-8) at its end.
std::string cut(std::string_view text, std::size_t most);

}  // namespace xom::sinks
