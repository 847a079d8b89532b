#pragma once

#include <filesystem>

namespace xom::store {

/// Whether a file is where a store should be; links are followed. Only looks, and opens nothing.
/// Throws StoreError if it cannot be told (a folder of another user, a disk that does not answer),
/// Error{unavailable} for a link to nothing, Error{unsupported} for what is no file (a folder, a pipe).
bool is_there(const std::filesystem::path& store);

/// What root made, the folder's owner could not write: throws Error{conflict} with what to do if this process
/// is root's, and the folder or the file somebody else's.
void refuse_root_elsewhere(const std::filesystem::path& store);

}  // namespace xom::store
