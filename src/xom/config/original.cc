#include "xom/config/original.h"

#include <charconv>
#include <filesystem>

#include <fmt/format.h>

#include "xom/base/error.h"
#include "xom/config/arguments.h"
#include "xom/config/recipes.h"

namespace xom::config {
namespace {

constexpr int default_group = 10;

std::string trimmed(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  const std::size_t from = text.find_first_not_of(space);
  if (from == std::string_view::npos) return {};
  return std::string(text.substr(from, text.find_last_not_of(space) - from + 1));
}

/// 'tpc' and "tpc" are tpc: people wrote Python into the INI files.
std::string unquoted(std::string_view text) {
  std::string bare = trimmed(text);
  const char quote = bare.empty() ? '\0' : bare.front();
  if ((quote != '\'' && quote != '"') || bare.size() < 2 || bare.find(quote, 1) != bare.size() - 1)
    return bare;
  return trimmed(std::string_view(bare).substr(1, bare.size() - 2));
}

/// "a, b" or ["a", "b"]. The original did not trim, so " b" never matched anything: `with_blanks` gets those.
std::vector<std::string> words(Section& section, std::string_view key,
                               std::vector<std::string>* with_blanks = nullptr) {
  std::vector<std::string> result;
  const Value* value = section.any(key);
  if (value == nullptr || value->kind == Value::Kind::nothing) return result;
  std::vector<std::string> texts;
  if (value->kind == Value::Kind::text) {
    const std::string all = unquoted(value->text);
    std::string_view rest = all;
    for (std::size_t comma = 0; comma != std::string_view::npos;) {
      comma = rest.find(',');
      texts.emplace_back(rest.substr(0, comma));
      if (comma != std::string_view::npos) rest.remove_prefix(comma + 1);
    }
  } else {
    section.read(key, texts);
  }
  for (const std::string& text : texts) {
    if (unquoted(text).empty()) continue;
    result.push_back(unquoted(text));
    if (with_blanks != nullptr && trimmed(text) != text) with_blanks->push_back(result.back());
  }
  return result;
}

std::string text_of(Section& section, std::string_view key) {
  const Value* value = section.any(key);
  if (value == nullptr || value->kind == Value::Kind::nothing) return {};
  std::string text;
  section.read(key, text);
  return unquoted(text);
}

/// A whole number, also as text. Empty, null and -1: none.
std::optional<std::int64_t> number_of(Section& section, std::string_view key) {
  const Value* value = section.any(key);
  if (value == nullptr || value->kind == Value::Kind::nothing) return {};
  std::optional<std::int64_t> number;
  if (value->kind == Value::Kind::integer) number = value->integer;
  if (value->kind == Value::Kind::text) {
    const std::string text = unquoted(value->text);
    if (text.empty()) return {};
    std::int64_t parsed = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), parsed);
    if (error == std::errc() && end == text.data() + text.size()) number = parsed;
  }
  if (number == -1) return {};
  if (!number || *number < 0 || *number > 999'999'999'999) {
    section.fail(key,
                 value->kind == Value::Kind::text
                     ? fmt::format("\"{}\" is not a whole number", value->text)
                     : fmt::format("must be a whole number that is not negative, but is {}",
                                   number ? std::to_string(*number) : std::string(to_string(value->kind))));
    return {};
  }
  return number;
}

bool read_runwise(Section& section) {
  const Value* value = section.any("runwise");
  if (value == nullptr || value->kind == Value::Kind::nothing) return true;
  if (value->kind == Value::Kind::boolean) return value->boolean;
  const std::string text = value->kind == Value::Kind::text ? unquoted(value->text) : "";
  for (const char* yes : {"true", "True", "TRUE", "1", "yes"}) {
    if (text == yes) return true;
  }
  for (const char* no : {"false", "False", "FALSE", "0", "no"}) {
    if (text == no) return false;
  }
  section.fail("runwise", "must be true or false");
  return true;
}

struct Generation {
  bool in_json = false;
  bool second = false;
  bool marker = false;
  std::string prefix;
  std::vector<std::string>* comments = nullptr;
  struct Commands {
    std::vector<std::string> in_front, behind;  ///< Analyses whose command got python3 and {out} --prefix.
  };
  Commands* changed = nullptr;

  void say(std::string comment) const {
    if (comments != nullptr) comments->push_back(std::move(comment));
  }
};

/// In the first generation a name below the folder of the algorithms, also with a slash in front.
std::string folder_of(const std::string& folder, const Generation& generation, const Analysis& analysis) {
  const std::filesystem::path path(folder);
  std::filesystem::path below;
  int parts = 0;
  for (const auto& part : path.relative_path()) {
    if (part.empty()) continue;  // behind the last slash
    below /= part;
    ++parts;
  }
  if (generation.second || !path.is_absolute() || parts < 1 || parts > 2)
    return working_folder(folder, analysis.file);
  std::string result = working_folder((std::filesystem::path("algorithms") / below).string(), analysis.file);
  generation.say(fmt::format(
      "{}: folder {} was below the folder of the algorithms; it became {}: change it if they lie elsewhere",
      analysis.name, folder, result));
  return result;
}

void read_command(Section& section, const Generation& generation, Analysis& analysis) {
  const std::string text = text_of(section, "command");
  if (text.empty()) {
    if (section.has("command")) section.fail("command", "is empty; write e.g. python script.py [run]");
    return;
  }
  std::vector<std::string>& argv = analysis.command.argv;
  try {
    argv = split_command(text);
  } catch (const Error& error) {
    section.fail("command", error.what());
    return;
  }
  for (const std::string& word : argv) {
    for (const char* place : {"[run]", "[runs]"}) {
      if (word != place && word.find(place) != std::string::npos) {
        section.fail("command",
                     fmt::format("\"{}\": {} is replaced only as an argument of its own; write \"--run "
                                 "{}\" as two arguments",
                                 word, place, place));
      }
    }
  }
  const bool script = !argv.empty() && argv[0].ends_with(".py");
  if (script) {
    argv.insert(argv.begin(), "python3");
    generation.changed->in_front.push_back(analysis.name);
  }
  if (generation.in_json || (generation.second && script)) {
    argv.insert(argv.end(), {"{out}", "--prefix", generation.prefix});
    generation.changed->behind.push_back(analysis.name);
  }
}

/// A list of what runs have to be, of which the original matched none that had blanks around it.
std::vector<std::string> matched(Section& section, std::string_view key, const Generation& generation,
                                 const std::string& analysis) {
  std::vector<std::string> with_blanks;
  auto list = words(section, key, &with_blanks);
  if (!with_blanks.empty()) {
    generation.say(
        fmt::format("{}: {} had blanks at {}, which the original therefore never matched; now it does",
                    analysis, key, fmt::join(with_blanks, ", ")));
  }
  return list;
}

Analysis read_one(const std::string& name, const Value& value, Generation generation, const Limits& defaults,
                  Problems& problems) {
  Section section(value, name, problems);
  if (section.has("container")) generation.second = generation.in_json;  // later ones choose it by run
  Analysis analysis;
  analysis.name = name;
  analysis.kind = AnalysisKind::command;
  analysis.file = value.place.file;
  analysis.line = value.place.line;
  analysis.limits = defaults;
  section.any("analysis_name");

  section.require("analysis_version", "write e.g. v0.1");
  section.require("variable_name", "name the variables the script gives");
  section.require("command", "write e.g. python script.py [run]");
  analysis.version = text_of(section, "analysis_version");
  if (section.has("analysis_version") && !is_identifier(analysis.version)) {
    section.fail("analysis_version",
                 fmt::format("\"{}\" is not a version; letters, digits, _ . - are allowed (1 to "
                             "64, the first a letter or digit)",
                             analysis.version));
  }
  for (const std::string& word : words(section, "variable_name")) {
    if (!is_identifier(word)) section.fail("variable_name", fmt::format("\"{}\" is not a name", word));
    analysis.variables.emplace_back().name = word;
  }
  for (const std::string& image : words(section, "container")) analysis.containers.push_back({image, {}, {}});
  analysis.by_container_list = !analysis.containers.empty();
  for (const std::string& type : words(section, "available_type")) analysis.data.push_back({type, ""});
  analysis.runs.detector = matched(section, "detector", generation, name);
  analysis.runs.run_mode = matched(section, "run_mode", generation, name);
  analysis.runs.include_tags = matched(section, "include_tags", generation, name);
  analysis.runs.exclude_tags = matched(section, "exclude_tags", generation, name);
  analysis.runs.min_run = number_of(section, "min_run");
  analysis.runs.max_run = number_of(section, "max_run");
  if (const auto megabytes = number_of(section, "mem_per_cpu")) {
    if (*megabytes < 1 || *megabytes > 10'000'000) {
      section.fail("mem_per_cpu", fmt::format("{} MB is out of range; allowed is 1 to 10000000", *megabytes));
    } else {
      analysis.limits.memory_bytes = *megabytes * 1'000'000;
    }
  }
  const bool runwise = read_runwise(section);
  const std::int64_t group = number_of(section, "group").value_or(runwise ? 1 : default_group);
  if (group < 1 || group > 1000)
    section.fail("group", fmt::format("{} is out of range; allowed is 1 to 1000", group));
  if (runwise && group > 1) section.fail("group", "stands beside runwise = true; delete one of them");
  analysis.group = static_cast<int>(group);
  section.read("time_limit", analysis.limits.time, std::chrono::seconds(1), std::chrono::hours(24 * 14));
  analysis.command.environment = words(section, "environment");
  std::string success = generation.marker ? "marker" : "evidence";
  section.read_word("success", success, {"evidence", "marker"});
  analysis.command.success_marker = success == "marker";
  analysis.command.keeps_undeclared = true;
  analysis.command.folder = folder_of(text_of(section, "folder"), generation, analysis);
  read_command(section, generation, analysis);
  if (!analysis.command.argv.empty()) check_analysis(analysis, section);
  if (generation.comments !=
      nullptr) {  // an import keeps what it cannot use as a remark, as the original did not care
    for (const std::string& key : section.unknown()) {
      generation.say(fmt::format("{}: {} is not known here and not used", name, key));
      section.any(key);
    }
  }
  section.finish();
  return analysis;
}

/// As Python's configparser: keys of the section DEFAULT are those of every section that has not its own.
Value with_defaults(const Value& section, const Value& common) {
  Value whole = section;
  for (const auto& entry : common.table) {
    if (section.find(entry.key) == nullptr) whole.table.push_back(entry);
  }
  return whole;
}

}  // namespace

std::vector<Analysis> read_original(const Value& root, bool second_generation, const Limits& defaults,
                                    const std::string& prefix, Problems& problems, bool marker,
                                    std::vector<std::string>* comments) {
  Generation::Commands changed;
  const Generation generation{
      second_generation, second_generation || !prefix.empty(), marker, prefix, comments, &changed};
  std::vector<Analysis> result;
  const auto add = [&](const std::string& name, const Value& value) {
    if (value.kind != Value::Kind::table) {
      problems.add(value.place, name, "must be an analysis, {\"analysis_version\": ..., \"command\": ...}");
      return;
    }
    const std::size_t before = problems.size();
    Analysis analysis = read_one(name, value, generation, defaults, problems);
    if (problems.size() == before) result.push_back(std::move(analysis));
  };
  const Value* common = second_generation ? nullptr : root.find("DEFAULT");
  for (const auto& [name, value] : root.table) {
    if (common == nullptr) {
      add(name, value);
    } else if (&value != common) {
      add(name, with_defaults(value, *common));
    }
  }
  for (const Value& value : root.list) {
    const Value* name = value.find("analysis_name");
    if (name == nullptr || name->kind != Value::Kind::text) {
      problems.add(value.place, "analysis_name", "is missing; every analysis of a list needs one");
    } else {
      add(name->text, value);
    }
  }
  if (!changed.in_front.empty()) {
    generation.say(fmt::format("python3 stands in front of the script now, in the command of: {}",
                               fmt::join(changed.in_front, ", ")));
  }
  if (!changed.behind.empty()) {
    generation.say(
        fmt::format("{{out}} --prefix \"{}\" stands at the end now, as the original's manager put it, in "
                    "the command of: {}",
                    prefix, fmt::join(changed.behind, ", ")));
  }
  return result;
}

}  // namespace xom::config
