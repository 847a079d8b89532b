#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "xom/base/time.h"

namespace xom::store {

/// What somebody wrote to a run in XOM (comments of the run database are in Run::comments). They are read by
/// overview.h.
struct OwnComment {
  std::int64_t id = 0;
  std::int64_t run = 0;
  std::string user;
  Time at{};
  std::string text;
};

/// The same text to each of the runs, over a connection of its own, durable on return. Returns the ids.
/// Throws Error{not_found} naming a run that the store does not know; then nothing is written.
std::vector<std::int64_t> add_comment(const std::filesystem::path& store, std::span<const std::int64_t> runs,
                                      std::string_view user, std::string_view text, Time now);

/// `user`: only theirs; empty: anybody's. Throws Error{not_found}.
void remove_comment(const std::filesystem::path& store, std::int64_t id, std::string_view user, Time now);

}  // namespace xom::store
