#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xom/catalogue/view.h"

namespace xom::catalogue {

/// One series that was asked for. With it the tasks it comes from.
struct ChosenSeries {
  store::Series series;                      ///< id 0: declared, but no result yet.
  std::shared_ptr<const StreamTasks> tasks;  ///< nullptr: no task yet.
  Variable variable;                         ///< As defined now; only name and unit if it is not any more.
  std::string analysis_title;
};

/// Analyses, versions, variables and series by name: what the configuration defines and the store has.
class Inventory {
 public:
  explicit Inventory(const View& view);

  /// Of the question it was made for.
  const Deadline& deadline() const { return deadline_; }

  /// One per name, the version defined last, in the order of the configuration.
  const std::vector<const Analysis*>& newest() const { return newest_; }
  /// The version defined last; nullptr if it is not configured.
  const Analysis* newest(std::string_view analysis) const;
  /// Throws Error{not_found} naming those there are.
  const Analysis& at(std::string_view analysis) const;
  /// This very version; nullptr if it is not configured.
  const Analysis* version(std::string_view analysis, std::string_view version) const;

  const std::vector<store::Series>& series() const { return series_; }
  const std::vector<store::Definition>& definitions() const { return definitions_; }
  const TaskTable& tasks() const { return *tasks_; }
  /// 1, 2, ... as first seen; 0: unknown.
  int order(std::string_view analysis, std::string_view version) const;

  /// Streams of the newest version of an analysis, one per container. Empty: nothing was ever wanted.
  std::vector<std::shared_ptr<const StreamTasks>> streams(const Analysis& newest) const;

  /// "A.V", "A.V@VERSION", "A.V@VERSION!CONTAINER". Without version the newest that has points, without
  /// container all. Never empty: throws Error{not_found} if there is no such variable, version or container.
  std::vector<ChosenSeries> choose(std::string_view key) const;

  /// Title, unit and range of a variable as the version (else the newest) defines it.
  Variable variable(std::string_view analysis, std::string_view version, std::string_view name) const;

 private:
  const Deadline& deadline_;
  const config::Configuration& configuration_;
  std::shared_ptr<const TaskTable> tasks_;
  std::vector<store::Series> series_;
  std::vector<store::Definition> definitions_;
  std::vector<const Analysis*> newest_;
  std::map<std::pair<std::string, std::string>, int> order_;
};

}  // namespace xom::catalogue
