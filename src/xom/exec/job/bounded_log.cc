#include "xom/exec/job/bounded_log.h"

#include <algorithm>
#include <cerrno>

#include <unistd.h>

namespace xom::exec {

BoundedLog::BoundedLog(FileDescriptor file, std::size_t keep) : file_(std::move(file)), keep_(keep) {}

void BoundedLog::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    lost_ = lost_ || (written < 0 && (errno == ENOSPC || errno == EDQUOT));
    if (written <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void BoundedLog::add(std::string_view bytes) {
  bytes_ += static_cast<std::int64_t>(bytes.size());
  look_for_markers(bytes);
  const std::size_t first = std::min(bytes.size(), keep_ - head_);
  write(bytes.substr(0, first));
  head_ += first;
  tail_ += bytes.substr(first);
  if (tail_.size() > 2 * keep_) {
    const std::size_t drop = tail_.size() - keep_;
    tail_.erase(0, drop);
    dropped_ += static_cast<std::int64_t>(drop);
  }
}

void BoundedLog::finish() {
  if (tail_.size() > keep_) {
    dropped_ += static_cast<std::int64_t>(tail_.size() - keep_);
    tail_.erase(0, tail_.size() - keep_);
  }
  if (dropped_ > 0) write("\n[xom: " + std::to_string(dropped_) + " bytes left out]\n");
  write(tail_);
  tail_.clear();
  ::fsync(file_.get());
}

void BoundedLog::look_for_markers(std::string_view bytes) {
  constexpr std::string_view success = "SUCCESSWITHXOM", error = "ERRORWITHXOM";
  const std::string joint = before_ + std::string(bytes.substr(0, success.size()));
  says_success_ = says_success_ || bytes.find(success) != bytes.npos || joint.find(success) != joint.npos;
  says_error_ = says_error_ || bytes.find(error) != bytes.npos || joint.find(error) != joint.npos;
  before_ += bytes.substr(bytes.size() - std::min(bytes.size(), success.size()));
  if (before_.size() > success.size()) before_.erase(0, before_.size() - success.size());
}

}  // namespace xom::exec
