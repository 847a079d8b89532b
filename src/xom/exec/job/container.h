#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "xom/config/instance.h"

namespace xom::exec {

/// A program in an image.
struct ContainerStart {
  std::filesystem::path image;
  std::vector<std::string> argv;
  std::vector<std::string> environment;  ///< "NAME=value": all the program sees, but for what the image sets.
  std::filesystem::path folder;          ///< Working directory, as seen inside.
  std::vector<config::Bind> binds;
};

/// What is executed on the node instead of the program.
struct ContainerCommand {
  std::vector<std::string> argv;
  std::vector<std::string> environment;
};

/// Where an image is: an absolute path as it is, a name below the folder of images.
std::filesystem::path image_path(const config::ContainerOptions& options, const std::string& image);

/// The command line for one program in one image, without a shell. For "apptainer" the environment is handed
/// over in APPTAINERENV_NAME (SINGULARITYENV_NAME for a program of that name), because --env splits values at
/// commas. For "bubblewrap" the image is a folder and has to be visible here: its first level becomes the
/// root of a new file system, so that binds can have any path. `outer` is the environment of the container
/// program itself.
///
/// Throws Error{not_found} if bubblewrap's image is no folder, Error{config} if `options.kind` is none of
/// both.
ContainerCommand container_command(const config::ContainerOptions& options, const ContainerStart& start,
                                   const std::vector<std::string>& outer);

/// What identifies an image for the proof: "sha256:..." of a file (computed once per path, size and time of
/// change), the resolved path of a folder (CVMFS names those by their content). Empty: it cannot be seen
/// here. Any thread.
std::string image_digest(const std::filesystem::path& image);

}  // namespace xom::exec
