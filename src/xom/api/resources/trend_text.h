#pragma once

#include <string>
#include <vector>

#include "xom/base/deadline.h"
#include "xom/catalogue/trend_columns.h"

namespace xom::api {

/// {"series": [...]} as docs/formats/http-api.md has it.
std::string trend_json(const std::vector<catalogue::TrendColumns>& trends);
/// "XOMTREND", length of the head, head, columns.
std::string trend_binary(const std::vector<catalogue::TrendColumns>& trends);
/// With start and livetime of the runs; a line for each run that is wanted, with a value or without.
std::string trend_csv(const std::vector<catalogue::TrendColumns>& trends, const catalogue::RunTable& runs,
                      const Deadline& deadline);

}  // namespace xom::api
