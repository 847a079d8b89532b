#include "xom/exec/job/claim.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include "xom/base/clock.h"
#include "xom/base/error.h"
#include "xom/base/hash.h"
#include "xom/base/parse_json.h"

namespace xom::exec {

namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

bool links_are_missing(int error) {
  return error == EPERM || error == ENOTSUP || error == EOPNOTSUPP || error == ENOSYS;
}

/// errno, 0 if the file is ours now.
int create_exclusively(const fs::path& path, const std::string& text) {
  try {
    write_new_file(path, text, 0600);
    sync_file(path);
    return 0;
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::conflict) return EEXIST;
    throw;
  }
}

/// The content of a claim.
Json read(const JobDirectory& directory, const std::string& token) {
  constexpr time_t patience_s = 60;
  const auto path = directory.claim(token);
  const std::string text = read_file(path, 4096);
  try {
    if (!text.empty()) return parse_json(text);
  } catch (const std::exception& e) {
    throw Error(ErrorKind::corrupt, path.string() + ": " + e.what());
  }
  // Without links it is empty for a moment.
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) throw system_error("cannot stat " + path.string(), errno);
  if (std::time(nullptr) - status.st_mtime <= patience_s) {
    throw Error(ErrorKind::unavailable, path.string() + " is just being written");
  }
  throw Error(ErrorKind::corrupt, path.string() + " is empty: who made it died before it said who it was");
}

}  // namespace

int hard_link(const fs::path& from, const fs::path& to) {
  return ::link(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

Claim take_claim(const JobDirectory& directory, const std::string& token, const std::optional<ProcessId>& who,
                 const Link& link) {
  Json content = {{"void", !who.has_value()}};
  if (who) {
    content["pid"] = who->pid;
    content["start_ticks"] = who->start_ticks;
    content["boot_id"] = who->boot_id;
    content["host"] = who->host;
    content["slurm_job"] = slurm_job();
  }
  const std::string text = content.dump(1, ' ', false, Json::error_handler_t::replace);
  const auto mine = directory.path / ("claimant." + random_hex(8));
  write_file(mine, text, 0600);
  int error = link(mine, directory.claim(token));
  ::unlink(mine.c_str());
  if (links_are_missing(error)) error = create_exclusively(directory.claim(token), text);
  if (error == 0) {
    sync_directory(directory.path);
    return Claim::taken;
  }
  if (error == EEXIST) return Claim::held_by_another;
  throw system_error("cannot claim " + directory.path.string(), error);
}

std::optional<ProcessId> read_claim(const JobDirectory& directory, const std::string& token) {
  const Json json = read(directory, token);
  try {
    if (json.at("void").get<bool>()) return std::nullopt;
    return ProcessId{json.at("pid"), json.at("start_ticks"), json.at("boot_id"), json.at("host")};
  } catch (const Json::exception& e) {
    throw Error(ErrorKind::corrupt, directory.claim(token).string() + ": " + e.what());
  }
}

bool never_begins(const JobDirectory& directory, const std::string& token) {
  return take_claim(directory, token, std::nullopt) == Claim::taken || !read_claim(directory, token);
}

std::optional<std::int64_t> claimed_by_array(const JobDirectory& directory, const std::string& token) {
  const Json json = read(directory, token);
  try {
    const std::string job = json.value("slurm_job", "");
    return job.empty() ? std::nullopt : std::optional<std::int64_t>(std::stoll(job));
  } catch (const std::exception& e) {
    throw Error(ErrorKind::corrupt, directory.claim(token).string() + ": " + e.what());
  }
}

bool claimed_by_us(const JobDirectory& directory, const std::string& token) {
  const std::string job = slurm_job();
  try {
    return !job.empty() && read(directory, token).value("slurm_job", "") == job;
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::unavailable) return false;  // somebody else is just writing it
    throw;
  }
}

std::string slurm_job() {
  const char* array = std::getenv("SLURM_ARRAY_JOB_ID");
  const char* index = std::getenv("SLURM_ARRAY_TASK_ID");
  return array == nullptr || index == nullptr ? "" : std::string(array) + "_" + index;
}

int slurm_restarts() {
  const char* count = std::getenv("SLURM_RESTART_COUNT");
  return count == nullptr ? 0 : std::max(0, std::atoi(count));
}

}  // namespace xom::exec
