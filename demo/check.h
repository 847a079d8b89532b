#pragma once

#include <filesystem>
#include <string>

namespace xom::demo {

/// Compares results (JSON as `xom results --json` gives it) with truth.json, prints the table, and says
/// whether all is well: no |pull| above `limit`, no value missing, none where there should be none.
/// `every_row`: not only the worst run of each variable.
enum class Rows { worst, all };
bool check(const std::filesystem::path& truth, const std::filesystem::path& results, double limit, Rows rows);

}  // namespace xom::demo
