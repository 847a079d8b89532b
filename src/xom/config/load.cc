#include "xom/config/load.h"

#include <cstdlib>

#include <fmt/format.h>
#include <glob.h>

#include "xom/base/error.h"
#include "xom/base/files.h"
#include "xom/config/original.h"
#include "xom/config/read_instance.h"
#include "xom/config/recipes.h"

namespace xom::config {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t largest_file = std::size_t{16} << 20;

/// Paths a shell pattern matches, sorted. Empty if there are none.
std::vector<fs::path> expand(const fs::path& pattern) {
  glob_t found{};
  std::vector<fs::path> paths;
  if (::glob(pattern.c_str(), 0, nullptr, &found) == 0) {
    for (std::size_t i = 0; i < found.gl_pathc; ++i) paths.emplace_back(found.gl_pathv[i]);
  }
  ::globfree(&found);
  return paths;
}

void append(std::vector<Analysis>& to, std::vector<Analysis> more) {
  for (Analysis& analysis : more) to.push_back(std::move(analysis));
}

std::vector<Analysis> read_toml(std::string_view text, const std::string& file, const Limits& defaults,
                                const Language& language, Problems& problems) {
  const Value root = parse_toml(text, file, problems);
  Section section(root, "", problems);
  const Value* analyses = section.table("analysis");
  std::vector<Analysis> result;
  if (analyses != nullptr) result = read_recipes(*analyses, defaults, language, problems);
  section.finish();
  return result;
}

std::vector<Analysis> read_file_of_analyses(const fs::path& path, const Limits& defaults,
                                            const std::string& prefix, const Language& language,
                                            Problems& problems) {
  const std::string file = path.string();
  const std::string ending = path.extension().string();
  std::string text;
  try {
    text = read_file(path, largest_file);
  } catch (const Error& error) {
    problems.add({file, 0, 0}, "", error.what());
    return {};
  }
  if (ending == ".cfg" || ending == ".ini") {
    return read_original(parse_ini(text, file, problems), false, defaults, prefix, problems);
  }
  if (ending == ".json")
    return read_original(parse_json(text, file, problems), true, defaults, prefix, problems);
  if (ending != ".toml") {
    problems.add({file, 0, 0}, "", "is no file of analyses; known endings are .toml, .cfg, .ini, .json");
    return {};
  }
  return read_toml(text, file, defaults, language, problems);
}

}  // namespace

fs::path find_file(const std::optional<fs::path>& given) {
  if (given) return *given;
  std::error_code ignored;
  if (fs::exists("xom.toml", ignored)) return "xom.toml";
  const char* variable = std::getenv("XOM_CONFIG");
  if (variable != nullptr && *variable != '\0') return variable;
  fs::path of_machine = "/etc/xom/xom.toml";
  if (fs::exists(of_machine, ignored)) return of_machine;
  throw Error(
      ErrorKind::config,
      "there is no xom.toml in this folder and XOM_CONFIG is not set; name the file with --config FILE, or "
      "write xom.toml with the two lines\n  data = \"FOLDER WITH STRAX DATA\"\n  analyses = "
      "\"analyses/*.toml\"");
}

Configuration load(const fs::path& file, const Language& language) {
  std::string text;
  try {
    text = read_file(file, largest_file);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::not_found) throw;
    throw Error(ErrorKind::config, std::string("the configuration ") + error.what());
  }
  Problems problems;
  const Value root = parse_toml(text, file.string(), problems);
  problems.throw_if_any();  // without it nothing else can be judged
  Configuration configuration;
  Instance& instance = configuration.instance;
  instance = read_instance(root, file, problems);

  if (const Value* here = root.find("analysis"); here != nullptr && here->kind == Value::Kind::table) {
    append(configuration.analyses, read_recipes(*here, instance.limits, language, problems));
  }
  const fs::path folder = file.parent_path();
  const std::string where = folder.empty() ? "this folder" : folder.string();
  const Value* written = root.find("analyses");
  const Place place = written != nullptr ? written->place : Place{file.string()};
  for (const std::string& pattern : instance.analyses) {
    const std::vector<fs::path> paths = expand(folder / pattern);
    if (paths.empty() && pattern.find_first_of("*?[") == std::string::npos) {
      problems.add(place, "analyses",
                   fmt::format("there is no file \"{}\"; paths are relative to {}", pattern, where));
    } else if (paths.empty() && written != nullptr) {
      configuration.warnings.push_back(
          fmt::format("{}: analyses: no file matches \"{}\" yet; recipes that are put there are taken at the "
                      "next start (paths are relative to {})",
                      place.text(), pattern, where));
    }
    for (const fs::path& path : paths) {
      append(configuration.analyses,
             read_file_of_analyses(path, instance.limits, instance.prefix, language, problems));
    }
  }
  check_unique(configuration.analyses, problems);
  problems.throw_if_any();
  if (configuration.analyses.empty()) {
    configuration.warnings.push_back(fmt::format(
        "{}: no analysis is defined, so nothing is computed: write a recipe into {} (the tutorial "
        "has one, /usr/share/xom/analyses or analyses/xenonnt a catalogue)",
        file.string(), instance.analyses.empty() ? "it" : (folder / instance.analyses[0]).string()));
  }
  return configuration;
}

std::vector<Analysis> load_analyses(const fs::path& file) {
  Problems problems;
  std::vector<Analysis> analyses = read_file_of_analyses(file, Limits{}, "", {}, problems);
  check_unique(analyses, problems);
  problems.throw_if_any();
  return analyses;
}

std::vector<Analysis> parse_recipes(std::string_view toml, const std::string& file, const Limits& defaults) {
  Problems problems;
  std::vector<Analysis> analyses = read_toml(toml, file, defaults, {}, problems);
  check_unique(analyses, problems);
  problems.throw_if_any();
  return analyses;
}

}  // namespace xom::config
