#pragma once

#include <string>
#include <vector>

#include "xom/base/time.h"

namespace xom::exec {

/// What a program said and how it ended.
struct Captured {
  int exit_code = -1;      ///< -1: it was ended by a signal or by us.
  bool timed_out = false;  ///< It had not ended within the limit and was killed.
  std::string out, err;    ///< At most 64 MiB and 64 KiB; what is beyond is thrown away.
};

/// Runs a program to its end, with nothing on its input and a process group of its own. `environment`
/// ("NAME=VALUE"); empty: ours.
/// After `limit` the whole group is killed. Throws Error{not_found} if there is no such program, Error{io}.
/// Any thread.
Captured capture(const std::vector<std::string>& argv, Duration limit,
                 const std::vector<std::string>& environment = {});

}  // namespace xom::exec
