#include <charconv>

#include <fmt/format.h>

#include "xom/api/access/context.h"
#include "xom/api/http/conditional.h"
#include "xom/api/resources/event_feed.h"
#include "xom/api/resources/routes.h"
#include "xom/engine/status.h"
#include "xom/store/overview.h"

namespace xom::api {

namespace {

Response events(Context& context, const Request& request) {
  const store::Overview overview(context.store());
  const auto newest = overview.newest_event();
  Response response;
  response.media_type = "text/event-stream";
  response.headers.emplace_back("Cache-Control", "no-store");
  response.headers.emplace_back("X-Accel-Buffering", "no");  // nginx would keep messages back
  response.stream_after = newest;
  response.body = fmt::format(
      "retry: 2000\n\nevent: hello\nid: {}\ndata: {{\"as_of_ns\": {}, \"engine\": {}}}\n\n", newest,
      to_ns(context.now()), engine::engine_status(context.store(), context.now()).running);
  const auto* last = header(request, "last-event-id");
  if (last == nullptr) return response;
  std::int64_t event = 0;
  const auto [end, error] = std::from_chars(last->data(), last->data() + last->size(), event);
  if (error != std::errc() || end != last->data() + last->size() || event < 0 || event >= newest) {
    return response;
  }
  if (const auto change = change_since(context.store(), event, context.now())) response.body += change->text;
  return response;
}

}  // namespace

std::vector<Route> events_routes() {
  return {{Method::get,
           "/api/v1/events",
           Permission::look,
           {},
           "Server-sent events: what changed, resumed by Last-Event-ID",
           events}};
}

}  // namespace xom::api
