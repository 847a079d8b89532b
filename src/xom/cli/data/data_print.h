#pragma once

#include <string>
#include <vector>

#include "xom/cli/data/data_look.h"

/// What `xom data` writes to standard output (docs/formats/json-output.md).
namespace xom::cli {

std::string seen_json(const Look& asked, const Seen& seen);
void print_seen(const Look& asked, const Seen& seen);

/// All data sets of a run.
std::string list_json(const std::string& run, const std::vector<strax::DataSet>& data);
void print_list(const std::vector<strax::DataSet>& data);

}  // namespace xom::cli
