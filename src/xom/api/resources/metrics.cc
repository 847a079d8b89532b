#include <fmt/format.h>

#include "xom/api/access/context.h"
#include "xom/api/resources/routes.h"
#include "xom/base/version.h"
#include "xom/engine/status.h"
#include "xom/store/overview.h"

namespace xom::api {

namespace {

/// https://prometheus.io/docs/instrumenting/exposition_formats/: \, " and line ends are escaped.
std::string label(std::string_view value) {
  std::string text;
  for (const char c : value) {
    if (c == '\\' || c == '"') text += '\\';
    text += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return text;
}

void family(std::string& text, const char* name, const char* help) {
  text += fmt::format("# HELP {} {}\n# TYPE {} gauge\n", name, help, name);
}

Response metrics(Context& context, const Request&) {
  const auto& store = context.store();
  const store::Overview overview(store);
  const auto engine = engine::engine_status(store, context.now());
  std::string text;
  family(text, "xom_build_info", "The program.");
  text += fmt::format("xom_build_info{{version=\"{}\"}} 1\n", program_version());
  family(text, "xom_engine_running", "1 if an engine works on the store.");
  text += fmt::format("xom_engine_running {}\n", engine.running ? 1 : 0);
  if (engine.last_pass) {
    family(text, "xom_last_pass_timestamp_seconds", "When the engine ended its last pass.");
    text += fmt::format("xom_last_pass_timestamp_seconds {:.3f}\n",
                        static_cast<double>(to_ns(*engine.last_pass)) * 1e-9);
  }
  family(text, "xom_runs", "Runs in the store.");
  text += fmt::format("xom_runs {}\n", overview.count_runs());
  family(text, "xom_newest_event", "Number of the newest event.");
  text += fmt::format("xom_newest_event {}\n", overview.newest_event());
  family(text, "xom_tasks", "Tasks by state; withdrawn: no longer wanted.");
  for (const auto& count : store.count_tasks()) {
    text += fmt::format(
        "xom_tasks{{analysis=\"{}\",version=\"{}\",container=\"{}\",state=\"{}\",withdrawn=\"{}\"}} {}\n",
        label(count.analysis), label(count.version), label(count.container), to_string(count.state),
        count.wanted ? 0 : 1, count.tasks);
  }
  family(text, "xom_outbox_waiting", "Events a sink has still to be told.");
  for (const auto& backlog : overview.backlogs()) {
    text += fmt::format("xom_outbox_waiting{{sink=\"{}\"}} {}\n", label(backlog.sink), backlog.waiting);
  }
  Response response;
  response.media_type = "text/plain; version=0.0.4; charset=utf-8";
  response.body = std::move(text);
  return response;
}

}  // namespace

std::vector<Route> metrics_routes() {
  return {{Method::get, "/metrics", Permission::look, {}, "Numbers for Prometheus", metrics}};
}

}  // namespace xom::api
