#include "xom/plan/lacking.h"

namespace xom::plan {
namespace {

int weight(ReasonCode code) {
  switch (code) {
    case ReasonCode::data_elsewhere:
      return 1;
    case ReasonCode::waiting_for_data:
      return 2;
    case ReasonCode::incomplete_data:
      return 3;
    case ReasonCode::failed_data:
      return 4;
    case ReasonCode::damaged_data:
      return 5;
    case ReasonCode::run_not_ready:
      return 6;
    default:
      return 0;
  }
}

}  // namespace

void Lacking::add(ReasonCode code, const std::string& subject) {
  if (weight(code) < weight(cause_.code)) return;
  if (code != cause_.code) {
    cause_ = {code, ""};
    subjects_.clear();
  }
  if (subject.empty() || !subjects_.insert(subject).second) return;
  if (!cause_.subject.empty()) cause_.subject += ", ";
  cause_.subject += subject;
}

}  // namespace xom::plan
