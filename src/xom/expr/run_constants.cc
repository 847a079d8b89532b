#include "xom/expr/run_constants.h"

#include "xom/expr/compiler.h"

namespace xom::expr {

RunConstants run_constants(const Run& run) {
  RunConstants out;
  out.number = run.number;
  out.start = run.start;
  out.end = run.end;
  out.numbers = run.numbers;
  if (const auto found = run.numbers.find("livetime"); found != run.numbers.end())
    out.livetime_s = found->second;
  return out;
}

bool is_run_constant(std::string_view name) {
  return name == "start" || name == "end" || name == "number" || name == "duration" || name == "livetime";
}

std::optional<ConstantNumber> find_constant(const RunConstants& constants, std::string_view name) {
  const auto integer = [](std::int64_t value) { return ConstantNumber{static_cast<double>(value), value}; };
  if (name == "number") return integer(constants.number);
  if (name == "start" && constants.start) return integer(to_ns(*constants.start));
  if (name == "end" && constants.end) return integer(to_ns(*constants.end));
  if (name == "livetime" && constants.livetime_s) {
    if (*constants.livetime_s <= 0) return std::nullopt;
    return ConstantNumber{*constants.livetime_s, std::nullopt};
  }
  std::int64_t ns = 0;
  const bool lasts = constants.start && constants.end && *constants.end > *constants.start &&
                     !__builtin_sub_overflow(to_ns(*constants.end), to_ns(*constants.start), &ns);
  if ((name == "duration" || name == "livetime") && lasts) {
    return ConstantNumber{to_seconds(Duration{ns}), std::nullopt};
  }
  if (is_run_constant(name)) return std::nullopt;
  const auto found = constants.numbers.find(std::string(name));
  if (found == constants.numbers.end()) return std::nullopt;
  return ConstantNumber{found->second, std::nullopt};
}

}  // namespace xom::expr
