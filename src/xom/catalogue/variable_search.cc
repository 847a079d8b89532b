#include "xom/catalogue/variable_search.h"

#include <algorithm>
#include <map>

#include "xom/base/text.h"

namespace xom::catalogue {

std::vector<FoundVariable> all_variables(const Inventory& inventory) {
  std::vector<FoundVariable> all;
  std::map<std::string, std::size_t> place;
  const auto at = [&](const std::string& analysis, const Variable& variable) -> FoundVariable& {
    const std::string key = analysis + "." + variable.name;
    const auto [known, fresh] = place.emplace(key, all.size());
    if (!fresh) return all[known->second];
    FoundVariable& found = all.emplace_back();
    found.key = key;
    found.analysis = analysis;
    found.variable = variable;
    if (const Analysis* newest = inventory.newest(analysis)) found.analysis_title = newest->title;
    return found;
  };
  for (const Analysis* analysis : inventory.newest()) {
    for (const auto& variable : analysis->variables) {
      at(analysis->name, variable).versions.push_back(analysis->version);
    }
  }
  for (const auto& series : inventory.series()) {
    inventory.deadline().check();
    Variable variable = inventory.variable(series.analysis, series.version, series.variable);
    if (inventory.newest(series.analysis) == nullptr) variable.unit = series.unit;
    FoundVariable& found = at(series.analysis, variable);
    const auto add = [](std::vector<std::string>& list, const std::string& one) {
      if (std::ranges::find(list, one) == list.end()) list.push_back(one);
    };
    add(found.versions, series.version);
    if (!series.container.empty()) add(found.containers, series.container);
  }
  for (auto& found : all) {
    inventory.deadline().check();
    std::ranges::stable_sort(found.versions, std::greater<>{}, [&](const std::string& version) {
      return inventory.order(found.analysis, version);
    });
    for (const auto& version : found.versions) {
      for (const auto& stream : inventory.tasks().streams) {
        const bool same = stream->stream.analysis == found.analysis && stream->stream.version == version;
        if (same) found.points += stream->done();
      }
      if (found.points > 0) break;
    }
  }
  return all;
}

int fitness(std::string_view words, std::string_view name, std::string_view text) {
  const std::string where = lower(text), short_name = lower(name), asked = lower(words);
  int sum = 1;
  for (std::size_t begin = 0; begin < asked.size();) {
    const std::size_t end = std::min(asked.find(' ', begin), asked.size());
    const std::string_view word = std::string_view(asked).substr(begin, end - begin);
    begin = end + 1;
    if (word.empty()) continue;
    const std::size_t in_name = short_name.find(word);
    if (short_name == word) {
      sum += 100;
    } else if (in_name == 0) {
      sum += 40;
    } else if (in_name != std::string::npos) {
      sum += 20;
    } else if (where.find(word) != std::string::npos) {
      sum += 5;
    } else {
      return 0;
    }
  }
  return sum;
}

std::vector<FoundVariable> search_variables(const Inventory& inventory, std::string_view words) {
  struct Ranked {
    int fitness;
    FoundVariable found;
  };
  std::vector<Ranked> ranked;
  for (auto& one : all_variables(inventory)) {
    const int by_name = fitness(words, one.variable.name,
                                one.key + " " + one.variable.title + " " + one.variable.description + " " +
                                    one.analysis_title + " " + one.variable.unit);
    const int by_key = fitness(words, one.key, one.key);
    if (by_name + by_key > 0) ranked.push_back({std::max(by_name, by_key), std::move(one)});
  }
  std::ranges::stable_sort(ranked, std::greater<>{}, &Ranked::fitness);
  std::vector<FoundVariable> result;
  for (auto& one : ranked) result.push_back(std::move(one.found));
  return result;
}

}  // namespace xom::catalogue
