#include "xom/engine/status.h"

#include <charconv>

#include <fmt/format.h>

namespace xom::engine {

Gaps gaps(const store::Store& store) {
  std::map<std::int64_t, std::string> names;
  for (const auto& stream : store.streams()) names[stream.id] = stream.analysis;
  Gaps result;
  store::TaskFilter filter;
  filter.wanted = true;
  filter.states = {TaskState::todo, TaskState::waiting, TaskState::failed, TaskState::tocheck};
  store.each_task(filter, [&](const store::TaskView& task) {
    Gap& gap = result[{names[task.stream], task.state, {task.reason_code, std::string(task.reason_subject)}}];
    if (gap.tasks++ == 0) {
      gap.example_run = task.run;
      gap.example = task.reason;
    }
  });
  return result;
}

EngineStatus engine_status(const store::Store& store, Time now) {
  EngineStatus status;
  status.text = "no engine runs";
  if (const auto lease = store.lease(); lease && store::is_held(*lease, now)) {
    status.running = true;
    status.host = lease->host;
    status.pid = lease->pid;
    status.text = fmt::format("engine runs on {} (pid {})", lease->host, lease->pid);
  }
  if (const auto last = store.fact("last_pass_ns")) {
    std::int64_t ns = 0;
    std::from_chars(last->data(), last->data() + last->size(), ns);
    status.last_pass = from_ns(ns);
    status.text += *status.last_pass <= now
                       ? fmt::format("; last pass {} ago", to_text(now - *status.last_pass))
                       : fmt::format("; last pass {} after now: the clock was set back",
                                     to_text(*status.last_pass - now));
  }
  if (const auto problem = store.fact("run_source_problem").value_or(""); !problem.empty()) {
    status.text += fmt::format("; no new runs: {}", problem);
  }
  if (const auto problem = store.fact("executor_problem").value_or(""); !problem.empty()) {
    status.text += "; " + problem;
  }
  return status;
}

}  // namespace xom::engine
