#include "xom/model/reason.h"

#include <array>
#include <unordered_map>

namespace xom {
namespace {

// In the order of the enumeration; JSON and the store keep these words.
constexpr auto spellings = std::to_array<std::string_view>({
    "",
    "other",
    "wanted",
    "run_not_ended",
    "below_min_run",
    "above_max_run",
    "other_detector",
    "other_mode",
    "excluded_mode",
    "excluded_by_tag",
    "no_included_tag",
    "outside_containers",
    "excluded_by_operator",
    "not_configured",
    "container_not_configured",
    "superseded",
    "group_broken",
    "results_deleted",
    "not_looked_for",
    "run_not_ready",
    "waiting_for_data",
    "data_elsewhere",
    "incomplete_data",
    "failed_data",
    "damaged_data",
    "data_complete",
    "data_came",
    "definition_corrected",
    "asked_by_hand",
    "retry_asked",
    "recompute_asked",
    "under_way",
    "cancelled_by_operator",
    "cancelled_elsewhere",
    "stopped_with_engine",
    "lost_with_engine",
    "not_adopted",
    "begun_elsewhere",
    "not_started",
    "never_began",
    "image_missing",
    "container_not_made",
    "disk_full",
    "time_limit",
    "memory_limit",
    "overdue",
    "killed",
    "killed_by_signal",
    "failed_command",
    "said_error",
    "said_no_success",
    "refused_results",
    "refused_report",
    "no_report",
    "node_failed",
    "lost_by_slurm",
    "no_answer",
    "failed_analysis",
    "other_definition",
    "failed_computation",
    "refused_by_store",
    "unknown_run",
    "no_entries",
    "no_value",
    "no_error",
});
static_assert(spellings.size() == static_cast<std::size_t>(ReasonCode::no_error) + 1);

}  // namespace

std::string_view to_string(ReasonCode code) {
  return spellings[static_cast<std::size_t>(code)];
}

std::optional<ReasonCode> reason_code(std::string_view name) {
  // A million tasks are read at once.
  static const auto codes = [] {
    std::unordered_map<std::string_view, ReasonCode> map;
    for (std::size_t i = 0; i < spellings.size(); ++i) map.emplace(spellings[i], static_cast<ReasonCode>(i));
    return map;
  }();
  const auto found = codes.find(name);
  return found == codes.end() ? std::nullopt : std::optional(found->second);
}

bool is_about_the_run(ReasonCode code) {
  return code == ReasonCode::excluded_by_tag || code == ReasonCode::excluded_by_operator;
}

std::string kind_of_message(std::string_view message) {
  constexpr std::size_t longest = 300;
  std::string kind;
  for (const char c : message) {
    const bool digit = c >= '0' && c <= '9';
    if (digit && !kind.empty() && kind.back() == '#') continue;
    const bool inside_letter = (static_cast<unsigned char>(c) & 0xc0) == 0x80;
    if (kind.size() >= longest && !inside_letter) break;
    kind += digit ? '#' : c;
  }
  return kind;
}

Reason reason_of(ReasonCode code, std::string message) {
  std::string subject = kind_of_message(message);
  return {{code, std::move(subject)}, std::move(message)};
}

}  // namespace xom
