#pragma once

#include <filesystem>
#include <string>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "xom/base/files.h"

namespace xom::store {

/// Tests only: writes the store of tests/data/store-schema-4, which a program made that knew no causes.
inline void make_old_store(const std::filesystem::path& path) {
  const std::string sql =
      read_file(std::filesystem::path(XOM_SOURCE_DIR) / "tests/data/store-schema-4/store.sql");
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &handle), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
      << sqlite3_errmsg(handle);
  sqlite3_close(handle);
}

}  // namespace xom::store
