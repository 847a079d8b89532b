#pragma once

#include "xom/api/server/server.h"

namespace xom::api {

struct ListeningSocket {
  int descriptor = -1;
  bool is_v6 = false;
  Endpoint endpoint;  ///< With the real port.
};

/// Binds and listens; IPv6 addresses for IPv6 alone. Throws Error{usage} for what is no address,
/// Error{conflict} if it is taken, Error{io} if it is not ours. The caller closes the descriptor.
ListeningSocket listen_on(const Endpoint& wanted);

}  // namespace xom::api
