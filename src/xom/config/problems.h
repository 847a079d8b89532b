#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace xom::config {

/// Where something is written. Lines and columns count from 1; 0: unknown.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;
  /// "xom.toml:12", or the file alone.
  std::string text() const;
};

/// Collects the mistakes of all files, so that they are reported at once and not one after the other.
class Problems {
 public:
  /// `what` says what is wrong, what is allowed and what to do. `key` may be empty.
  void add(const Place& place, std::string_view key, std::string_view what);
  bool empty() const { return list_.empty(); }
  std::size_t size() const { return list_.size(); }
  /// Throws Error{config} with one line per mistake, "FILE:LINE: KEY: WHAT", by file and line.
  void throw_if_any() const;

 private:
  struct Problem {
    Place place;
    std::string text;
  };
  std::vector<Problem> list_;
};

/// The candidate nearest to a misspelled word (edit distance at most a third of its length); empty if none
/// is.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// Names of analyses, versions, variables, data types: [A-Za-z0-9][A-Za-z0-9_.-]{0,63}. They become parts of
/// file names, URLs, tags and job names, so nothing else is let in.
bool is_identifier(std::string_view text);

}  // namespace xom::config
