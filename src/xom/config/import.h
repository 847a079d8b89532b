#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace xom::config {

/// The original's configuration as ours.
struct Imported {
  std::string xom_toml;
  std::string analyses_toml;          ///< For analyses/original.toml beside xom.toml.
  std::vector<std::string> comments;  ///< What was changed or left out, each also a comment in the texts.
};

/// Reads the original XOM's files, in any order: analyses (.cfg, .ini, or .json as a list of analyses),
/// tool_config.json (known by container_dict, jobslimit or ndays_before_removal), .xom_influxdb.json (known
/// by url and token; the sink names the file, no secret is copied). job_partition sends all analyses to
/// Slurm.
///
/// container_dict becomes ranges of containers for analyses that name none; where its ranges overlap the
/// first match wins, as in the original: later ones are cut, with a comment. The texts load again to the same
/// analyses. Working folders are written absolute. Throws Error{config} with every mistake.
Imported import_original(const std::vector<std::filesystem::path>& files);

}  // namespace xom::config
