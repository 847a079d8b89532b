#include <cstdio>
#include <memory>
#include <optional>

#include <fmt/format.h>
#include <unistd.h>

#include "xom/api/web.h"
#include "xom/base/clock.h"
#include "xom/base/counted.h"
#include "xom/base/error.h"
#include "xom/base/log.h"
#include "xom/base/service_manager.h"
#include "xom/base/version.h"
#include "xom/cli/check/judge_modes.h"
#include "xom/cli/commands/pages.h"
#include "xom/cli/run/session.h"
#include "xom/cli/terminal/command.h"
#include "xom/cli/terminal/output.h"
#include "xom/cli/terminal/progress.h"
#include "xom/cli/terminal/stop.h"
#include "xom/engine/loop.h"
#include "xom/exec/wrapper.h"
#include "xom/store/store_error.h"

namespace xom::cli {
namespace {

/// A full disk at the start is waited for, as one that gets full later.
std::unique_ptr<Session> begin(const Globals& globals) {
  for (bool said = false;; said = true) {
    try {
      return std::make_unique<Session>(globals);
    } catch (const store::StoreError& error) {
      if (error.kind() != ErrorKind::full) throw;
      if (!said) log_warning(fmt::format("{}; the engine starts as soon as there is space", error.what()));
    }
    tell_service_manager("WATCHDOG=1");
    Doorbell bell;
    const StopSignals stop(bell);
    bell.wait(std::chrono::seconds(2));
    if (stop.asked()) throw Error(ErrorKind::interrupted, "ended before it could begin; nothing is lost");
  }
}

/// `web`: also serves the pages.
int keep_watching(const Globals& globals, bool web, const std::vector<std::string>& listen) {
  const auto begun = begin(globals);
  Session& session = *begun;
  const auto& instance = session.configuration().instance;
  auto watched = instance.data;
  if (!instance.runs.path.empty()) watched.push_back(instance.runs.path.parent_path());
  engine::FolderWatch folders(watched);
  const SystemClock clock;
  std::optional<api::Web> pages;
  if (web) pages.emplace(session.configuration(), listen, clock);  // first what may be refused
  say(fmt::format("watching {}; store {}; ctrl-C ends",
                  counted(session.configuration().analyses.size(), "analysis", "analyses"),
                  instance.store.string()));
  if (pages) print_addresses(*pages);
  PassLog log;
  engine::watch(
      session.engine(), session.doorbell(), folders, clock,
      {.poll_interval = instance.runs.poll_interval, .alive = [] { tell_service_manager("WATCHDOG=1"); }},
      session.stop(), std::ref(log));
  say("ended; nothing is lost");
  return Exit::interrupted;
}

/// A bar on a terminal, otherwise lines.
engine::Report pass_report(Session& session) {
  const auto log = std::make_shared<PassLog>();
  if (::isatty(STDERR_FILENO) == 0) return [log](const engine::PassReport& report) { (*log)(report); };
  struct Bar {
    SystemClock clock;
    std::size_t ended = 0;
    std::unique_ptr<Progress> progress;
  };
  return [&session, bar = std::make_shared<Bar>()](const engine::PassReport& report) {
    if (bar->progress && !report.warnings.empty()) bar->progress->clear();
    for (const auto& warning : report.warnings) log_warning(warning);
    bar->ended += report.done + report.not_done;
    if (!bar->progress) {
      std::size_t open = bar->ended;
      for (const auto& count : session.store().count_tasks()) {
        const bool ends = count.state == TaskState::todo || count.state == TaskState::submitted;
        if (count.wanted && ends) open += static_cast<std::size_t>(count.tasks);
      }
      bar->progress = std::make_unique<Progress>("tasks", open, bar->clock);
    }
    bar->progress->show(bar->ended, "");
  };
}

}  // namespace

Command add_pass(Parser& parser, const Globals& globals) {
  auto command =
      parser.command("pass", "compute everything that is wanted and possible now, then end (for cron)");
  return {
      command, [&globals] {
        Session session(globals);
        const auto report = engine::run_until_idle(session.engine(), session.doorbell(), session.stop(),
                                                   pass_report(session));
        if (globals.json) {
          fmt::print(
              "{{\"runs\": {}, \"wanted\": {}, \"withdrawn\": {}, \"started\": {}, \"done\": {}, "
              "\"not_done\": {}, \"delivered\": {}, \"warnings\": {}}}\n",
              report.runs, report.wanted, report.withdrawn, report.started, report.done, report.not_done,
              report.delivered, report.warnings.size());
        } else {
          const std::string text = describe(report);
          fmt::print("{}\n", text.empty() ? "nothing to do" : text);
        }
        if (session.stop()) return Exit::interrupted;
        const auto away = session.store().fact("run_source_problem").value_or("");
        if (!away.empty()) {
          log_error("the run source could not be read, so there are no new runs: " + away +
                    "; 'xom check' tells what to do");
        } else if (session.store().count_runs() == 0) {
          log_warning(
              "the run source has no runs; 'xom check' tells whether the data folders are the right ones");
        }
        const auto doubts = judge_modes(session.configuration().analyses, modes_of(session.store()));
        for (const auto& doubt : doubts) {
          if (doubt.near && doubt.nothing) log_warning(doubt.text());
        }
        if (report.not_done > 0) {
          log_error(counted(report.not_done, "attempt") + " ended without results; 'xom status' tells why");
        }
        return away.empty() && report.not_done == 0 ? Exit::done : Exit::partly;
      }};
}

Command add_watch(Parser& parser, const Globals& globals) {
  auto command =
      parser.command("watch", "the engine: compute whatever becomes wanted and possible, until stopped");
  return {command, [&globals] { return keep_watching(globals, false, {}); }};
}

Command add_up(Parser& parser, const Globals& globals) {
  auto command = parser.command("up", "everything in one process: the engine and the pages");
  auto listen = std::make_shared<std::vector<std::string>>();
  command.add("--listen", listen.get(), "ADDRESS:PORT instead of web.listen; may be repeated");
  return {command, [&globals, listen] { return keep_watching(globals, true, *listen); }};
}

Command add_exec_job(Parser& parser, const Globals&) {
  auto command = parser.command("exec-job", "run the job in a job directory (started by the engine)");
  command.hide();
  auto directory = std::make_shared<std::string>();
  auto list = std::make_shared<bool>(false);
  command.add("directory", directory.get()).required();
  command.add("--list", list.get(), "a file with job directories, of which SLURM_ARRAY_TASK_ID tells one");
  return {command, [directory, list] {
            return *list ? exec::run_listed_job(*directory, program_version()) : exec::run_job(*directory);
          }};
}

}  // namespace xom::cli
