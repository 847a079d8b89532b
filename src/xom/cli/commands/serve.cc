#include <cstdio>

#include <fmt/format.h>

#include "xom/base/clock.h"
#include "xom/base/doorbell.h"
#include "xom/cli/commands/pages.h"
#include "xom/cli/terminal/command.h"
#include "xom/cli/terminal/stop.h"
#include "xom/store/store.h"

namespace xom::cli {

void print_addresses(const api::Web& web) {
  for (const auto& address : web.addresses()) fmt::print("xom: pages at {}\n", address);
  std::fflush(stdout);
  if (web.open()) {
    fmt::print(stderr, "xom: everybody on this machine may look and act; `xom user add` changes that\n");
  }
}

Command add_serve(Parser& parser, const Globals& globals) {
  auto command = parser.command("serve", "the pages and the interface for programs, beside an engine");
  auto listen = std::make_shared<std::vector<std::string>>();
  command.add("--listen", listen.get(), "ADDRESS:PORT instead of web.listen; may be repeated");
  return {command, [&globals, listen] {
            const auto configuration = cli::configuration(globals);
            log_warnings(configuration);
            const SystemClock clock;
            Doorbell bell;
            const StopSignals stop(bell);
            const api::Web web(configuration, *listen, clock);
            print_addresses(web);
            if (!store::has_store(configuration.instance.store)) {
              fmt::print(stderr, "xom: there is no store yet; `xom up` or `xom pass` makes it\n");
            }
            while (!stop.asked()) bell.wait(std::nullopt);
            return Exit::interrupted;
          }};
}

}  // namespace xom::cli
