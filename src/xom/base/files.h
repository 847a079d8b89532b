#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace xom {

/// A file descriptor that closes itself. -1 is none.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(other.release()) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;
  ~FileDescriptor();
  int get() const { return fd_; }
  int release();

 private:
  int fd_ = -1;
};

/// Opens for reading, close-on-exec. Throws Error{not_found}, Error{io}, or Error{corrupt} for a pipe, whose
/// reading would wait for ever; each names the path.
FileDescriptor open_for_reading(const std::filesystem::path& path);

/// The whole file. Throws Error{not_found, io}, and Error{corrupt} if it is larger than `max_bytes`: no file
/// of somebody else decides how much memory we use.
std::string read_file(const std::filesystem::path& path, std::size_t max_bytes = std::size_t{64} << 20);

/// What a file for one password or token holds, without the end of the line that editors put there. Throws as
/// read_file, and Error{config} if everybody on this machine can read it.
std::string read_secret(const std::filesystem::path& path);

/// At most the last `max_bytes` of a file; empty if it does not exist.
std::string read_tail(const std::filesystem::path& path, std::size_t max_bytes);

/// Writes PATH.tmp, fsync, rename, fsync of the directory: after a crash the file is the old or the new one,
/// whole. Throws Error{full, io}; then the old file still stands.
void write_file(const std::filesystem::path& path, std::string_view bytes, mode_t mode = 0644);

/// Makes what somebody else wrote into a file durable. Throws Error{not_found, full, io}.
void sync_file(const std::filesystem::path& path);

/// Makes renames and new files in a directory durable.
void sync_directory(const std::filesystem::path& directory);

}  // namespace xom
