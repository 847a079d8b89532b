#pragma once

#include <functional>
#include <vector>

#include "xom/columns/block.h"
#include "xom/strax/scan.h"

namespace xom::strax {

/// Gives only the rows of a block that lie in a time range. The end of a row is `endtime`, otherwise
/// time + length * dt.
class TimeSelector {
 public:
  /// Throws Error{unsupported} if the types have no such fields.
  TimeSelector(const columns::Schema& schema, Interval range, TimeSelection selection);

  /// Calls `visit` with each stretch of consecutive rows inside the range, in order.
  void visit(const columns::Block& block, const Scan::Visitor& visit) const;

 private:
  Interval range_;
  TimeSelection selection_;
  columns::Column time_, endtime_, length_, dt_;
};

}  // namespace xom::strax
