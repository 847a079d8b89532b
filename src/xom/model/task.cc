#include "xom/model/task.h"

#include <array>
#include <charconv>

#include <fmt/format.h>

#include "xom/base/error.h"

namespace xom {
namespace {

// In the order of the enumerations; JSON and the store keep these words.
constexpr std::array<std::string_view, 6> task_states = {"waiting", "todo",   "submitted",
                                                         "done",    "failed", "tocheck"};
constexpr std::array<std::string_view, 8> attempt_classes = {
    "ok", "infrastructure", "resource", "user_error", "no_data", "corrupt_data", "cancelled", "to_check"};
constexpr std::array<std::string_view, 3> attempt_states = {"intent", "active", "ended"};

template <class Enum, std::size_t N>
std::optional<Enum> find(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return {};
}

}  // namespace

std::string runs_text(const std::vector<std::int64_t>& runs) {
  return fmt::format("{}", fmt::join(runs, "+"));
}

std::vector<std::int64_t> parse_runs(std::string_view text) {
  std::vector<std::int64_t> runs;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (true) {
    std::int64_t run = 0;
    const auto [next, error] = std::from_chars(at, end, run);
    if (error != std::errc() || run < 0 || (!runs.empty() && run <= runs.back())) break;
    runs.push_back(run);
    if (next == end) {
      if (runs_text(runs) != text) break;  // "007": not the one spelling of a run
      return runs;
    }
    if (*next != '+') break;
    at = next + 1;
  }
  throw Error(ErrorKind::usage,
              fmt::format("\"{}\" is not a run or a group of runs; write 53101, or ascending "
                          "run numbers joined by +: 53101+53102",
                          text));
}

std::string_view to_string(TaskState state) {
  return task_states[static_cast<std::size_t>(state)];
}
std::optional<TaskState> task_state(std::string_view name) {
  return find<TaskState>(task_states, name);
}

std::string_view to_string(AttemptClass value) {
  return attempt_classes[static_cast<std::size_t>(value)];
}
std::optional<AttemptClass> attempt_class(std::string_view name) {
  return find<AttemptClass>(attempt_classes, name);
}

std::string_view to_string(AttemptState state) {
  return attempt_states[static_cast<std::size_t>(state)];
}
std::optional<AttemptState> attempt_state(std::string_view name) {
  return find<AttemptState>(attempt_states, name);
}

}  // namespace xom
