#pragma once

#include <string>

namespace xom::cli {

/// Who runs this program, for events and the audit.
std::string operator_name();

}  // namespace xom::cli
