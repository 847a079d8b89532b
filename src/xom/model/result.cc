#include "xom/model/result.h"

namespace xom {

std::string_view to_string(ResultStatus status) {
  switch (status) {
    case ResultStatus::ok:
      return "ok";
    case ResultStatus::empty:
      return "empty";
    case ResultStatus::failed:
      return "failed";
  }
  return "failed";
}

Cause cause_of(ResultStatus status, std::string_view reason) {
  if (status == ResultStatus::ok && reason.empty()) return {};
  const ReasonCode code = status == ResultStatus::ok      ? ReasonCode::no_error
                          : status == ResultStatus::empty ? ReasonCode::no_entries
                                                          : ReasonCode::no_value;
  return {code, kind_of_message(reason)};
}

}  // namespace xom
