#pragma once

#include <filesystem>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include "xom/strax/part_reader.h"
#include "xom/strax/scan.h"

// Shared by the tests of this folder only.
namespace xom::strax {

inline std::filesystem::path small_data() {
  return XOM_SOURCE_DIR "/tests/data/strax-small";
}

/// An empty folder of its own, removed at the end.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    static int count = 0;
    path_ = std::filesystem::temp_directory_path() /
            ("xom_strax_test_" + std::to_string(getpid()) + "_" + std::to_string(count++));
    std::filesystem::create_directories(path_);
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

  /// Copies a data set (or file) of the small test data.
  std::filesystem::path take(const std::string& name) const {
    std::filesystem::copy(small_data() / name, path_ / name, std::filesystem::copy_options::recursive);
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

/// The kind of Error that `call` throws; its message goes to `message`. Fails the test if it throws nothing.
template <typename Call>
ErrorKind error_kind(Call call, std::string* message = nullptr) {
  try {
    call();
  } catch (const Error& error) {
    if (message) *message = error.what();
    return error.kind();
  }
  ADD_FAILURE() << "no error";
  return ErrorKind::failed;
}

/// Visits all segments in order.
inline void read_all(const Scan& scan, const Scan::Visitor& visit) {
  for (std::size_t i = 0; i < scan.segments(); ++i) scan.read(i, visit);
}

/// The packed rows of the first part, all segments.
inline std::string packed_rows(const Scan& scan) {
  std::string all;
  read_all(scan, [&](const columns::Block& block) {
    const columns::Part& part = block.parts[0];
    all.append(reinterpret_cast<const char*>(part.data), block.rows * part.dtype->row_size);
  });
  return all;
}

/// Rows [first, last) of one data set.
inline std::string packed_rows(const DataSet& data, std::int64_t first, std::int64_t last) {
  PartReader reader(data, first, last);
  std::string all;
  while (const std::size_t rows = reader.ready()) {
    all.append(reinterpret_cast<const char*>(reader.rows()), rows * data.metadata->dtype->row_size);
    reader.consume(rows);
  }
  return all;
}

}  // namespace xom::strax
