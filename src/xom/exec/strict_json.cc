#include "xom/exec/strict_json.h"

#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "xom/base/error.h"

namespace xom::exec {

nlohmann::json parse_strictly(std::string_view text) {
  using Event = nlohmann::json::parse_event_t;
  constexpr int max_depth = 64;
  std::vector<std::set<std::string>> keys;
  const auto guard = [&keys](int depth, Event event, const nlohmann::json& parsed) {
    if (event == Event::object_start || event == Event::array_start) {
      if (depth >= max_depth) throw Error(ErrorKind::corrupt, "is deeper than 64 levels");
      if (event == Event::object_start) keys.emplace_back();
    } else if (event == Event::key) {
      const auto& key = parsed.get_ref<const std::string&>();
      if (!keys.back().insert(key).second) {
        throw Error(ErrorKind::corrupt, "has the key \"" + key.substr(0, 100) + "\" twice in one object");
      }
    } else if (event == Event::object_end) {
      keys.pop_back();
    }
    return true;
  };
  try {
    return nlohmann::json::parse(text.begin(), text.end(), guard);
  } catch (const nlohmann::json::exception& e) {
    // "[json.exception.parse_error.101] parse error at line 1, column 5: ..."
    std::string why = e.what();
    if (const auto end = why.find("] "); end != std::string::npos) why.erase(0, end + 2);
    throw Error(ErrorKind::corrupt, "is not JSON: " + why.substr(0, 200));
  }
}

}  // namespace xom::exec
