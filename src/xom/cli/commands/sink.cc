#include <map>
#include <tuple>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/clock.h"
#include "xom/base/counted.h"
#include "xom/base/error.h"
#include "xom/base/safe_text.h"
#include "xom/cli/run/session.h"
#include "xom/cli/terminal/command.h"
#include "xom/cli/terminal/table.h"
#include "xom/sinks/compare.h"
#include "xom/sinks/open.h"
#include "xom/store/delivery.h"

namespace xom::cli {
namespace {

using nlohmann::ordered_json;

/// The sink of this name; without a name the only one there is.
config::SinkOptions chosen(const config::Configuration& configuration, const std::string& name) {
  const auto& sinks = configuration.instance.sinks;
  if (sinks.empty()) {
    throw Error(ErrorKind::usage,
                fmt::format("{} names no sink; write [sinks.influx] there (docs/formats/influxdb.md)",
                            configuration.instance.file.string()));
  }
  std::string names;
  for (const auto& sink : sinks) {
    if (sink.name == name || (name.empty() && sinks.size() == 1)) return sink;
    names += (names.empty() ? "" : ", ") + sink.name;
  }
  throw Error(ErrorKind::usage, name.empty() ? "which sink? There are " + names
                                             : fmt::format("there is no sink {}; there are {}", name, names));
}

/// One for each variable and run that is done.
std::int64_t series_of_mirror(const store::Store& store) {
  std::map<std::tuple<std::string, std::string, std::string>, std::int64_t> variables;
  for (const auto& one : store.series()) ++variables[{one.analysis, one.version, one.container}];
  std::int64_t series = 0;
  for (const auto& count : store.count_tasks()) {
    if (count.wanted && count.state == TaskState::done)
      series += count.tasks * variables[{count.analysis, count.version, count.container}];
  }
  return series;
}

int show(const Globals& globals) {
  const auto configuration = cli::configuration(globals);
  auto store = open_store(configuration);
  const Time now = SystemClock().now();
  auto list = ordered_json::array();
  Table table;
  for (const char* title : {"SINK", "WHERE", "WAITS", "OLDEST", "REFUSED", "PROBLEM"}) table.column(title);
  for (const auto& options : configuration.instance.sinks) {
    const store::Outbox outbox(store, options.name);
    const auto oldest = outbox.oldest();
    const std::string problem = store.fact("sink." + options.name + ".problem").value_or("");
    const std::string where = sinks::Influx(sinks::address_of(options)).describe();
    const auto refused = outbox.refused(10);
    ordered_json one{{"name", options.name}, {"where", where}, {"waiting", outbox.waiting()}};
    if (!options.compat.empty()) {
      one["compat"] = options.compat;
      one["series"] = series_of_mirror(store);
    }
    if (oldest) one["oldest"] = to_iso(*oldest);
    if (!problem.empty()) one["problem"] = problem;
    one["refused"] = ordered_json::array();
    for (const auto& line : refused) {
      one["refused"].push_back({{"at", to_iso(line.at)}, {"line", line.line}, {"reason", line.reason}});
    }
    list.push_back(std::move(one));
    table.row({options.name, where, std::to_string(outbox.waiting()), oldest ? to_text(now - *oldest) : "-",
               refused.empty()       ? "-"
               : refused.size() < 10 ? std::to_string(refused.size())
                                     : "10 or more",
               problem.empty() ? "-" : problem});
  }
  if (globals.json) {
    fmt::print("{}\n", list.dump(2));
  } else if (table.empty()) {
    fmt::print("{} names no sink\n", configuration.instance.file.string());
  } else {
    table.print();
    for (const auto& one : list) {
      if (one.contains("series")) {
        fmt::print(
            "{} has the layout {}: {} series, and each run adds one per variable; databases slow down and "
            "stop at some million (docs/migration.md)\n",
            one["name"].get<std::string>(), one["compat"].get<std::string>(),
            one["series"].get<std::int64_t>());
      }
      for (const auto& line : one["refused"]) {
        fmt::print("{} does not take {}\n  {}\n", one["name"].get<std::string>(),
                   safe_text(line["line"].get<std::string>()), safe_text(line["reason"].get<std::string>()));
      }
    }
  }
  return Exit::done;
}

constexpr const char* told_again = "{} will be told to {} again, by the engine or the next `xom pass`\n";

int rebuild(const Globals& globals, const std::string& name) {
  const auto configuration = cli::configuration(globals);
  const auto options = chosen(configuration, name);
  open_store(configuration);  // says what to do if there is none
  const auto tasks =
      store::tell_everything(configuration.instance.store, options.name, std::chrono::seconds(30));
  if (globals.json) {
    fmt::print("{}\n", ordered_json{{"tasks", tasks}}.dump());
  } else {
    fmt::print(told_again, counted(tasks, "task"), options.name);
  }
  return Exit::done;
}

struct CheckOptions {
  std::string name;
  bool repair = false, really = false;
};

/// What a repair would delete: each of some, the number of all.
void print_deletions(const sinks::Comparison& found) {
  constexpr std::size_t most = 20;
  std::size_t shown = 0;
  for (const auto* unwanted : {&found.extra, &found.overfull}) {
    for (const sinks::Deletion& deletion : *unwanted) {
      if (++shown > most) continue;
      std::string tags;
      for (const auto& [tag, value] : deletion.tags)
        if (!value.empty()) tags += fmt::format(",{}={}", tag, value);
      fmt::print("would delete {}{} at {} ({})\n", deletion.measurement, safe_text(tags), deletion.time_ns,
                 to_iso(from_ns(deletion.time_ns)));
    }
  }
  if (shown > most) fmt::print("would delete {} more\n", shown - most);
}

void print_found(const sinks::Comparison& found, const std::string& where, std::int64_t waiting) {
  fmt::print("{}: {} points as in the store, {} missing, {} different, {} extra\n", where, found.equal,
             found.missing, found.different, found.extra.size());
  for (const auto& example : found.examples) fmt::print("  {}\n", safe_text(example));
  if (found.others > 0)
    fmt::print("{}\n",
               counted(found.others, "point in these measurements is not of this XOM; it is left alone",
                       "points in these measurements are not of this XOM; they are left alone"));
  if (waiting > 0) fmt::print("{} changes are not delivered yet; that alone explains differences\n", waiting);
}

void remove_unwanted(const sinks::Comparison& found, sinks::Influx& influx) {
  for (const auto* unwanted : {&found.extra, &found.overfull}) {
    for (const sinks::Deletion& deletion : *unwanted) {
      const auto judgement = sinks::judge_deletion(influx.remove(deletion));
      if (!judgement.reason.empty())
        throw Error(ErrorKind::unavailable, influx.describe() + ": " + judgement.reason);
    }
  }
}

int check(const Globals& globals, const CheckOptions& asked) {
  if (asked.really && !asked.repair) throw Error(ErrorKind::usage, "--really goes with --repair");
  const auto configuration = cli::configuration(globals);
  const auto options = chosen(configuration, asked.name);
  auto store = open_store(configuration);
  sinks::Influx influx(sinks::address_of(options));
  const auto found =
      sinks::compare(store, options.name, influx, {configuration.instance.prefix, options.compat});
  const std::int64_t waiting = store::Outbox(store, options.name).waiting();
  if (!globals.json) print_found(found, influx.describe(), waiting);
  const auto refused = store::Outbox(store, options.name).refused(1);
  if (!globals.json && found.missing > 0 && !refused.empty())
    fmt::print("it refused points, the newest for this reason: {}\n", safe_text(refused[0].reason));

  const bool act = asked.really && !found.same();
  std::optional<std::int64_t> tasks;
  if (act) {
    remove_unwanted(found, influx);
    const bool took_along = !influx.knows_absence() && !(found.extra.empty() && found.overfull.empty());
    if (found.missing + found.different > 0 || took_along)
      tasks = store::tell_everything(configuration.instance.store, options.name, std::chrono::seconds(30));
  }
  if (globals.json) {
    ordered_json answer{{"equal", found.equal},         {"missing", found.missing},
                        {"different", found.different}, {"extra", found.extra.size()},
                        {"others", found.others},       {"waiting", waiting},
                        {"examples", found.examples}};
    if (act) answer["deleted"] = found.extra.size() + found.overfull.size();
    if (tasks) answer["told_again"] = *tasks;
    fmt::print("{}\n", answer.dump(2));
  } else if (act) {
    fmt::print("{} deleted\n", counted(found.extra.size() + found.overfull.size(), "point"));
    if (tasks) fmt::print(told_again, counted(*tasks, "task"), options.name);
  } else if (asked.repair && !found.same()) {
    print_deletions(found);
    if (found.missing + found.different > 0)
      fmt::print("would send again what the store holds ({} missing, {} different)\n", found.missing,
                 found.different);
    fmt::print("nothing was changed; add --really to do it\n");
  } else if (!found.same()) {
    fmt::print(
        "`xom sink check --repair` shows what would be sent again and what deleted; with --really it is "
        "done\n");
  }
  return found.same() || act ? Exit::done : Exit::failed;
}

}  // namespace

Command add_sink(Parser& parser, const Globals& globals) {
  auto command = parser.command("sink", "copies of the results in other databases");
  auto name = std::make_shared<std::string>();
  auto asked = std::make_shared<CheckOptions>();
  command.command("list", "where each goes, how much waits, what is refused, and why nothing gets through");
  auto again = command.command("rebuild", "tell a sink everything again (an empty or damaged database)");
  again.add("name", name.get(), "which, if there are several");
  auto compared = command.command("check", "read everything back and compare it with the store");
  compared.add("name", &asked->name, "which, if there are several");
  compared.add("--repair", &asked->repair,
               "show what of XOM's own points would be sent again or deleted; with --really do it");
  compared.add("--really", &asked->really, "with --repair: do it, not only show");
  return {command, [&globals, name, asked, again, compared] {
            if (again.chosen()) return rebuild(globals, *name);
            if (compared.chosen()) return check(globals, *asked);
            return show(globals);
          }};
}

}  // namespace xom::cli
