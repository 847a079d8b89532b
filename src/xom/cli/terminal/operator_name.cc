#include "xom/cli/terminal/operator_name.h"

#include <pwd.h>
#include <unistd.h>

namespace xom::cli {

std::string operator_name() {
  const passwd* user = ::getpwuid(::getuid());
  return user != nullptr ? user->pw_name : std::to_string(::getuid());
}

}  // namespace xom::cli
