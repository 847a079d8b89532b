#include "xom/config/slurm_options.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace xom::config {
namespace {

constexpr std::array<std::string_view, 23> allowed = {
    "account",   "comment",       "constraint",    "cpus-per-task", "exclude",   "exclusive",
    "gpus",      "gpus-per-node", "gpus-per-task", "gres",          "hint",      "licenses",
    "mail-type", "mail-user",     "nice",          "nodelist",      "partition", "prefer",
    "priority",  "qos",           "reservation",   "tmp",           "wckey"};

}  // namespace

std::string slurm_option_mistake(std::string_view option) {
  if (!option.starts_with("--")) {
    return fmt::format("'{}': options are written --NAME=VALUE, each as one text", option);
  }
  const std::string_view name = option.substr(2, option.find('=') - 2);
  if (std::ranges::find(allowed, name) != allowed.end()) return "";
  if (name == "time") return "'--time': write time_limit for the analysis instead";
  if (name == "mem") return "'--mem': write memory for the analysis instead";
  return fmt::format("'--{}' is not an option that may be given; these are: {}", name,
                     fmt::join(allowed, ", "));
}

}  // namespace xom::config
