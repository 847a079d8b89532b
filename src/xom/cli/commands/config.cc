#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/counted.h"
#include "xom/base/error.h"
#include "xom/base/log.h"
#include "xom/cli/check/judge_data.h"
#include "xom/cli/check/judge_modes.h"
#include "xom/cli/check/language.h"
#include "xom/cli/terminal/command.h"
#include "xom/cli/terminal/table.h"
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

/// Throws Error{config} with every recipe that cannot be computed from the data there are. Doubts go to the
/// log, and their number is the answer.
std::size_t compare_data(const config::Configuration& configuration) {
  std::vector<Judgement> said;
  try {
    said = judge_by_data(configuration.analyses, strax::Storage(configuration.instance.data));
  } catch (const Error& error) {
    log_warning(std::string("recipes are not compared with data: ") + error.what());
    return 1;
  }
  std::vector<std::string> mistakes;
  std::size_t doubts = 0;
  for (const auto& one : said) {
    const std::string text = fmt::format("{}: {} {}: {}", place(*one.analysis), one.analysis->name,
                                         one.analysis->version, one.said);
    if (one.mistake) {
      mistakes.push_back(text);
    } else {
      log_warning(text);
      ++doubts;
    }
  }
  if (!mistakes.empty()) throw Error(ErrorKind::config, fmt::format("{}", fmt::join(mistakes, "\n")));
  const auto known = known_modes(configuration.instance.store, configuration.instance.data);
  for (const auto& doubt : judge_modes(configuration.analyses, known)) {
    log_warning(doubt.text());
    ++doubts;
  }
  return doubts;
}

/// Throws Error{conflict} if the store knows versions with other definitions.
void compare_definitions(const config::Configuration& configuration) {
  const auto& path = configuration.instance.store;
  std::vector<std::string> changed;
  try {
    if (store::has_store(path))
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
            // First what may be wrong: one answer, not a list and then an error.
            const std::size_t doubts = *show ? 0 : compare_data(configuration);
            compare_definitions(configuration);
            if (globals.json) {
              fmt::print("{}\n", as_json(configuration));
            } else if (*show) {
              fmt::print("{}", config::show(configuration.instance));
            } else {
              fmt::print("{}: no mistakes{}, {}\n", configuration.instance.file.string(),
                         doubts == 0 ? "" : " in what is written, but see the warnings",
                         counted(configuration.analyses.size(), "analysis", "analyses"));
              if (!configuration.analyses.empty()) print_analyses(configuration.analyses);
            }
            return Exit::done;
          }};
}

}  // namespace xom::cli
