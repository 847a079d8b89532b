#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "xom/sinks/reply.h"

namespace xom::sinks {

/// The points of some series at one moment: those of `measurement` that have all of `tags`. An empty value:
/// that do not have the tag; where a server cannot be asked for that (InfluxDB 2), also those that have it:
/// whoever deletes writes these again.
struct Deletion {
  std::string measurement;
  std::vector<std::pair<std::string, std::string>> tags;
  std::int64_t time_ns = 0;
};

/// A database that takes copies. Throws nothing for what a network or a server does. One thread, but for
/// `cancel`.
class Sink {
 public:
  virtual ~Sink() = default;
  /// For people: "influx 1 at http://127.0.0.1:8086, database xom".
  virtual std::string describe() const = 0;
  /// Lines of line_of, each with its end. The same lines again change nothing.
  virtual Reply write(std::string_view lines) = 0;
  /// What is not there is deleted too.
  virtual Reply remove(const Deletion& deletion) = 0;
  /// From any thread: the request under way and all later ones end within a second, without an answer.
  virtual void cancel() = 0;
};

}  // namespace xom::sinks
