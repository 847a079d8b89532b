#include "xom/cli/check/python_path.h"

namespace xom::cli {

namespace fs = std::filesystem;

fs::path python_path(const fs::path& program) {
  std::error_code none;
  for (const fs::path& candidate :
       {program.parent_path() / "../../python/xomlib", fs::path("/usr/share/xom/python"),
        program.parent_path() / "../share/xom/python"}) {
    if (fs::exists(candidate / "xomlib/__init__.py", none)) return fs::weakly_canonical(candidate);
  }
  return {};
}

}  // namespace xom::cli
