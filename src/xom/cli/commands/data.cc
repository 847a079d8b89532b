#include <algorithm>
#include <cstdio>
#include <memory>
#include <thread>

#include <fmt/format.h>

#include "xom/base/error.h"
#include "xom/cli/data/data_look.h"
#include "xom/cli/data/data_print.h"
#include "xom/cli/data/data_run.h"
#include "xom/cli/terminal/command.h"

namespace xom::cli {
namespace {

struct DataOptions {
  std::vector<std::string> folders;
  Look look;
};

/// "a,b" and "a b" alike.
std::vector<std::string> split(const std::vector<std::string>& texts) {
  std::vector<std::string> parts;
  for (const auto& text : texts) {
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t end = std::min(text.find(',', at), text.size());
      if (end > at) parts.push_back(text.substr(at, end - at));
      at = end + 1;
    }
  }
  return parts;
}

int show(const Globals& globals, const DataOptions& asked) {
  const strax::Storage storage(
      asked.folders.empty() ? configuration(globals).instance.data
                            : std::vector<std::filesystem::path>(asked.folders.begin(), asked.folders.end()));
  Look look = asked.look;
  if (!asked.folders.empty()) refuse_folder(look.run, asked.folders.back());
  look.run = find_run(storage, look.run);
  look.types = split(look.types);
  look.columns = split(look.columns);
  if (look.types.empty()) {
    if (!look.hashes.empty() || !look.where.empty() || !look.columns.empty() || !look.values.empty() ||
        look.checksum || look.head > 0 || !look.seconds_range.empty() || !look.time_range.empty()) {
      throw Error(ErrorKind::usage,
                  fmt::format("these options need a data type: xom data {} peak_basics ...; "
                              "xom data {} alone lists the types",
                              look.run, look.run));
    }
    const auto data = storage.list(look.run);
    if (globals.json) {
      fmt::print("{}\n", list_json(look.run, data));
    } else {
      print_list(data);
    }
    return Exit::done;
  }
  const Seen seen = cli::look(storage, look);
  if (globals.json) {
    fmt::print("{}\n", seen_json(look, seen));
  } else {
    print_seen(look, seen);
  }
  return Exit::done;
}

}  // namespace

Command add_data(Parser& parser, const Globals& globals) {
  auto command = parser.command("data", "look into strax data: fields, rows, selections, values");
  auto asked = std::make_shared<DataOptions>();
  Look& look = asked->look;
  look.threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  command.add("run", &look.run, "number or name").required();
  command.add("type", &look.types, "data types of one kind: peak_basics,peak_proximity; none: list them");
  command.add("--strax", &asked->folders, "folder with strax data (default: the configuration's)");
  command.add("--hash", &look.hashes, "lineage hash of the type that has it");
  command.add("--where", &look.where, "rows that fulfil this; several: all of them");
  const auto seconds =
      command.add("--seconds-range", &look.seconds_range, "A,B: seconds after the run's start");
  command.add("--time-range", &look.time_range, "T0,T1: ns since 1970 or ISO times, UTC").excludes(seconds);
  command.add("--touching", &look.touching, "also rows that only touch the range");
  command.add("--columns", &look.columns, "a,b: only these in head, checksum and fields");
  command.add("--value", &look.values, "value over the selected rows: mean(area), sum(time - start)");
  command.add("--checksum", &look.checksum, "SHA-256 of the selected rows, packed");
  command.add("--head", &look.head, "first rows").between(0, 10'000);
  command.add("--threads", &look.threads, "threads that read").between(1, 256);
  command.add("--allow-incomplete", &look.allow_incomplete, "also unfinished data, or of a part of the run");
  return {command, [&globals, asked] { return show(globals, *asked); }};
}

}  // namespace xom::cli
