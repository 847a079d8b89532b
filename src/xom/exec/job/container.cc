#include "xom/exec/job/container.h"

#include <algorithm>
#include <cerrno>
#include <map>
#include <mutex>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "xom/base/error.h"
#include "xom/base/files.h"
#include "xom/base/hash.h"

namespace xom::exec {

namespace fs = std::filesystem;

namespace {

using Arguments = std::vector<std::string>;

std::pair<std::string, std::string> name_and_value(const std::string& variable) {
  const auto sign = variable.find('=');
  return {variable.substr(0, sign), sign == variable.npos ? "" : variable.substr(sign + 1)};
}

/// The program's own environment does not decide where the image's programs and its user's files are.
bool of_the_image(const std::string& name) {
  return name == "PATH" || name == "HOME";
}

ContainerCommand apptainer(const config::ContainerOptions& options, const ContainerStart& start,
                           const Arguments& outer) {
  ContainerCommand command;
  const std::string program = options.program.empty() ? "apptainer" : options.program;
  const bool singularity = fs::path(program).filename() == "singularity";
  command.argv = {program, "--silent", "exec", "--containall", "--cleanenv"};
  for (const std::string& option : options.options) command.argv.push_back(option);
  for (const config::Bind& bind : start.binds) {
    command.argv.push_back("--bind");
    command.argv.push_back(bind_text(bind));
  }
  command.argv.insert(command.argv.end(), {"--pwd", start.folder.string(), start.image.string()});
  command.environment = outer;
  for (const std::string& variable : start.environment) {
    if (of_the_image(name_and_value(variable).first)) continue;
    command.environment.push_back((singularity ? "SINGULARITYENV_" : "APPTAINERENV_") + variable);
  }
  return command;
}

ContainerCommand bubblewrap(const config::ContainerOptions& options, const ContainerStart& start,
                            const Arguments& outer) {
  ContainerCommand command;
  command.argv = {options.program.empty() ? "bwrap" : options.program, "--unshare-all", "--die-with-parent"};
  for (const std::string& option : options.options) command.argv.push_back(option);
  std::error_code error;
  std::vector<fs::path> entries;
  for (const auto& entry : fs::directory_iterator(start.image, error)) entries.push_back(entry.path());
  if (error) {
    throw Error(ErrorKind::not_found,
                fmt::format("the image {} is no folder: {}", start.image.string(), error.message()));
  }
  std::ranges::sort(entries);
  for (const fs::path& entry : entries) {
    const std::string name = "/" + entry.filename().string();
    if (name == "/proc" || name == "/dev" || name == "/tmp") continue;
    if (fs::is_symlink(entry)) {
      command.argv.insert(command.argv.end(), {"--symlink", fs::read_symlink(entry).string(), name});
    } else if (fs::is_directory(entry) && fs::is_empty(entry, error)) {
      command.argv.insert(command.argv.end(), {"--dir", name});  // something may be bound below it
    } else if (fs::is_directory(entry)) {
      command.argv.insert(command.argv.end(), {"--ro-bind", entry.string(), name});
    }
  }
  command.argv.insert(command.argv.end(), {"--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"});
  for (const config::Bind& bind : start.binds) {
    command.argv.insert(command.argv.end(),
                        {bind.read_only ? "--ro-bind" : "--bind", bind.source, bind.target});
  }
  command.argv.insert(command.argv.end(), {"--clearenv", "--setenv", "PATH", "/usr/local/bin:/usr/bin:/bin"});
  for (const std::string& variable : start.environment) {
    const auto [name, value] = name_and_value(variable);
    if (!of_the_image(name)) command.argv.insert(command.argv.end(), {"--setenv", name, value});
  }
  command.argv.insert(command.argv.end(), {"--chdir", start.folder.string(), "--"});
  command.environment = outer;
  return command;
}

std::string sha256_of(const fs::path& file) {
  const FileDescriptor fd = open_for_reading(file);
  Hasher hasher(HashKind::sha256);
  std::string piece(std::size_t{1} << 20, '\0');
  for (ssize_t n = 0; (n = ::read(fd.get(), piece.data(), piece.size())) != 0;) {
    if (n < 0) throw system_error("cannot read " + file.string(), errno);
    hasher.add(std::string_view(piece).substr(0, static_cast<std::size_t>(n)));
  }
  return hex(hasher.finish());
}

}  // namespace

fs::path image_path(const config::ContainerOptions& options, const std::string& image) {
  return options.images / image;  // an absolute path stays what it is
}

ContainerCommand container_command(const config::ContainerOptions& options, const ContainerStart& start,
                                   const std::vector<std::string>& outer) {
  ContainerCommand command;
  if (options.kind == "apptainer") {
    command = apptainer(options, start, outer);
  } else if (options.kind == "bubblewrap") {
    command = bubblewrap(options, start, outer);
  } else {
    throw Error(ErrorKind::config, fmt::format("containers.kind \"{}\" starts no containers", options.kind));
  }
  command.argv.insert(command.argv.end(), start.argv.begin(), start.argv.end());
  return command;
}

std::string image_digest(const fs::path& image) {
  static std::mutex mutex;
  static std::map<std::string, std::string> known;
  struct stat status {};
  if (::stat(image.c_str(), &status) != 0) return {};
  if (S_ISDIR(status.st_mode)) {
    std::error_code error;
    return fs::canonical(image, error).string();
  }
  const std::string key = fmt::format("{} {} {} {}.{}", image.string(), status.st_ino, status.st_size,
                                      status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
  const std::scoped_lock lock(mutex);
  auto& digest = known[key];
  if (digest.empty()) digest = "sha256:" + sha256_of(image);
  return digest;
}

}  // namespace xom::exec
