#include "xom/api/http/path_run.h"

#include <fmt/format.h>

#include "xom/api/http/parameters.h"
#include "xom/base/error.h"
#include "xom/model/run_number.h"

namespace xom::api {

std::int64_t path_run(const Request& request) {
  const auto found = request.variables.find("number");
  const std::string_view text = found == request.variables.end() ? std::string_view() : found->second;
  const auto number = run_number(text);
  if (!number) {
    throw Error(ErrorKind::not_found,
                fmt::format("{} is not a run; write its number, 53101 or 053101", in_quotes(text)));
  }
  return *number;
}

}  // namespace xom::api
