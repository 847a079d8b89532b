#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/error.h"
#include "xom/cli/command.h"
#include "xom/cli/session.h"

namespace xom::cli {
namespace {

namespace fs = std::filesystem;

/// A folder gets a file of the store's name.
fs::path target(const fs::path& to, const fs::path& store) {
  fs::path file = fs::is_directory(to) ? to / store.filename() : to;
  std::error_code ignored;
  if (fs::equivalent(file, store, ignored)) {
    throw Error(ErrorKind::usage, file.string() + " is the store itself; name another file");
  }
  return file;
}

}  // namespace

Command add_backup(Parser& parser, const Globals& globals) {
  auto command = parser.command("backup", "a checked copy of the store, while everything goes on");
  auto to = std::make_shared<std::string>();
  command.add("to", to.get(), "file or folder").required();
  return {command, [&globals, to] {
            const auto configuration = cli::configuration(globals);
            const fs::path file = target(*to, configuration.instance.store);
            open_store(configuration).backup(file);
            const auto bytes = fs::file_size(file);
            if (globals.json) {
              const nlohmann::ordered_json document{{"file", file.string()}, {"bytes", bytes}};
              fmt::print("{}\n", document.dump(2));
            } else {
              fmt::print("{}: {:.1f} MB; to restore, stop the engine and put it in the place of {}\n",
                         file.string(), static_cast<double>(bytes) / 1e6,
                         configuration.instance.store.string());
            }
            return Exit::done;
          }};
}

}  // namespace xom::cli
