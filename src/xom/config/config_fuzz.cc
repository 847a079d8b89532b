// Any text in any of the three formats gives values or problems: no crash, no exception but Error.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "xom/base/error.h"
#include "xom/config/original.h"
#include "xom/config/recipes.h"
#include "xom/config/tool_config.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace xom::config;
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  Problems problems;
  if (data[0] % 3 == 0) {
    const Value root = parse_toml(text, "f.toml", problems);
    if (const Value* analyses = root.find("analysis")) read_recipes(*analyses, {}, {}, problems);
  } else if (data[0] % 3 == 1) {
    const Value root = parse_json(text, "f.json", problems);
    if (is_tool_config(root)) read_tool_config(root, problems);
    read_original(root, true, {}, "", problems);
  } else {
    read_original(parse_ini(text, "f.cfg", problems), false, {}, "", problems);
  }
  try {
    problems.throw_if_any();
  } catch (const xom::Error&) {
  }
  return 0;
}
