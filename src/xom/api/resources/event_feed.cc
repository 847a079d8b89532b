#include "xom/api/resources/event_feed.h"

#include <map>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/engine/status.h"
#include "xom/store/overview.h"

namespace xom::api {

namespace {

constexpr std::size_t most_runs_told = 1000;  // in one message; the newest ones
constexpr auto alive_interval = std::chrono::seconds(10);
constexpr auto engine_interval = std::chrono::seconds(1);  // for the engine

class Collector {
 public:
  void run(std::int64_t number) {
    runs_.insert(number);
    if (runs_.size() > most_runs_told) runs_.erase(runs_.begin());
  }

  std::int64_t tasks_after(const store::Store& store, std::int64_t event) {
    const store::Overview overview(store);
    const auto newest = overview.newest_event();
    if (newest == event) return event;
    std::map<std::int64_t, std::string> names;
    for (const auto& stream : store.streams()) names[stream.id] = stream.analysis;
    return overview.each_task(event, [&](const store::TaskRow& task) {
      run(task.run);
      analyses_.insert(names[task.stream]);
      if (task.wanted) ++states_[std::string(to_string(task.state))];
    });
  }

  bool empty() const { return runs_.empty() && analyses_.empty(); }

  std::string text(std::int64_t event, Time now) const {
    const nlohmann::ordered_json data{
        {"runs", runs_}, {"analyses", analyses_}, {"states", states_}, {"as_of_ns", to_ns(now)}};
    return fmt::format("event: change\nid: {}\ndata: {}\n\n", event, data.dump());
  }

 private:
  std::set<std::int64_t> runs_;
  std::set<std::string> analyses_;
  std::map<std::string, std::int64_t> states_;
};

}  // namespace

std::optional<Change> change_since(const store::Store& store, std::int64_t event, Time now) {
  Collector found;
  const auto newest = found.tasks_after(store, event);
  if (found.empty()) return std::nullopt;
  return Change{newest, found.text(newest, now)};
}

EventFeed::EventFeed(const store::Store& store)
    : store_(store),
      version_(store::Overview(store).data_version()),
      event_(store::Overview(store).newest_event()),
      runs_(store::Overview(store).runs_changed()) {}

std::optional<Change> EventFeed::next(Time now) {
  auto change = changed(now);
  if (std::string message = alive(now); !message.empty()) {
    if (!change) change = Change{event_, {}};
    change->text += message;
  }
  return change;
}

/// Empty: nothing is to be said yet.
std::string EventFeed::alive(Time now) {
  // A clock that was set back must not silence it.
  const auto within = [now](const std::optional<Time>& then, Duration span) {
    return then && now >= *then && now - *then < span;
  };
  if (within(looked_, engine_interval)) return {};
  looked_ = now;
  const bool running = engine::engine_status(store_, now).running;
  if (within(told_, alive_interval) && running == engine_) return {};
  told_ = now;
  engine_ = running;
  return fmt::format("event: alive\ndata: {{\"as_of_ns\": {}, \"engine\": {}}}\n\n", to_ns(now), running);
}

std::optional<Change> EventFeed::changed(Time now) {
  const store::Overview overview(store_);
  const auto version = overview.data_version();
  if (version == version_) return std::nullopt;
  version_ = version;
  Collector found;
  event_ = found.tasks_after(store_, event_);
  if (const auto changed = overview.runs_changed(); changed != runs_) {
    overview.each_run(runs_, [&](const store::RunRow& run) { found.run(run.number); });
    runs_ = changed;
  }
  if (found.empty()) return std::nullopt;
  return Change{event_, found.text(event_, now)};
}

}  // namespace xom::api
