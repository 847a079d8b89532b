#include "xom/catalogue/news.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "xom/base/text.h"
#include "xom/checks/level.h"
#include "xom/checks/usual.h"
#include "xom/engine/status.h"

namespace xom::catalogue {

namespace {

constexpr std::size_t newest_runs = 40;     ///< Whose values are looked at.
constexpr std::size_t usual_runs = 400;     ///< That say what is usual.
constexpr std::int64_t enough = 10;         ///< Values of a mode before their spread says anything.
constexpr std::size_t most_reasons = 5000;  ///< Tasks of a stream and state whose reasons are read.
constexpr Duration late = std::chrono::hours(1);

std::string runs_of(std::int64_t count, std::int64_t newest) {
  return count == 1 ? fmt::format("run {}", newest) : fmt::format("{} runs (newest {})", count, newest);
}

std::string runs_url(std::string_view filter) {
  return "/runs?filter=" + percent_encoded(filter, ":,");
}

/// "a", "a and b", "a, b and 3 more".
std::string some_of(const std::set<std::string>& names) {
  constexpr std::size_t shown = 4;
  std::vector<std::string> list(names.begin(), names.end());
  if (list.size() == 1) return list.front();
  std::string last = "and " + list.back();
  list.pop_back();
  if (list.size() > shown) {
    last = fmt::format("and {} more", list.size() + 1 - shown);
    list.resize(shown);
  }
  return fmt::format("{} {}", fmt::join(list, ", "), last);
}

/// Of data it is said what they are; the page of the run, which is named before, says which file and why.
std::string in_brief(const Reason& reason) {
  const std::string& subject = reason.cause.subject;
  const auto data = [&](std::string_view what) {
    return fmt::format("{} {} {}", subject, subject.find(',') == std::string::npos ? "is" : "are", what);
  };
  switch (reason.cause.code) {
    case ReasonCode::waiting_for_data:
      return data("missing");
    case ReasonCode::data_elsewhere:
      return data("not here by the run's document");
    case ReasonCode::incomplete_data:
      return data("incomplete");
    case ReasonCode::failed_data:
      return data("not whole: the writer failed");
    case ReasonCode::damaged_data:
      return data("damaged");
    case ReasonCode::run_not_ready:
      return subject.empty() ? "the run's document has no status" : "the run's status is " + subject;
    default:
      return reason.text;
  }
}

/// Tasks of all analyses in one state for one cause: the same damaged data are one piece of news.
struct Matter {
  store::TaskReason newest;
  Time at;  ///< Newest change; of late ones the end of the newest run.
  std::set<std::string> analyses;
  std::set<std::int64_t> runs;
  std::int64_t tasks = 0;

  void add(const std::string& analysis, store::TaskReason reason, Time when) {
    at = tasks++ == 0 ? when : std::max(at, when);
    analyses.insert(analysis);
    runs.insert(reason.run);
    if (tasks == 1 || reason.run > newest.run) newest = std::move(reason);
  }
  std::string who() const { return runs_of(static_cast<std::int64_t>(runs.size()), newest.run); }
  std::string why() const { return in_brief(newest.reason); }
  /// Where they are seen.
  std::string url(TaskState state) const {
    if (runs.size() == 1) return fmt::format("/runs/{}", newest.run);
    if (analyses.size() > 1) return "/operations?state=" + std::string(to_string(state));
    return runs_url(*analyses.begin() + ":" + std::string(to_string(state)));
  }
};
using Matters = std::map<std::pair<TaskState, Cause>, Matter>;  ///< By state and cause.

void collect_failures(Matters& matters, const View& view, const StreamTasks& stream) {
  for (const TaskState state : {TaskState::failed, TaskState::tocheck}) {
    if (stream.counts[static_cast<std::size_t>(state)] == 0) continue;
    std::vector<std::int64_t> tasks;  // newest first
    for (auto cell = stream.cells.rbegin(); cell != stream.cells.rend() && tasks.size() < most_reasons;
         ++cell) {
      if (cell->wanted && cell->state == state) tasks.push_back(cell->task);
    }
    for (auto& reason : store::Overview(view.store()).reasons(tasks)) {
      Matter& matter = matters[{state, reason.reason.cause}];
      const Time changed = reason.changed;
      matter.add(stream.stream.analysis, std::move(reason), changed);
    }
  }
}

/// Tasks that still wait or did not start although their run ended a good while ago.
void collect_late(Matters& matters, const View& view, const RunTable& runs, const StreamTasks& stream) {
  for (const TaskState state : {TaskState::waiting, TaskState::todo}) {
    if (stream.counts[static_cast<std::size_t>(state)] == 0) continue;
    std::vector<std::int64_t> tasks;
    for (auto cell = stream.cells.rbegin(); cell != stream.cells.rend() && tasks.size() < most_reasons;
         ++cell) {
      if (!cell->wanted || cell->state != state) continue;
      const auto* run = runs.find(cell->run);
      if (run == nullptr || run->end_ns == RunTable::none || from_ns(run->end_ns) > view.now() - late) {
        continue;
      }
      tasks.push_back(cell->task);
    }
    for (auto& reason : store::Overview(view.store()).reasons(tasks)) {
      const auto* run = runs.find(reason.run);
      if (run == nullptr) continue;
      Matter& matter = matters[{state, reason.reason.cause}];
      matter.add(stream.stream.analysis, std::move(reason), from_ns(run->end_ns));
    }
  }
}

void add_matters(std::vector<News>& news, const Matters& matters) {
  for (const auto& [kind, matter] : matters) {
    const TaskState state = kind.first;
    const bool is_late = state == TaskState::waiting || state == TaskState::todo;
    const std::string what = state == TaskState::failed    ? "failed"
                             : state == TaskState::tocheck ? "to check"
                             : state == TaskState::waiting ? "waits"
                                                           : "not started";
    const std::string since = is_late ? std::string(" for more than an hour after the end") : "";
    const std::string why = matter.why();
    news.push_back({state == TaskState::failed ? News::Level::bad : News::Level::warn,
                    matter.who() + (why.empty() ? "" : ": " + why), matter.url(state), matter.at,
                    matter.tasks, fmt::format("{}{}: {}", what, since, some_of(matter.analyses))});
  }
}

std::string quantity(const store::Point& point, const std::string& unit) {
  std::string text = fmt::format("{:.5g}", point.value);
  if (std::isfinite(point.error)) text += fmt::format(" ± {:.2g}", point.error);
  return unit == "1" ? text : text + " " + unit;
}

/// Values of the newest runs outside the expected range, or far from those of the same mode.
void add_values(std::vector<News>& news, const View& view, const Inventory& inventory, const RunTable& runs,
                const store::Series& series) {
  const auto& rows = runs.rows();
  if (rows.empty()) return;
  const std::int64_t from = rows[rows.size() - std::min(rows.size(), usual_runs)].number;
  const std::int64_t recent = rows[rows.size() - std::min(rows.size(), newest_runs)].number;
  const auto points = view.store().trend(series.id, from);
  const Variable variable = inventory.variable(series.analysis, series.version, series.variable);

  std::map<std::uint32_t, std::vector<double>> by_mode;
  for (const auto& point : points) {
    if (const auto* run = runs.find(point.run)) by_mode[run->mode].push_back(point.value);
  }
  std::map<std::uint32_t, std::optional<checks::Usual>> usuals;
  for (auto& [mode, values] : by_mode) usuals[mode] = checks::usual(std::move(values));

  std::int64_t outside = 0, unusual = 0;
  std::string outside_text, unusual_text;
  std::int64_t outside_run = 0, unusual_run = 0;
  const std::string name = series.analysis + "." + series.variable;
  for (const auto& point : points) {
    const auto* run = runs.find(point.run);
    if (point.run < recent || run == nullptr || !std::isfinite(point.value)) continue;
    if (checks::level_of_range(point.value, variable.low, variable.high) >= checks::Level::warn) {
      ++outside;
      outside_run = point.run;
      outside_text = fmt::format("{}, expected {:g} to {:g}", quantity(point, variable.unit),
                                 variable.low.value_or(-INFINITY), variable.high.value_or(INFINITY));
      continue;
    }
    const auto& compared = usuals[run->mode];
    if (!compared || compared->runs < enough) continue;
    const auto pull = checks::pull(point.value, point.error, *compared);
    if (checks::level_of_pull(pull) < checks::Level::bad) continue;
    ++unusual;
    unusual_run = point.run;
    unusual_text = fmt::format(
        "{}, usual in {} is {:.5g} with a spread of {:.2g}", quantity(point, variable.unit),
        runs.mode(*run).empty() ? "runs without mode" : runs.mode(*run), compared->median, compared->spread);
  }
  const auto add = [&](std::int64_t count, std::int64_t newest, const std::string& what,
                       const std::string& text) {
    if (count == 0) return;
    const auto* run = runs.find(newest);
    std::optional<Time> at;
    if (run != nullptr && run->end_ns != RunTable::none) at = from_ns(run->end_ns);
    news.push_back({News::Level::warn,
                    fmt::format("{} {} in {}: {}", name, what, runs_of(count, newest), text),
                    count == 1 ? fmt::format("/runs/{}", newest) : "/trends?v=" + name, at, count});
  };
  add(outside, outside_run, "is outside its range", outside_text);
  add(unusual, unusual_run, "is far from usual", unusual_text);
}

void add_runs(std::vector<News>& news, const View& view, const RunTable& runs) {
  const auto& rows = runs.rows();
  const std::int64_t day_ago = to_ns(view.now() - std::chrono::hours(24));
  std::int64_t count = 0;
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    if (row->start_ns == RunTable::none || row->start_ns < day_ago) break;
    ++count;
  }
  if (rows.empty()) {
    news.push_back({News::Level::info,
                    "there are no runs yet; the engine reads them from the run source",
                    "/operations",
                    {},
                    0});
  } else if (count > 0) {
    const auto& newest = rows.back();
    news.push_back({News::Level::fresh,
                    fmt::format("{} in the last 24 h",
                                count == 1 ? fmt::format("run {} is new", newest.number)
                                           : fmt::format("{} new runs (newest {})", count, newest.number)),
                    count == 1 ? fmt::format("/runs/{}", newest.number) : std::string("/runs"),
                    from_ns(newest.start_ns), count});
  } else {
    const auto& newest = rows.back();
    std::optional<Time> at;
    if (newest.start_ns != RunTable::none) at = from_ns(newest.start_ns);
    news.push_back({News::Level::info,
                    fmt::format("no new run in the last 24 h; the newest is {}", newest.number),
                    fmt::format("/runs/{}", newest.number), at, 0});
  }
}

}  // namespace

std::string_view to_string(News::Level level) {
  switch (level) {
    case News::Level::bad:
      return "bad";
    case News::Level::warn:
      return "warn";
    case News::Level::fresh:
      return "new";
    case News::Level::info:
      break;
  }
  return "info";
}

std::vector<News> find_news(const View& view, const Inventory& inventory, const RunTable& runs) {
  std::vector<News> news;
  Matters matters;
  std::set<std::int64_t> streams;
  for (const Analysis* analysis : inventory.newest()) {
    for (const auto& stream : inventory.streams(*analysis)) {
      streams.insert(stream->stream.id);
      collect_failures(matters, view, *stream);
      collect_late(matters, view, runs, *stream);
    }
  }
  add_matters(news, matters);
  for (const auto& series : inventory.series()) {
    if (streams.contains(series.stream)) add_values(news, view, inventory, runs, series);
  }
  add_runs(news, view, runs);
  std::ranges::stable_sort(news, [](const News& a, const News& b) {
    return a.level != b.level ? a.level < b.level : a.at.value_or(Time::min()) > b.at.value_or(Time::min());
  });
  const auto engine = engine::engine_status(view.store(), view.now());
  if (!engine.running) {  // all else waits for it
    const auto more = engine.text.find("; ");
    news.insert(news.begin(),
                {News::Level::bad, "no engine runs: nothing new is computed", "/operations", engine.last_pass,
                 1, more == std::string::npos ? "" : engine.text.substr(more + 2)});
  }
  return news;
}

}  // namespace xom::catalogue
