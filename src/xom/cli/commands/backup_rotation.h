#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Daily backups: which names they have, and which of them may go.
namespace xom::cli {

/// "xom-2026-11-23.db" for a store named xom.db.
std::string dated_name(std::string_view stem, std::string_view extension, std::chrono::sys_days day);

/// The day of a name that `dated_name` gave; empty for any other name.
std::optional<std::chrono::sys_days> day_of(std::string_view name, std::string_view stem,
                                            std::string_view extension);

/// Kept are the newest 7 days, and of the newest 4 weeks (Monday to Sunday) that have a backup the earliest
/// day. The others, oldest first. `days` in any order. Days without a backup do not count: when backups end,
/// none goes.
std::vector<std::chrono::sys_days> superfluous(std::span<const std::chrono::sys_days> days);

}  // namespace xom::cli
