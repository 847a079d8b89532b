#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/error.h"
#include "xom/base/log.h"
#include "xom/cli/command.h"
#include "xom/cli/language.h"
#include "xom/cli/table.h"
#include "xom/config/load.h"
#include "xom/config/show.h"
#include "xom/store/store.h"

namespace xom::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string types(const Analysis& analysis) {
  std::string text;
  for (const auto& need : analysis.data) text += (text.empty() ? "" : ",") + need.type;
  return text;
}

std::string place(const Analysis& analysis) {
  return config::Place{analysis.file, analysis.line, 0}.text();
}

std::string as_json(const config::Configuration& configuration) {
  Json document = config::show_document(configuration.instance);
  Json list = Json::array();
  for (const auto& analysis : configuration.analyses) {
    Json variables = Json::array();
    for (const auto& variable : analysis.variables) variables.push_back(variable.name);
    list.push_back({{"analysis", analysis.name},
                    {"version", analysis.version},
                    {"kind", to_string(analysis.kind)},
                    {"data", types(analysis)},
                    {"variables", variables},
                    {"definition_hash", definition_hash(analysis)},
                    {"file", analysis.file},
                    {"line", analysis.line}});
  }
  document["analyses"] = std::move(list);
  return document.dump(2, ' ', false, Json::error_handler_t::replace);
}

void print_analyses(const std::vector<Analysis>& analyses) {
  Table table;
  for (const char* title : {"analysis", "version", "kind", "data"}) table.column(title);
  table.column("variables", Table::Align::right);
  table.column("defined in");
  for (const auto& analysis : analyses) {
    table.row({analysis.name, analysis.version, std::string(to_string(analysis.kind)), types(analysis),
               std::to_string(analysis.variables.size()), place(analysis)});
  }
  table.print();
}

/// Throws Error{conflict} if the store knows versions with other definitions.
void compare_definitions(const config::Configuration& configuration) {
  const auto& path = configuration.instance.store;
  if (!std::filesystem::exists(path)) return;
  std::vector<std::string> changed;
  try {
    changed = store::Store(path, store::Mode::read_only).changed_definitions(configuration.analyses);
  } catch (const Error& error) {
    log_warning(std::string("definitions are not compared with those of the store: ") + error.what());
  }
  if (!changed.empty())
    throw Error(ErrorKind::conflict,
                fmt::format("{}\nraise the version, or put back what it was", fmt::join(changed, "\n")));
}

}  // namespace

Command add_config(Parser& parser, const Globals& globals) {
  auto command = parser.command("config", "check the configuration and list its analyses");
  auto show = std::make_shared<bool>(false);
  command.add("--show", show.get(), "every value in force and where it was written, as a valid xom.toml");
  return {command, [&globals, show] {
            const auto configuration = config::load(config::find_file(globals.config), language());
            log_warnings(configuration);
            if (globals.json) {
              fmt::print("{}\n", as_json(configuration));
            } else if (*show) {
              fmt::print("{}", config::show(configuration.instance));
            } else {
              fmt::print("{}: no mistakes, {} analyses\n", configuration.instance.file.string(),
                         configuration.analyses.size());
              if (!configuration.analyses.empty()) print_analyses(configuration.analyses);
            }
            compare_definitions(configuration);
            return Exit::done;
          }};
}

}  // namespace xom::cli
