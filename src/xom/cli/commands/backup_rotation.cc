#include "xom/cli/commands/backup_rotation.h"

#include <map>
#include <set>

#include <fmt/format.h>

#include "xom/base/time.h"

namespace xom::cli {
namespace {

using std::chrono::sys_days;

constexpr std::size_t days_kept = 7;
constexpr std::size_t weeks_kept = 4;

sys_days monday_of(sys_days day) {
  return day - (std::chrono::weekday(day) - std::chrono::Monday);
}

}  // namespace

std::string dated_name(std::string_view stem, std::string_view extension, sys_days day) {
  return fmt::format("{}-{}{}", stem, to_iso(Time(day)).substr(0, 10), extension);
}

std::optional<sys_days> day_of(std::string_view name, std::string_view stem, std::string_view extension) {
  if (name.size() != stem.size() + 11 + extension.size()) return std::nullopt;
  const auto time = parse_iso(name.substr(stem.size() + 1, 10));
  if (!time) return std::nullopt;
  const auto day = std::chrono::floor<std::chrono::days>(*time);
  return dated_name(stem, extension, day) == name ? std::optional(day) : std::nullopt;
}

std::vector<sys_days> superfluous(std::span<const sys_days> days) {
  const std::set<sys_days> all(days.begin(), days.end());
  std::set<sys_days> kept;
  for (auto day = all.rbegin(); day != all.rend() && kept.size() < days_kept; ++day) kept.insert(*day);
  std::map<sys_days, sys_days> first_of_week;  // by its Monday
  for (const sys_days day : all) first_of_week.try_emplace(monday_of(day), day);
  std::size_t weeks = 0;
  for (auto week = first_of_week.rbegin(); week != first_of_week.rend() && weeks < weeks_kept;
       ++week, ++weeks) {
    kept.insert(week->second);
  }
  std::vector<sys_days> gone;
  for (const sys_days day : all) {
    if (!kept.contains(day)) gone.push_back(day);
  }
  return gone;
}

}  // namespace xom::cli
