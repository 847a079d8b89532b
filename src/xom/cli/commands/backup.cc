#include "xom/store/backup.h"

#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/clock.h"
#include "xom/base/error.h"
#include "xom/cli/commands/backup_rotation.h"
#include "xom/cli/run/session.h"
#include "xom/cli/terminal/command.h"

namespace xom::cli {
namespace {

namespace fs = std::filesystem;

/// A folder gets a file of the store's name.
fs::path target(const fs::path& to, const fs::path& store) {
  if (fs::is_directory(to)) return to / store.filename();
  if (const fs::path folder = to.parent_path(); !folder.empty() && !fs::is_directory(folder)) {
    throw Error(ErrorKind::not_found,
                "the folder " + folder.string() + " of the backup does not exist (create it)");
  }
  return to;
}

fs::path dated_target(const fs::path& folder, const fs::path& store, std::chrono::sys_days day) {
  if (!fs::is_directory(folder)) {
    throw Error(ErrorKind::usage, folder.string() + " is no folder; --rotate keeps a backup per day in one");
  }
  return folder / dated_name(store.stem().string(), store.extension().string(), day);
}

/// Takes away the backups of days that are not kept; gives their paths.
std::vector<std::string> rotate(const fs::path& folder, const fs::path& store) {
  const std::string stem = store.stem().string(), extension = store.extension().string();
  std::vector<std::chrono::sys_days> days;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (const auto day = day_of(entry.path().filename().string(), stem, extension)) days.push_back(*day);
  }
  std::vector<std::string> gone;
  for (const std::chrono::sys_days day : superfluous(days)) {
    gone.push_back((folder / dated_name(stem, extension, day)).string());
    fs::remove(gone.back());
    fs::remove_all(gone.back() + ".files");
  }
  return gone;
}

}  // namespace

Command add_backup(Parser& parser, const Globals& globals) {
  auto command = parser.command("backup", "a checked copy of the store, while everything goes on");
  struct Words {
    std::string to;
    bool rotate = false, overwrite = false;
  };
  auto words = std::make_shared<Words>();
  command.add("to", &words->to, "file or folder").required();
  command.add("--rotate", &words->rotate, "a copy of the day in this folder; 7 days and 4 weeks are kept");
  command.add("--overwrite", &words->overwrite, "replace the file if it is there");
  return {command, [&globals, words] {
            const auto configuration = cli::configuration(globals);
            const fs::path store = configuration.instance.store;
            const auto today = std::chrono::floor<std::chrono::days>(SystemClock().now());
            const fs::path file =
                words->rotate ? dated_target(words->to, store, today) : target(words->to, store);
            // The copy of a day is renewed: its name says that it is one of ours.
            const bool replace = words->overwrite || words->rotate;
            open_store(configuration);  // says what to do if there is none
            store::back_up(store, file, replace ? store::Existing::replace : store::Existing::refuse);
            const std::vector<std::string> gone =
                words->rotate ? rotate(words->to, store) : std::vector<std::string>();
            const auto bytes = fs::file_size(file);
            if (globals.json) {
              nlohmann::ordered_json document{{"file", file.string()}, {"bytes", bytes}};
              if (words->rotate) document["removed"] = gone;
              fmt::print("{}\n", document.dump(2));
            } else {
              fmt::print("{}: {:.1f} MB; to restore, stop the engine and put it in the place of {}\n",
                         file.string(), static_cast<double>(bytes) / 1e6, store.string());
              for (const std::string& path : gone) fmt::print("{}: removed\n", path);
            }
            return Exit::done;
          }};
}

}  // namespace xom::cli
