#pragma once

#include <atomic>
#include <map>

#include <sqlite3.h>

namespace xom::store {

/// Tests only: a disk under SQLite that gets full after so many writes, and has space again when it is told
/// so. Affects what is opened while it lives. Does not wait for the real disk.
class FailingDisk {
 public:
  FailingDisk() {
    real_ = sqlite3_vfs_find(nullptr);
    ours_ = *real_;
    ours_.zName = "failing";
    ours_.xOpen = open;
    sqlite3_vfs_register(&ours_, 1);
  }
  ~FailingDisk() {
    sqlite3_vfs_register(real_, 1);
    sqlite3_vfs_unregister(&ours_);
  }
  FailingDisk(const FailingDisk&) = delete;
  FailingDisk& operator=(const FailingDisk&) = delete;

  /// The next `writes` writes go well, all others fail with `code`, which is SQLITE_FULL or one of
  /// SQLITE_IOERR.
  void fail_after(int writes, int code) {
    left_ = writes;
    code_ = code;
    failed_ = 0;
  }
  void has_space() { left_ = unlimited; }
  static int failed() { return failed_; }

 private:
  static constexpr int unlimited = 1 << 30;
  /// The methods of a file with one of them replaced; SQLite sees the first member.
  struct Methods {
    sqlite3_io_methods ours;
    const sqlite3_io_methods* real;
  };

  static int open(sqlite3_vfs* /*self*/, const char* name, sqlite3_file* file, int flags, int* flags_out) {
    const int code = real_->xOpen(real_, name, file, flags, flags_out);
    if (code != SQLITE_OK || file->pMethods == nullptr) return code;
    Methods& methods = methods_[file->pMethods];
    methods.real = file->pMethods;
    methods.ours = *file->pMethods;
    methods.ours.xWrite = write;
    methods.ours.xSync = [](sqlite3_file*, int) { return SQLITE_OK; };
    file->pMethods = &methods.ours;
    return SQLITE_OK;
  }

  static int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
    if (left_ != unlimited && left_-- <= 0) {
      left_ = 0;
      ++failed_;
      return code_;
    }
    return reinterpret_cast<const Methods*>(file->pMethods)->real->xWrite(file, bytes, size, at);
  }

  inline static sqlite3_vfs* real_ = nullptr;
  inline static std::map<const sqlite3_io_methods*, Methods> methods_;
  inline static std::atomic<int> left_ = unlimited, failed_ = 0, code_ = SQLITE_FULL;
  sqlite3_vfs ours_{};
};

}  // namespace xom::store
