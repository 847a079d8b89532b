#pragma once

#include <string>

namespace xom {

/// Of this machine, as it calls itself; "unknown" if it does not say.
std::string host_name();
/// Changes with every start of the machine; "unknown" if the kernel does not say.
std::string boot_id();

}  // namespace xom
