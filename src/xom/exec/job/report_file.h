#pragma once

#include <filesystem>
#include <string_view>

#include "xom/base/files.h"
#include "xom/exec/job/job_directory.h"

namespace xom::exec {

/// exit.json before it is written, with room set aside for it: a disk that the job fills must not swallow the
/// evidence.
class ReportFile {
 public:
  /// Throws Error{full, io}.
  explicit ReportFile(const JobDirectory& directory);
  /// Removes what was not written.
  ~ReportFile();
  ReportFile(ReportFile&& other) noexcept = default;
  ReportFile& operator=(ReportFile&&) = delete;

  /// Durable and whole, by rename. Throws Error{full} if it is larger than the room and the disk is full,
  /// Error{io}; then a shorter one may be tried. Not called after it went well.
  void write(std::string_view text);

 private:
  std::filesystem::path directory_, reserved_, path_;
  FileDescriptor file_;
};

/// Whether nothing can be written any more where this folder lies.
bool is_disk_full(const std::filesystem::path& folder);

}  // namespace xom::exec
