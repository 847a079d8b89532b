#include "xom/store/damaged_row.h"

namespace xom::store {

StoreError damaged_row(std::string_view noun, std::int64_t id, std::string_view why) {
  return {ErrorKind::corrupt, "the store is damaged: " + std::string(noun) + " " + std::to_string(id) + ": " +
                                  std::string(why) +
                                  " (restore the last backup; `xom check --deep` names every such row)"};
}

}  // namespace xom::store
