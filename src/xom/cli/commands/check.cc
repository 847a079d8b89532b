#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/clock.h"
#include "xom/base/error.h"
#include "xom/base/safe_text.h"
#include "xom/cli/check/check_findings.h"
#include "xom/cli/terminal/command.h"

namespace xom::cli {
namespace {

using Json = nlohmann::ordered_json;

std::vector<Finding> findings(const Globals& globals, bool deep) {
  try {
    return check_everything(configuration(globals), globals.program, deep, SystemClock().now());
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::config && error.kind() != ErrorKind::not_found) throw;
    return {{Health::broken, "configuration", error.what(), "correct it; nothing else was looked at"}};
  }
}

void print(const std::vector<Finding>& list) {
  for (const auto& f : list) {
    fmt::print("{:<8} {}: {}\n", to_string(f.health), safe_text(f.subject), safe_text(f.found, Lines::many));
    if (!f.to_do.empty()) fmt::print("{:<8} -> {}\n", "", safe_text(f.to_do, Lines::many));
  }
  const auto count = [&](Health health) { return std::ranges::count(list, health, &Finding::health); };
  fmt::print("{} ok, {} warnings, {} broken\n", count(Health::ok), count(Health::warning),
             count(Health::broken));
}

std::string as_json(const std::vector<Finding>& list) {
  Json document = Json::array();
  for (const auto& f : list) {
    Json entry{{"health", to_string(f.health)}, {"subject", f.subject}, {"found", f.found}};
    if (!f.to_do.empty()) entry["to_do"] = f.to_do;
    document.push_back(std::move(entry));
  }
  return document.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

Command add_check(Parser& parser, const Globals& globals) {
  auto command = parser.command("check", "what works, what does not, and what to do");
  auto deep = std::make_shared<bool>(false);
  command.add("--deep", deep.get(), "also read every stored result and artifact");
  return {command, [&globals, deep] {
            const auto list = findings(globals, *deep);
            if (globals.json) {
              fmt::print("{}\n", as_json(list));
            } else {
              print(list);
            }
            const bool broken = std::ranges::count(list, Health::broken, &Finding::health) > 0;
            return broken ? Exit::failed : Exit::done;
          }};
}

}  // namespace xom::cli
