#include "xom/runs/source.h"

#include <algorithm>
#include <iterator>

namespace xom::runs {

Changes RunSource::all_changes() {
  Changes all = changes();
  while (all.more) {
    Changes next = changes();
    std::ranges::move(next.runs, std::back_inserter(all.runs));
    std::ranges::move(next.oddities, std::back_inserter(all.oddities));
    all.more = next.more;
  }
  return all;
}

}  // namespace xom::runs
