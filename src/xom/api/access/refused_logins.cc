#include "xom/api/access/refused_logins.h"

#include <algorithm>

#include <fmt/format.h>

namespace xom::api {

namespace {

constexpr std::size_t most_accounts = 5;

std::string seconds_text(Time time) {
  return to_iso_seconds(time);
}

}  // namespace

bool RefusedLogins::is_first(const std::string& source, const std::string& account, Time now) {
  const std::lock_guard lock(mutex_);
  const bool crowded = sources_.size() >= most_sources && sources_.count(source) == 0;
  const auto [place, is_new] =
      sources_.try_emplace(crowded ? "other addresses" : source, Count{now, now, 0, {}});
  Count& count = place->second;
  if (is_new) {
    next_ = std::min(next_, now + period);
    return true;
  }
  ++count.more;
  count.last = now;
  auto& names = count.accounts;
  if (names.size() <= most_accounts && std::find(names.begin(), names.end(), account) == names.end()) {
    names.push_back(names.size() < most_accounts ? account : "...");
  }
  return false;
}

std::vector<store::AuditRow> RefusedLogins::take(Time now, bool of_all) {
  const std::lock_guard lock(mutex_);
  std::vector<store::AuditRow> rows;
  if (!of_all && now < next_) return rows;
  next_ = Time::max();
  for (auto at = sources_.begin(); at != sources_.end();) {
    const auto& [source, count] = *at;
    if (!of_all && now < count.begin + period) {
      next_ = std::min(next_, count.begin + period);
      ++at;
      continue;
    }
    if (count.more > 0) {
      rows.push_back({now, "anonymous", source, "login", fmt::format("{}", fmt::join(count.accounts, ", ")),
                      "refused",
                      fmt::format("{} more from {} to {}", count.more, seconds_text(count.begin),
                                  seconds_text(count.last)),
                      ""});
    }
    at = sources_.erase(at);
  }
  return rows;
}

}  // namespace xom::api
