#pragma once

#include <optional>
#include <string>

#include "xom/config/instance.h"

namespace xom::cli {

/// Whether an image brings the program `name`; empty if that cannot be told here (no image, no container
/// program). A folder is looked into, a file is asked with the container program.
std::optional<bool> image_has(const config::ContainerOptions& options, const std::string& image,
                              const std::string& name);

}  // namespace xom::cli
