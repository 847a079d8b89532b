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

}  // namespace xom
