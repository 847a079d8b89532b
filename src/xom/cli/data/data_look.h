#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "xom/columns/dtype.h"
#include "xom/expr/reduction.h"
#include "xom/strax/scan.h"

namespace xom::cli {

/// What to look at in the data of one run.
struct Look {
  std::string run;                   ///< strax run id.
  std::vector<std::string> types;    ///< Of one kind, read as one table.
  std::vector<std::string> hashes;   ///< Each belongs to the type that has it; types without one: chosen.
  std::vector<std::string> where;    ///< Selections, joined with "and".
  std::string seconds_range;         ///< "A,B" [s after the start of the run]; empty: not restricted.
  std::string time_range;            ///< "T0,T1" [ns UTC, or ISO]; empty: not restricted.
  bool touching = false;             ///< Rows that touch the range, too.
  std::vector<std::string> columns;  ///< Of head and checksum; empty: all.
  std::vector<std::string> values;   ///< Expressions over the rows selected.
  bool checksum = false;
  std::int64_t head = 0;          ///< First rows selected.
  bool allow_incomplete = false;  ///< Unfinished data, and data of a part of the run.
  int threads = 1;
};

/// What was found. All rows were read: a damaged file is an error, never a smaller number.
struct Seen {
  std::vector<strax::DataSet> data;  ///< As `Look::types`.
  columns::Dtype layout;             ///< Of the packed rows (data_rows.h).
  std::int64_t rows = 0;             ///< All.
  std::int64_t selected = 0;         ///< Inside the range and selected.
  expr::Outcome values;              ///< As `Look::values`.
  std::string sha256;                ///< Of the packed rows selected; empty if not asked for.
  std::string head;                  ///< Packed rows.
};

/// Throws what Storage, Scan, Selection and Reduction throw; Error{usage} for ranges and columns; and
/// Error{not_found} for a hash that no type has.
Seen look(const strax::Storage& storage, const Look& asked);

}  // namespace xom::cli
