#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "xom/catalogue/inventory.h"

namespace xom::catalogue {

/// What somebody who just sat down should know, in one sentence.
struct News {
  enum class Level { bad, warn, fresh, info };
  Level level = Level::info;
  std::string text;
  std::string url;  ///< The page that shows it.
  std::optional<Time> at{};
  std::int64_t count = 1;  ///< Tasks, values or runs it is about.
  std::string detail{};    ///< Which analyses, in which state. May be empty.
};

std::string_view to_string(News::Level level);

/// First that no engine works; then worst first, then newest: failures and what has to be looked at, by
/// reason; data that are late; values of the newest runs outside their range or far from usual; new runs.
std::vector<News> find_news(const View& view, const Inventory& inventory, const RunTable& runs);

}  // namespace xom::catalogue
