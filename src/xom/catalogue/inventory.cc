#include "xom/catalogue/inventory.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "xom/base/error.h"
#include "xom/base/text.h"
#include "xom/config/problems.h"

namespace xom::catalogue {

Inventory::Inventory(const View& view)
    : deadline_(view.deadline()),
      configuration_(view.configuration()),
      tasks_(view.tasks()),
      series_(view.store().series()),
      definitions_(view.store().definitions()) {
  for (const auto& d : definitions_) order_[{d.analysis, d.version}] = d.order;
  for (const auto& analysis : configuration_.analyses) {
    const auto known = std::ranges::find(newest_, analysis.name, &Analysis::name);
    if (known == newest_.end()) {
      newest_.push_back(&analysis);
    } else {
      *known = &analysis;
    }
  }
}

const Analysis* Inventory::newest(std::string_view analysis) const {
  const auto found = std::ranges::find(newest_, analysis, &Analysis::name);
  return found == newest_.end() ? nullptr : *found;
}

const Analysis& Inventory::at(std::string_view analysis) const {
  if (const Analysis* found = newest(analysis)) return *found;
  std::vector<std::string> names;
  for (const Analysis* one : newest_) names.push_back(one->name);
  throw Error(ErrorKind::not_found,
              fmt::format("there is no analysis {}; there are: {}", in_quotes(analysis),
                          names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "))));
}

const Analysis* Inventory::version(std::string_view analysis, std::string_view version) const {
  for (const auto& one : configuration_.analyses) {
    if (one.name == analysis && one.version == version) return &one;
  }
  return nullptr;
}

int Inventory::order(std::string_view analysis, std::string_view version) const {
  const auto found = order_.find({std::string(analysis), std::string(version)});
  return found == order_.end() ? 0 : found->second;
}

std::vector<std::shared_ptr<const StreamTasks>> Inventory::streams(const Analysis& newest) const {
  std::vector<std::shared_ptr<const StreamTasks>> found;
  for (const auto& one : tasks_->streams) {
    if (one->stream.analysis == newest.name && one->stream.version == newest.version) found.push_back(one);
  }
  return found;
}

Variable Inventory::variable(std::string_view analysis, std::string_view version,
                             std::string_view name) const {
  for (const Analysis* one : {this->version(analysis, version), newest(analysis)}) {
    if (one == nullptr) continue;
    for (const auto& variable : one->variables) {
      if (variable.name == name) return variable;
    }
  }
  Variable variable;
  variable.name = name;
  return variable;
}

std::vector<ChosenSeries> Inventory::choose(std::string_view key) const {
  const std::size_t at = key.find('@');
  const std::string_view name = key.substr(0, at);
  std::string_view version = at == std::string_view::npos ? std::string_view() : key.substr(at + 1);
  std::optional<std::string_view> container;
  if (const std::size_t mark = version.find('!'); mark != std::string_view::npos) {
    container = version.substr(mark + 1);
    version = version.substr(0, mark);
  }
  if (at != std::string_view::npos && version.empty()) {
    throw Error(ErrorKind::usage, fmt::format("{} has no version after @", in_quotes(key)));
  }

  const auto make = [&](const store::Series& series) {
    ChosenSeries chosen;
    chosen.series = series;
    for (const auto& one : tasks_->streams) {
      if (one->stream.id == series.stream) chosen.tasks = one;
    }
    chosen.variable = variable(series.analysis, series.version, series.variable);
    if (series.id != 0) chosen.variable.unit = series.unit;
    const Analysis* analysis = newest(series.analysis);
    chosen.analysis_title = analysis == nullptr ? "" : analysis->title;
    return chosen;
  };
  // Both names may hold dots: a name is right if it is a whole key of something there is.
  std::vector<ChosenSeries> all;
  for (const auto& series : series_) {
    if (series.analysis + "." + series.variable != name) continue;
    if (!version.empty() && series.version != version) continue;
    if (container && series.container != *container) continue;
    all.push_back(make(series));
  }
  if (version.empty() && !all.empty()) {
    std::string newest_version;
    std::pair<bool, int> best{false, -1};
    for (const auto& one : all) {
      const std::pair rank{one.tasks && one.tasks->done() > 0,
                           order(one.series.analysis, one.series.version)};
      if (rank > best) {
        best = rank;
        newest_version = one.series.version;
      }
    }
    std::erase_if(all, [&](const ChosenSeries& one) { return one.series.version != newest_version; });
  }
  if (!all.empty()) return all;

  // Declared, but without a result: its gaps say why.
  std::vector<std::string> names;
  for (const Analysis* analysis : newest_) {
    for (const auto& declared : analysis->variables) {
      names.push_back(analysis->name + "." + declared.name);
      if (names.back() != name || (!version.empty() && analysis->version != version)) continue;
      for (const auto& stream : streams(*analysis)) {
        if (container && stream->stream.container != *container) continue;
        all.push_back(make({0, stream->stream.id, analysis->name, analysis->version, stream->stream.container,
                            declared.name, declared.unit}));
      }
      if (all.empty() && !container) {
        all.push_back(make({0, 0, analysis->name, analysis->version, "", declared.name, declared.unit}));
      }
    }
  }
  if (!all.empty()) return all;
  for (const auto& series : series_) names.push_back(series.analysis + "." + series.variable);
  const bool known = std::ranges::find(names, name) != names.end();
  std::string message =
      known ? fmt::format("{} has no results of that version and container", in_quotes(key))
            : fmt::format("there is no variable {}; it is written ANALYSIS.VARIABLE", in_quotes(key));
  if (const auto near = config::nearest(name, names); !known && !near.empty()) {
    message += fmt::format(" (did you mean {}?)", near);
  }
  throw Error(ErrorKind::not_found, message);
}

}  // namespace xom::catalogue
