#pragma once

#include <string>

#include "xom/api/access/context.h"
#include "xom/api/http/http.h"

namespace xom::api {

/// Who did what: a row in the audit of the store. `outcome`: "done" or "refused".
inline void audit(Context& context, const Request& request, const std::string& action,
                  const std::string& target, const std::string& outcome, const std::string& detail) {
  context.accounts().add_audit(
      {context.now(), request.caller.name, request.client, action, target, outcome, detail, request.id});
}

}  // namespace xom::api
