#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xom/model/analysis.h"
#include "xom/model/reason.h"
#include "xom/model/run.h"

namespace xom::plan {

/// Runs an operator took out of an analysis.
struct Exclusion {
  std::string analysis;
  std::string version;                           ///< Empty: all versions.
  std::optional<std::int64_t> min_run, max_run;  ///< Both inclusive; empty: open.
  Reason reason;                                 ///< "excluded by shifter: hot spot"
};

/// Whether an analysis wants a run, and the rule that says so.
struct Decision {
  bool wanted = false;
  Reason rule;  ///< "tag 'messy' is excluded (exclude_tags)"
};

/// A list of shell patterns, compiled once. Plain words are compared, not matched.
class Patterns {
 public:
  explicit Patterns(const std::vector<std::string>& patterns);
  bool empty() const { return words_.empty() && globs_.empty(); }
  bool match(const std::string& text) const;
  /// As strax' select_runs: a pattern that does not begin with `_` also matches the tag without its leading
  /// `_`.
  bool match_tag(const std::string& tag) const;

 private:
  std::vector<std::string> words_, globs_;
};

/// The selection of one analysis, compiled. Pure; any thread.
class Selector {
 public:
  /// `excluded_run_modes` holds where the analysis names neither modes nor excluded modes. Exclusions of
  /// other analyses are left out.
  Selector(const Analysis& analysis, const std::vector<std::string>& excluded_run_modes,
           const std::vector<Exclusion>& exclusions);

  /// Cheap: no text is made.
  bool wants(const Run& run) const { return rule(run) == Rule::none; }

  /// With the rule in words. The rules are looked at in the order of the enumeration below.
  Decision decide(const Run& run) const;

  /// Containers the run is wanted in: one empty name if the analysis has none; empty if the run is outside
  /// all ranges.
  std::vector<std::string> containers(std::int64_t run) const;

 private:
  enum class Rule {
    none,
    not_ended,
    below_min,
    above_max,
    detector,
    mode,
    excluded_mode,
    excluded_tag,
    no_included_tag,
    no_container,
    operator_excluded
  };
  Rule rule(const Run& run) const;

  RunSelection selection_;
  std::vector<ContainerRange> containers_;
  bool by_list_;
  Patterns modes_, excluded_modes_, include_tags_, exclude_tags_;
  std::vector<Exclusion> exclusions_;
};

}  // namespace xom::plan
