#pragma once

#include "xom/api/web.h"

namespace xom::cli {

/// Where the pages are, on standard output: one line each, and a word on who may do what.
void print_addresses(const api::Web& web);

}  // namespace xom::cli
