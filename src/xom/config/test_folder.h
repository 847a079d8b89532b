#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

#include "xom/base/error.h"

namespace xom::config {

/// A folder of files for one test; `replace` makes messages independent of where it is.
class TestFolder {
 public:
  TestFolder() {
    static int count = 0;
    path = std::filesystem::temp_directory_path() /
           ("xom-config-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
    std::filesystem::create_directories(path / "data");
  }
  ~TestFolder() { std::filesystem::remove_all(path); }

  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((path / name).parent_path());
    std::ofstream(path / name) << text;
    return path / name;
  }
  std::string replace(std::string text) const {
    const std::string own = path.string() + "/";
    for (std::size_t at = text.find(own); at != std::string::npos; at = text.find(own))
      text.erase(at, own.size());
    return text;
  }
  /// The message of the error `call` throws; empty if it throws none.
  template <class Call>
  std::string message(Call call) const {
    try {
      call();
    } catch (const Error& error) {
      return replace(error.what());
    }
    return {};
  }

  std::filesystem::path path;
};

}  // namespace xom::config
