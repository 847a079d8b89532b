#include <limits>
#include <map>

#include <nlohmann/json.hpp>

#include "xom/api/access/context.h"
#include "xom/api/http/answer.h"
#include "xom/api/http/number_text.h"
#include "xom/api/http/parameters.h"
#include "xom/api/resources/answer_parts.h"
#include "xom/api/resources/routes.h"

namespace xom::api {
namespace {

/// Words of a column by their first appearance, as indices.
class Words {
 public:
  std::int64_t index(std::uint32_t word) {
    if (word == 0) return -1;
    return index_.emplace(word, static_cast<std::int64_t>(index_.size())).first->second;
  }
  Json names(const std::vector<std::string>& words) const {
    Json list = Json::array();
    for (std::size_t i = 0; i < index_.size(); ++i) list.push_back("");
    for (const auto& [word, place] : index_) list[static_cast<std::size_t>(place)] = words[word];
    return list;
  }

 private:
  std::map<std::uint32_t, std::int64_t> index_;
};

Response axis(Context& context, const Request& request) {
  const Parameters parameters(request);
  const auto table = context.runs();
  const RunRange asked = parameters.runs();
  const auto range = table->range(asked.min, asked.max);
  const auto& rows = table->rows();
  Words modes, sources;
  std::map<std::string, std::vector<std::int64_t>> tagged;

  std::string text;
  text.reserve((range.second - range.first) * 40 + 1024);
  const auto column = [&](const char* name, auto&& value) {
    text += text.empty() ? "{\"" : "],\"";
    text += name;
    text += "\":[";
    for (std::size_t i = range.first; i < range.second; ++i) {
      if (i > range.first) text += ',';
      append_json(text, value(rows[i]));
    }
  };
  column("number", [](const catalogue::RunTable::Row& row) { return row.number; });
  column("start_s", [](const catalogue::RunTable::Row& row) {
    return row.start_ns == catalogue::RunTable::none ? std::numeric_limits<double>::quiet_NaN()
                                                     : static_cast<double>(row.start_ns) / 1e9;
  });
  column("livetime_s",
         [](const catalogue::RunTable::Row& row) { return catalogue::RunTable::livetime(row); });
  column("mode", [&](const catalogue::RunTable::Row& row) { return modes.index(row.mode); });
  column("source", [&](const catalogue::RunTable::Row& row) { return sources.index(row.source); });
  for (std::size_t i = range.first; i < range.second; ++i) {
    if (rows[i].tags == 0) continue;
    for (const auto& tag : table->tags(rows[i])) tagged[tag].push_back(rows[i].number);
  }
  Json names = Json::array(), runs = Json::array();
  for (const auto& [tag, numbers] : tagged) {
    names.push_back(tag);
    runs.push_back(numbers);
  }
  text += "],\"modes\":" + dumped(modes.names(table->words()));
  text += ",\"sources\":" + dumped(sources.names(table->words()));
  text += ",\"tags\":" + dumped(names) + ",\"tagged\":" + dumped(runs) + '}';
  return answer(text);
}

}  // namespace

std::vector<Route> axis_routes() {
  return {heavy({Method::get,
                 "/api/v1/axis",
                 Permission::look,
                 {"min_run", "max_run"},
                 "The runs as columns: what trends are drawn along",
                 axis})};
}

}  // namespace xom::api
