#include "xom/exec/job/job_directory.h"

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include "xom/base/error.h"
#include "xom/base/files.h"
#include "xom/base/log.h"
#include "xom/base/parse_json.h"
#include "xom/exec/job/container.h"
#include "xom/exec/job/native_launch.h"
#include "xom/json/json.h"

namespace xom::exec {

using Json = nlohmann::json;

namespace {

std::string joined(const auto& parts, char separator, const auto& text) {
  std::string all;
  for (const auto& part : parts) {
    if (!all.empty()) all += separator;
    all += text(part);
  }
  return all;
}

bool plain_name(const std::string& name) {
  return !name.empty() && name.size() <= 64 && name[0] != '.' &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-") ==
             name.npos;
}

std::string dump(const Json& json) {
  return json.dump(1, ' ', false, Json::error_handler_t::replace);
}

std::string task_text(const Job& job, const JobDirectory& directory, const JobSurroundings& surroundings) {
  Json task = {{"analysis", job.task.analysis},   {"version", job.task.version},
               {"container", job.task.container}, {"runs", Json::array()},
               {"variables", Json::array()},      {"out", directory.out().string()},
               {"data", Json::array()},           {"token", job.token}};
  for (const Run& run : job.runs) task["runs"].push_back(parse_json(json::to_json(run)));
  for (const Variable& variable : job.analysis.variables) {
    task["variables"].push_back({{"name", variable.name}, {"unit", variable.unit}});
  }
  for (const auto& folder : surroundings.data) task["data"].push_back(folder.string());
  return dump(task);
}

/// What the program is started with; `image` is empty where it is started without a container.
ContainerStart start_of(const Job& job, const JobDirectory& directory, const JobSurroundings& surroundings) {
  const Command& command = job.analysis.command;
  ContainerStart start;
  start.argv = substitute(command.argv, job.runs, directory.out(), surroundings.data);
  start.environment = job_environment(job, directory, surroundings);
  start.folder = command.folder.empty() ? directory.path : std::filesystem::path(command.folder);
  if (job.task.container.empty() || surroundings.containers.kind == "none") return start;
  start.image = image_path(surroundings.containers, job.task.container);
  const auto bind = [&](const std::filesystem::path& path, bool read_only) {
    if (!path.empty()) start.binds.push_back({path.string(), path.string(), read_only});
  };
  for (const auto& folder : surroundings.data) bind(folder, true);
  bind(surroundings.python_path, true);
  bind(command.folder, true);
  start.binds.insert(start.binds.end(), surroundings.containers.binds.begin(),
                     surroundings.containers.binds.end());
  bind(directory.path, false);
  return start;
}

/// Of the container program itself.
std::vector<std::string> outer_environment() {
  std::vector<std::string> environment;
  for (const char* name : {"PATH", "HOME", "LANG", "TZ"}) {
    if (const char* value = std::getenv(name)) environment.push_back(std::string(name) + "=" + value);
  }
  return environment;
}

/// The content of launch.json of a command.
std::string command_launch(const Job& job, const JobDirectory& directory,
                           const JobSurroundings& surroundings) {
  const ContainerStart start = start_of(job, directory, surroundings);
  ContainerCommand command{start.argv, start.environment};
  if (!start.image.empty()) command = container_command(surroundings.containers, start, outer_environment());
  return dump({{"token", job.token},
               {"argv", command.argv},
               {"environment", command.environment},
               {"folder", start.image.empty() ? start.folder.string() : directory.path.string()},
               {"image", start.image.string()},
               {"time_limit_ns", job.limits.time.count()},
               {"memory_limit_bytes", job.limits.memory_bytes},
               {"kill_grace_ns", surroundings.kill_grace.count()}});
}

void make_folder(const std::filesystem::path& path) {
  if (::mkdir(path.c_str(), 0700) != 0) {
    if (errno == EEXIST)
      throw Error(ErrorKind::conflict, "job directory " + path.string() + " exists already");
    throw system_error("cannot make " + path.string(), errno);
  }
}

}  // namespace

std::vector<std::string> substitute(const std::vector<std::string>& argv, const std::vector<Run>& runs,
                                    const std::filesystem::path& out,
                                    const std::vector<std::filesystem::path>& data) {
  std::vector<std::string> result;
  for (const std::string& argument : argv) {
    if (argument == "{run}") {
      result.push_back(std::to_string(runs.back().number));
    } else if (argument == "{run_id}" || argument == "[run]") {
      result.push_back(runs.back().name);
    } else if (argument == "{runs}" || argument == "[runs]") {
      for (const Run& run : runs) result.push_back(run.name);
    } else if (argument == "{out}") {
      result.push_back(out.string());
    } else if (argument == "{data}") {
      for (const auto& folder : data) result.push_back(folder.string());
    } else {
      result.push_back(argument);
    }
  }
  return result;
}

std::vector<std::string> job_environment(const Job& job, const JobDirectory& directory,
                                         const JobSurroundings& surroundings) {
  std::vector<std::string> environment;
  const auto set = [&](const std::string& name, const std::string& value) {
    environment.push_back(name + "=" + value);
  };
  const auto pass_on = [&](const std::string& name, const char* otherwise) {
    const char* value = std::getenv(name.c_str());
    if (value == nullptr) value = otherwise;
    if (value != nullptr) set(name, value);
  };
  pass_on("PATH", "/usr/local/bin:/usr/bin:/bin");
  pass_on("HOME", nullptr);
  pass_on("LANG", nullptr);
  pass_on("TZ", nullptr);
  for (const std::string& name : job.analysis.command.environment) {
    if (name != "PATH" && name != "HOME" && name != "LANG" && name != "TZ") pass_on(name, nullptr);
  }
  set("TMPDIR", (directory.path / "tmp").string());
  if (!surroundings.python_path.empty()) set("PYTHONPATH", surroundings.python_path.string());
  set("XOM_ANALYSIS", job.task.analysis);
  set("XOM_VERSION", job.task.version);
  if (!job.task.container.empty()) set("XOM_CONTAINER", job.task.container);
  set("XOM_RUN", std::to_string(job.runs.back().number));
  set("XOM_RUN_ID", job.runs.back().name);
  set("XOM_RUNS", joined(job.runs, ' ', [](const Run& run) { return run.name; }));
  set("XOM_OUT", directory.out().string());
  set("XOM_DATA", joined(surroundings.data, ':', [](const auto& folder) { return folder.string(); }));
  set("XOM_TOKEN", job.token);
  set("XOM_TASK_FILE", (directory.path / "task.json").string());
  set("XOM_TIME_LIMIT_S", std::to_string(std::chrono::ceil<std::chrono::seconds>(job.limits.time).count()));
  set("XOM_MEMORY_LIMIT_BYTES", std::to_string(job.limits.memory_bytes));
  return environment;
}

JobDirectory make_job_directory(const std::filesystem::path& root, const Job& job,
                                const JobSurroundings& surroundings) {
  if (!plain_name(job.key) || !plain_name(job.token)) {
    throw Error(ErrorKind::config, "job key \"" + job.key + "\" is not a plain name");
  }
  if (job.runs.empty()) throw Error(ErrorKind::config, "a job needs at least one run");
  const bool native = job.analysis.kind != AnalysisKind::command;
  if (!native && job.analysis.command.argv.empty()) {
    throw Error(ErrorKind::config, "analysis " + job.task.analysis + " has no command");
  }
  std::filesystem::create_directories(root);
  JobDirectory directory{std::filesystem::absolute(root) / job.key};
  make_folder(directory.path);
  make_folder(directory.out());
  make_folder(directory.path / "tmp");
  write_new_file(directory.path / "task.json", task_text(job, directory, surroundings), 0600);
  write_new_file(directory.path / "launch.json",
                 native ? native_launch(job, surroundings) : command_launch(job, directory, surroundings),
                 0600);
  return directory;
}

void write_new_file(const std::filesystem::path& path, std::string_view bytes, mode_t mode) {
  const FileDescriptor fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (fd.get() < 0 && errno == EEXIST) throw Error(ErrorKind::conflict, path.string() + " exists already");
  if (fd.get() < 0) throw system_error("cannot create " + path.string(), errno);
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw system_error("cannot write " + path.string(), errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void sync_jobs(const std::filesystem::path& root) {
  const FileDescriptor fd(::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() < 0 || ::syncfs(fd.get()) != 0) {
    throw system_error("cannot make " + root.string() + " durable", errno);
  }
}

Launch read_launch(const JobDirectory& directory) {
  const auto path = directory.path / "launch.json";
  try {
    const Json json = parse_json(read_file(path));
    Launch launch;
    launch.token = json.at("token");
    launch.argv = json.at("argv").get<std::vector<std::string>>();
    launch.environment = json.at("environment").get<std::vector<std::string>>();
    launch.folder = json.at("folder").get<std::string>();
    launch.image = json.at("image").get<std::string>();
    launch.limits.time = Duration{json.at("time_limit_ns").get<std::int64_t>()};
    launch.limits.memory_bytes = json.at("memory_limit_bytes");
    launch.kill_grace = Duration{json.at("kill_grace_ns").get<std::int64_t>()};
    if (launch.argv.empty()) throw Error(ErrorKind::corrupt, "has no argv");
    return launch;
  } catch (const Json::exception& e) {
    throw Error(ErrorKind::corrupt, path.string() + ": " + e.what());
  }
}

void retire(const JobDirectory& directory, AttemptClass outcome, const std::filesystem::path& root) {
  const auto& path = directory.path;
  if (path.empty()) return;
  std::error_code error;
  if (outcome == AttemptClass::to_check) {
    const auto quarantine = std::filesystem::absolute(root) / "quarantine";
    std::filesystem::create_directories(quarantine, error);
    std::filesystem::rename(path, quarantine / path.filename(), error);
  } else {
    std::filesystem::remove_all(path, error);
  }
  if (std::error_code none; error && std::filesystem::exists(std::filesystem::symlink_status(path, none))) {
    log_warning("job directory " + path.string() + " is left: " + error.message());
  }
}

}  // namespace xom::exec
