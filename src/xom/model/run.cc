#include "xom/model/run.h"

#include <fmt/format.h>

namespace xom {

std::string run_name(std::int64_t number) {
  return fmt::format("{:06}", number);
}

std::optional<Duration> duration(const Run& run) {
  if (!run.start || !run.end) return {};
  return *run.end - *run.start;
}

}  // namespace xom
