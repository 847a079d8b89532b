#include "xom/plan/retry.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace xom::plan {
namespace {

Duration delay_before_next(const RetryRule& rule, int tries, double jitter) {
  // The exponent is bounded, so that a thousand tries overflow nothing.
  const double wanted = to_seconds(rule.first_delay) * std::exp2(std::clamp(tries - 1, 0, 60));
  const double seconds = std::min(wanted, to_seconds(rule.longest_delay)) * std::clamp(jitter, 0.5, 1.5);
  return Duration(std::llround(seconds * 1e9));
}

const RetryRule* rule_for(const RetryTable& table, AttemptClass outcome) {
  switch (outcome) {
    case AttemptClass::infrastructure:
      return &table.infrastructure;
    case AttemptClass::resource:
      return &table.resource;
    case AttemptClass::user_error:
      return &table.user_error;
    case AttemptClass::no_data:
      return &table.no_data;
    case AttemptClass::corrupt_data:
      return &table.corrupt_data;
    case AttemptClass::ok:
    case AttemptClass::cancelled:
    case AttemptClass::to_check:
      return nullptr;
  }
  return nullptr;
}

}  // namespace

Next after_failure(const RetryTable& table, AttemptClass outcome, int tries, Reason why, Time now,
                   double jitter) {
  const RetryRule* rule = rule_for(table, outcome);
  if (rule == nullptr) return {TaskState::tocheck, {}, std::move(why)};
  const bool damaged = outcome == AttemptClass::corrupt_data;
  if (rule->retries >= 0 && tries > rule->retries) {
    const bool own_fault = outcome == AttemptClass::user_error || outcome == AttemptClass::resource;
    const std::optional<Time> at = damaged ? std::optional(now + table.later) : std::nullopt;
    why.text += fmt::format(" (given up after {} {})", tries, tries == 1 ? "try" : "tries");
    return {own_fault ? TaskState::failed : TaskState::tocheck, at, std::move(why)};
  }
  const bool needs_data = damaged || outcome == AttemptClass::no_data;
  return {needs_data ? TaskState::waiting : TaskState::todo, now + delay_before_next(*rule, tries, jitter),
          std::move(why)};
}

Next after_engine_loss(const RetryTable& table, int tries, Reason why, Time now, double jitter) {
  constexpr int at_once = 3;
  if (tries <= at_once) return {TaskState::todo, {}, std::move(why)};
  return {TaskState::todo, now + delay_before_next(table.infrastructure, tries - at_once, jitter),
          std::move(why)};
}

Next still_waiting(const RetryTable& table, std::optional<Time> run_end, Reason missing, Time now) {
  const Duration waited = run_end ? std::max(now - *run_end, Duration(0)) : Duration(0);
  if (waited > table.horizon) {
    missing.text += fmt::format(", {} after the end of the run", to_text(waited));
    return {TaskState::tocheck, now + table.later, std::move(missing)};
  }
  return {TaskState::waiting, now + std::min(waited / 8, table.no_data.longest_delay), std::move(missing)};
}

bool allowed(TaskState from, TaskState to) {
  using enum TaskState;
  struct Edge {
    TaskState from, to;
  };
  static constexpr std::array edges{
      Edge{waiting, todo},      Edge{waiting, tocheck}, Edge{todo, waiting},      Edge{todo, submitted},
      Edge{submitted, done},    Edge{submitted, todo},  Edge{submitted, waiting}, Edge{submitted, failed},
      Edge{submitted, tocheck}, Edge{tocheck, todo},    Edge{tocheck, waiting},   Edge{tocheck, done},
      Edge{tocheck, failed},    Edge{failed, todo},     Edge{done, todo},         Edge{waiting, waiting},
      Edge{tocheck, tocheck},   Edge{todo, todo},
  };
  return std::ranges::any_of(edges, [&](const Edge& e) { return e.from == from && e.to == to; });
}

}  // namespace xom::plan
