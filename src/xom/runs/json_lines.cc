#include "xom/runs/json_lines.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>

#include <sys/stat.h>

#include "xom/base/error.h"
#include "xom/json/run_document.h"

namespace xom::runs {
namespace {

constexpr std::int64_t not_usable = -1;

std::string stamp_of(const std::filesystem::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    throw Error(ErrorKind::unavailable, "cannot read the run documents " + path.string() + ": " +
                                            std::strerror(errno) + " (see runs.path)");
  }
  return std::to_string(status.st_ino) + ":" + std::to_string(status.st_size) + ":" +
         std::to_string(status.st_mtim.tv_sec) + "." + std::to_string(status.st_mtim.tv_nsec);
}

/// FNV-1a, 64 bits: tells changed lines from unchanged ones, no more.
std::uint64_t hash_of(std::string_view line) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : line) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash;
}

}  // namespace

Changes JsonLines::changes() {
  Changes result;
  const std::string stamp = stamp_of(path_);
  if (stamp == stamp_) return result;
  std::ifstream file(path_);
  if (!file) throw Error(ErrorKind::unavailable, "cannot open the run documents " + path_.string());

  std::map<std::int64_t, Run> parsed;  // of lines not seen before
  std::map<std::int64_t, std::uint64_t> latest;
  std::map<std::uint64_t, std::int64_t> lines;
  std::string line;
  for (std::int64_t number = 1; std::getline(file, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const std::uint64_t hash = hash_of(line);
    const auto known = lines_.find(hash);
    if (known != lines_.end()) {
      const auto before = current_.find(known->second);
      const bool still_counts = before != current_.end() && before->second == hash;
      if (known->second == not_usable || still_counts) {
        lines.insert(*known);
        if (still_counts) latest[known->second] = hash;
        continue;
      }
    }
    try {
      auto document = json::parse_run_document(line);
      const std::int64_t run = document.run.number;
      for (const auto& oddity : document.oddities) {
        result.oddities.push_back(path_.string() + ":" + std::to_string(number) + ": run " +
                                  std::to_string(run) + ": " + oddity);
      }
      lines[hash] = run;
      latest[run] = hash;
      parsed[run] = std::move(document.run);
    } catch (const Error& error) {
      if (file.eof()) break;  // no line end: still being written, the file will change again
      lines[hash] = not_usable;
      result.oddities.push_back(path_.string() + ":" + std::to_string(number) + ": " + error.what());
    }
  }

  for (auto& [number, run] : parsed) {
    const auto before = current_.find(number);
    if (before == current_.end() || before->second != latest[number]) result.runs.push_back(std::move(run));
  }
  lines_ = std::move(lines);
  current_ = std::move(latest);
  stamp_ = stamp;
  return result;
}

}  // namespace xom::runs
