#include "xom/testkit/temp_directory.h"

#include <cerrno>
#include <string>

#include <stdlib.h>

#include "xom/base/error.h"

namespace xom::testkit {

TempDirectory::TempDirectory() {
  std::string name = (std::filesystem::temp_directory_path() / "xom-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw system_error("cannot make the folder " + name, errno);
  path_ = name;
}

TempDirectory::~TempDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace xom::testkit
