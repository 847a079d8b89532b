#pragma once

#include <string>
#include <vector>

#include "xom/model/analysis.h"
#include "xom/strax/storage.h"

namespace xom::cli {

/// What the data of the newest runs tell of a definition.
struct Judgement {
  const Analysis* analysis = nullptr;
  std::string said;
  bool mistake = false;  ///< It cannot be computed from such data; otherwise a doubt: such data may come yet.
};

/// Looks into the metadata of the newest runs, not at rows: an expression that does not fit the columns is a
/// mistake, a data type that none of them has a doubt. Where there are no data, nothing is said. Throws what
/// the storage throws.
std::vector<Judgement> judge_by_data(const std::vector<Analysis>& analyses, const strax::Storage& storage);

}  // namespace xom::cli
