#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/error.h"
#include "xom/base/files.h"
#include "xom/base/safe_text.h"
#include "xom/cli/terminal/command.h"
#include "xom/config/import.h"

namespace xom::cli {
namespace {

namespace fs = std::filesystem;

struct ImportOptions {
  std::vector<std::string> files;
  std::string out;
};

/// Nobody's file is replaced, and nothing is written if one is in the way.
void write_new(const std::vector<std::pair<fs::path, std::string>>& files) {
  std::error_code ignored;
  for (const auto& [path, text] : files) {
    if (fs::exists(path, ignored)) {
      throw Error(ErrorKind::conflict, path.string() + " is there already; choose another folder with --out");
    }
  }
  for (const auto& [path, text] : files) {
    if (path.has_parent_path()) fs::create_directories(path.parent_path(), ignored);
    write_file(path, text);
  }
}

int import(const Globals& globals, const ImportOptions& asked) {
  const auto imported = config::import_original({asked.files.begin(), asked.files.end()});
  nlohmann::ordered_json document{{"comments", imported.comments}};
  if (asked.out.empty()) {
    document["xom_toml"] = imported.xom_toml;
    document["analyses_toml"] = imported.analyses_toml;
  } else {
    const fs::path folder = asked.out;
    write_new({{folder / "analyses/original.toml", imported.analyses_toml},
               {folder / "xom.toml", imported.xom_toml}});
    document["files"] = {(folder / "xom.toml").string(), (folder / "analyses/original.toml").string()};
  }
  for (const auto& comment : imported.comments) fmt::print(stderr, "xom: {}\n", safe_text(comment));
  if (globals.json) {
    fmt::print("{}\n", document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
  } else if (asked.out.empty()) {
    fmt::print("# xom.toml\n{}\n# analyses/original.toml\n{}", imported.xom_toml, imported.analyses_toml);
  } else {
    fmt::print("written: {}\nnext: set data in xom.toml to the folders with strax data, then 'xom check'\n",
               fmt::join(document["files"].get<std::vector<std::string>>(), ", "));
  }
  return Exit::done;
}

}  // namespace

Command add_import_config(Parser& parser, const Globals& globals) {
  auto command = parser.command(
      "import-config",
      "turn files of the original XOM (.cfg, .json, tool_config.json) into xom.toml and recipes");
  auto asked = std::make_shared<ImportOptions>();
  command.add("files", &asked->files).required();
  command.add("--out", &asked->out, "folder to write into (default: to standard output)");
  return {command, [&globals, asked] { return import(globals, *asked); }};
}

}  // namespace xom::cli
