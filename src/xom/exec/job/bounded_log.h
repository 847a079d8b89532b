#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "xom/base/files.h"

namespace xom::exec {

/// Output of a program, bounded: the first and the last `keep` bytes go to the file, with a line between them
/// that says how much was left out. The first part is in the file at once, the last part after `finish`.
class BoundedLog {
 public:
  /// `file` is open for writing. Write errors are ignored: a full disk must not stop the job's evidence.
  explicit BoundedLog(FileDescriptor file, std::size_t keep = std::size_t{1} << 20);
  void add(std::string_view bytes);
  void finish();

  std::int64_t bytes() const { return bytes_; }
  bool lost() const { return lost_; }                  ///< Some of it could not be written: the disk is full.
  bool says_success() const { return says_success_; }  ///< SUCCESSWITHXOM was in it, anywhere.
  bool says_error() const { return says_error_; }      ///< ERRORWITHXOM.

 private:
  void write(std::string_view bytes);
  void look_for_markers(std::string_view bytes);

  FileDescriptor file_;
  std::size_t keep_;
  std::int64_t bytes_ = 0;
  std::size_t head_ = 0;  ///< Bytes written so far.
  std::string tail_;      ///< At most 2 keep; its last `keep` bytes count.
  std::int64_t dropped_ = 0;
  std::string before_;  ///< End of what was seen, for markers cut in two.
  bool lost_ = false, says_success_ = false, says_error_ = false;
};

}  // namespace xom::exec
