#include "xom/store/comments.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/api/access/audit.h"
#include "xom/api/access/context.h"
#include "xom/api/access/roles.h"
#include "xom/api/http/answer.h"
#include "xom/api/http/body.h"
#include "xom/api/http/parameters.h"
#include "xom/api/resources/routes.h"

namespace xom::api {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t longest_comment = 4000;   // [bytes]
constexpr std::size_t most_runs_of_one = 1000;  // that get the same comment

Response write_comment(Context& context, const Request& request) {
  const nlohmann::json body = parse_body(request, {"runs", "text"});
  const auto runs = body_runs(body, most_runs_of_one);
  const auto text = body_text(body, "text", longest_comment, true);
  const auto ids = store::add_comment(context.store_path(), runs, request.caller.name, text, context.now());
  audit(context, request, "comment", fmt::format("{}", fmt::join(runs, " ")), "done", text);
  Response response = answer(Json{{"ids", ids}});
  response.status = 201;
  return response;
}

Response remove_comment(Context& context, const Request& request) {
  const auto id = path_number(request, "id");
  const bool anybodys = may(request.caller, Permission::operate);
  store::remove_comment(context.store_path(), id, anybodys ? "" : request.caller.name, context.now());
  audit(context, request, "remove comment", std::to_string(id), "done", "");
  Response response;
  response.status = 204;
  return response;
}

}  // namespace

std::vector<Route> comments_routes() {
  return {
      with_body(medium_body, {Method::post,
                              "/api/v1/comments",
                              Permission::comment,
                              {},
                              "Comment runs: {runs, text}",
                              write_comment}),
      {Method::del,
       "/api/v1/comments/{id}",
       Permission::comment,
       {},
       "Remove a comment: one's own, operators any",
       remove_comment},
  };
}

}  // namespace xom::api
