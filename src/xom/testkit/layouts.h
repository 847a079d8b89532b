#pragma once

#include <string>
#include <string_view>

#include "xom/columns/dtype.h"

namespace xom::testkit {

/// A data type as straxen 4.0.0 writes it.
struct DataType {
  std::string name, kind;
  columns::Dtype dtype;
  std::string lineage;  ///< JSON, for DataSetOptions.
};

/// One line per field, "type name title": "<f4 area Peak integral in PE". Fields are packed in this order.
columns::Dtype layout(std::string_view lines);

/// All 29 fields, 96 bytes.
DataType peak_basics();
/// The fields monitoring looks at, with the real names, titles and types, in the real order (real rows have
/// 932 bytes).
DataType event_info();
/// The same for pairs of S1s (`s1_a`, `s1_b`), as written for krypton.
DataType event_info_double();
/// 144 bytes, with `veto_type` as UCS-4 text.
DataType veto_intervals();
/// One boolean field besides the times. `name` begins with "cut_".
DataType cut(std::string_view name, std::string_view title);

}  // namespace xom::testkit
