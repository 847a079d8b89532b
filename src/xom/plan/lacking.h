#pragma once

#include <set>
#include <string>

#include "xom/model/reason.h"

namespace xom::plan {

/// What the data of a task lack, one after the other, and which of it is told as its cause: the state of a
/// run, which whatever is there waits for; else the worst of its data (damaged, failed, incomplete, missing,
/// elsewhere), with the types of which it is true. Pure.
class Lacking {
 public:
  void add(ReasonCode code, const std::string& subject);
  const Cause& cause() const { return cause_; }

 private:
  Cause cause_;
  std::set<std::string> subjects_;
};

}  // namespace xom::plan
