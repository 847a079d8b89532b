#include "xom/cli/check/check_images.h"

#include <filesystem>

#include "xom/base/error.h"
#include "xom/exec/job/capture.h"
#include "xom/exec/job/container.h"

namespace xom::cli {
namespace {

namespace fs = std::filesystem;

/// Links of an image lead to places inside of it: that one is there is enough.
bool is_there(const fs::path& path) {
  std::error_code error;
  const auto status = fs::symlink_status(path, error);
  return fs::is_regular_file(status) || fs::is_symlink(status);
}

}  // namespace

std::optional<bool> image_has(const config::ContainerOptions& options, const std::string& image,
                              const std::string& name) {
  const fs::path path = exec::image_path(options, image);
  std::error_code error;
  if (fs::is_directory(path, error)) {
    if (name.starts_with('/')) return is_there(path / name.substr(1));
    for (const char* folder : {"usr/local/sbin", "usr/local/bin", "usr/sbin", "usr/bin", "sbin", "bin"}) {
      if (is_there(path / folder / name)) return true;
    }
    return false;
  }
  if (options.kind != "apptainer" || !fs::is_regular_file(path, error)) return {};
  try {
    const auto asked =
        exec::capture({options.program.empty() ? "apptainer" : options.program, "--silent", "exec",
                       "--cleanenv", path.string(), "sh", "-c", "command -v \"$1\"", "sh", name},
                      std::chrono::seconds(30));
    return asked.exit_code == 0                             ? std::optional(true)
           : asked.exit_code == 1 || asked.exit_code == 127 ? std::optional(false)
                                                            : std::nullopt;
  } catch (const Error&) {
    return {};
  }
}

}  // namespace xom::cli
