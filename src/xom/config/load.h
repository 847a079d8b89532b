#pragma once

#include <filesystem>
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
};

/// The file to use: the one given; else ./xom.toml; else $XOM_CONFIG; else /etc/xom/xom.toml. Throws
/// Error{not_found} saying what to write into a first xom.toml.
std::filesystem::path find_file(const std::optional<std::filesystem::path>& given);

/// Reads xom.toml and all files of analyses it names. Throws one Error{config} with every mistake of every
/// file, Error{not_found} or Error{io} if xom.toml itself cannot be read.
Configuration load(const std::filesystem::path& file);

/// Analyses of one file alone, by its ending: .toml (docs/formats/configuration.md), .cfg, .ini or .json (the
/// original's). Throws Error{config} with every mistake.
std::vector<Analysis> load_analyses(const std::filesystem::path& file);

/// Analyses written as TOML, `file` as it is called in messages. Throws Error{config} with every mistake.
std::vector<Analysis> parse_recipes(std::string_view toml, const std::string& file, const Limits& defaults);

}  // namespace xom::config
