#include <cstdio>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include "xom/cli/command.h"
#include "xom/cli/session.h"
#include "xom/engine/loop.h"
#include "xom/exec/wrapper.h"

namespace xom::cli {
namespace {

int keep_watching(const Globals& globals) {
  Session session(globals);
  const auto& instance = session.configuration().instance;
  auto watched = instance.data;
  if (!instance.runs.path.empty()) watched.push_back(instance.runs.path.parent_path());
  engine::FolderWatch folders(watched);
  fmt::print(stderr, "xom: watching {} analyses; store {}; ctrl-C ends\n",
             session.configuration().analyses.size(), instance.store.string());
  PassLog log;
  engine::watch(session.engine(), session.doorbell(), folders, SystemClock(),
                {.poll_interval = instance.runs.poll_interval}, session.stop(), std::ref(log));
  fmt::print(stderr, "xom: ended; nothing is lost\n");
  return Exit::interrupted;
}

}  // namespace

Command add_pass(CLI::App& app, const Globals& globals) {
  auto* command =
      app.add_subcommand("pass", "compute everything that is wanted and possible now, then end (for cron)");
  return {command, [&globals] {
            Session session(globals);
            PassLog log;
            const auto report =
                engine::run_until_idle(session.engine(), session.doorbell(), session.stop(), std::ref(log));
            if (globals.json) {
              fmt::print(
                  "{{\"runs\": {}, \"wanted\": {}, \"withdrawn\": {}, \"started\": {}, \"done\": {}, "
                  "\"not_done\": {}, \"warnings\": {}}}\n",
                  report.runs, report.wanted, report.withdrawn, report.started, report.done, report.not_done,
                  report.warnings.size());
            } else {
              const std::string text = describe(report);
              fmt::print("{}\n", text.empty() ? "nothing to do" : text);
            }
            return session.stop() ? Exit::interrupted : Exit::done;
          }};
}

Command add_watch(CLI::App& app, const Globals& globals) {
  auto* command =
      app.add_subcommand("watch", "the engine: compute whatever becomes wanted and possible, until stopped");
  return {command, [&globals] { return keep_watching(globals); }};
}

Command add_up(CLI::App& app, const Globals& globals) {
  auto* command = app.add_subcommand("up", "everything in one process (the engine)");
  return {command, [&globals] { return keep_watching(globals); }};
}

Command add_exec_job(CLI::App& app, const Globals&) {
  auto* command = app.add_subcommand("exec-job", "run the job in a job directory (started by the engine)");
  command->group("");
  auto directory = std::make_shared<std::string>();
  command->add_option("directory", *directory)->required();
  return {command, [directory] { return exec::run_job(*directory); }};
}

}  // namespace xom::cli
