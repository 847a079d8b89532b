#pragma once

#include <filesystem>

#include "xom/base/time.h"

namespace xom::store {

enum class Existing { refuse, replace };

/// A consistent copy of a store while everything goes on: TO.tmp, verified, then renamed. Artifact files are
/// copied too (to TO.files/). If it throws, nothing is left of it, and a backup that was there before still
/// is.
///
/// Throws Error{conflict} if TO is there (and shall stay), is this store or a file of it, or is a database in
/// use.
void back_up(const std::filesystem::path& store, const std::filesystem::path& to, Existing existing,
             Duration busy_timeout = std::chrono::seconds(5));

}  // namespace xom::store
