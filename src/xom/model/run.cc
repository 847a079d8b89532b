#include "xom/model/run.h"

#include <fmt/format.h>

namespace xom {

std::string run_name(std::int64_t number) {
  return fmt::format("{:06}", number);
}

std::optional<Duration> duration(const Run& run) {
  if (!run.start || !run.end) return {};
  std::int64_t ns = 0;
  if (__builtin_sub_overflow(to_ns(*run.end), to_ns(*run.start), &ns)) return {};
  return Duration{ns};
}

}  // namespace xom
