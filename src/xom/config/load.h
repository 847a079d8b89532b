#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xom/config/instance.h"
#include "xom/model/analysis.h"

namespace xom::config {

struct Configuration {
  Instance instance;
  std::vector<Analysis> analyses;  ///< In the order of the files; (name, version) is unique.
  /// "FILE:LINE: KEY: WHAT" that is no mistake but worth saying, such as a folder without recipes.
  std::vector<std::string> warnings = {};
};

/// What modules above this one know of recipes; they hand it in. Where a member is empty, nothing is judged.
struct Language {
  std::function<void(const std::string&)> check_row;  ///< Throws Error if it cannot be a `where` or an axis.
  std::function<void(const std::string&)>
      check_value;                    ///< Throws Error if it cannot be the value of a variable.
  std::vector<std::string> builtins;  ///< Names of the built-in analyses.
};

/// The file to use: the one given; else ./xom.toml; else $XOM_CONFIG; else /etc/xom/xom.toml. Throws
/// Error{config} saying what to write into a first xom.toml.
std::filesystem::path find_file(const std::optional<std::filesystem::path>& given);

/// Reads xom.toml and all files of analyses it names. Throws one Error{config} with every mistake of every
/// file, Error{config} or Error{io} if xom.toml itself cannot be read.
Configuration load(const std::filesystem::path& file, const Language& language = {});

/// Analyses of one file alone, by its ending: .toml (docs/formats/configuration.md), .cfg, .ini or .json (the
/// original's). Throws Error{config} with every mistake.
std::vector<Analysis> load_analyses(const std::filesystem::path& file);

/// Analyses written as TOML, `file` as it is called in messages. Throws Error{config} with every mistake.
std::vector<Analysis> parse_recipes(std::string_view toml, const std::string& file, const Limits& defaults);

}  // namespace xom::config
