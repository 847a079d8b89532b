#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xom/base/time.h"
#include "xom/config/value.h"

namespace xom::config {

/// Typed reading of one table. Every key is asked for by name; `finish` then reports those nobody asked for.
///
/// `read` puts the value where the default already stands and returns true; a missing key returns false; a
/// value of the wrong type or range is a problem, returns false and leaves the default. The table must
/// outlive the section.
class Section {
 public:
  /// `path`: how the table is called in messages, e.g. "analysis.peak_rate"; empty for the top of a file.
  Section(const Value& table, std::string path, Problems& problems);

  bool read(std::string_view key, std::string& into);
  bool read(std::string_view key, bool& into);
  bool read(std::string_view key, int& into, int low, int high);
  bool read(std::string_view key, std::optional<std::int64_t>& into, std::int64_t low, std::int64_t high);
  /// A run: 53101, or text, which may have zeros in front: "053101".
  bool read_run(std::string_view key, std::optional<std::int64_t>& into);
  bool read(std::string_view key, double& into, double low, double high);
  /// Text like "30s", "10min", "2h", "7d", or a number of seconds.
  bool read(std::string_view key, Duration& into, Duration low, Duration high);
  /// Text like "500 MB", "4 GiB" or a number of bytes, at least 1 MB.
  bool read_bytes(std::string_view key, std::int64_t& into);
  /// One text or a list of texts.
  bool read(std::string_view key, std::vector<std::string>& into);
  /// [low, high], low < high.
  bool read_range(std::string_view key, std::optional<double>& low, std::optional<double>& high);
  /// Identifier; see is_identifier.
  bool read_name(std::string_view key, std::string& into);
  /// One of these words.
  bool read_word(std::string_view key, std::string& into, const std::vector<std::string>& words);

  /// The value as it is, asked for; nullptr if missing.
  const Value* any(std::string_view key);
  /// A table; nullptr if missing or a problem.
  const Value* table(std::string_view key);
  /// A list of tables ([[key]]); empty if missing or a problem.
  std::vector<const Value*> tables(std::string_view key);

  /// Reports it if the key is missing.
  void require(std::string_view key, std::string_view what_to_do);
  void fail(std::string_view key, std::string_view what);
  /// Keys nobody asked for.
  std::vector<std::string> unknown() const;
  /// Reports those, with the nearest known one.
  void finish();

  bool has(std::string_view key) const { return table_.find(key) != nullptr; }
  /// Of the key's value, or of the table.
  Place place(std::string_view key = {}) const;
  std::string name(std::string_view key) const;
  Problems& problems() { return problems_; }
  const Value& value() const { return table_; }

 private:
  const Value* expect(std::string_view key, Value::Kind kind, std::string_view example);
  void wrong_type(std::string_view key, const Value& value, std::string_view expected);

  const Value& table_;
  std::string path_;
  Problems& problems_;
  std::vector<std::string> known_;
};

}  // namespace xom::config
