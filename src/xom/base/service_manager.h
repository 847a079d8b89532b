#pragma once

#include <string_view>

namespace xom {

/// Tells the service manager that started this process something, in the words of sd_notify(3): "WATCHDOG=1"
/// is a sign of life. Without one (no NOTIFY_SOCKET in the environment), or if it does not listen, nothing
/// happens.
void tell_service_manager(std::string_view state);

}  // namespace xom
