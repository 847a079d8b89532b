#pragma once

#include <filesystem>

namespace xom::cli {

/// Folder that holds xomlib: beside the program when it runs from its build folder, otherwise where packages
/// put it. Empty if it is nowhere.
std::filesystem::path python_path(const std::filesystem::path& program);

}  // namespace xom::cli
