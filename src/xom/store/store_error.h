#pragma once

#include "xom/base/error.h"

namespace xom::store {

/// The store itself cannot be read or written: its disk is full or fails, or the file is damaged. Programs
/// end with an exit code of its own then: whoever keeps the machine has to act.
class StoreError : public Error {
 public:
  using Error::Error;
  StoreError(const Error& error) : Error(error) {}
};

}  // namespace xom::store
