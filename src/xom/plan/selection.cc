#include "xom/plan/selection.h"

#include <algorithm>

#include <fmt/format.h>
#include <fnmatch.h>

namespace xom::plan {
namespace {

bool inside(std::int64_t run, const std::optional<std::int64_t>& low,
            const std::optional<std::int64_t>& high) {
  return (!low || run >= *low) && (!high || run <= *high);
}

std::string quoted(const std::vector<std::string>& words) {
  return fmt::format("'{}'", fmt::join(words, "', '"));
}

}  // namespace

Patterns::Patterns(const std::vector<std::string>& patterns) {
  for (const auto& pattern : patterns) {
    (pattern.find_first_of("*?[") == std::string::npos ? words_ : globs_).push_back(pattern);
  }
}

bool Patterns::match(const std::string& text) const {
  return std::ranges::find(words_, text) != words_.end() ||
         std::ranges::any_of(globs_,
                             [&](const auto& glob) { return ::fnmatch(glob.c_str(), text.c_str(), 0) == 0; });
}

bool Patterns::match_tag(const std::string& tag) const {
  if (match(tag)) return true;
  if (tag.empty() || tag.front() != '_') return false;
  const std::string bare = tag.substr(1);
  const auto plain = [](const std::string& pattern) { return !pattern.empty() && pattern.front() != '_'; };
  return std::ranges::any_of(words_, [&](const auto& word) { return plain(word) && word == bare; }) ||
         std::ranges::any_of(globs_, [&](const auto& glob) {
           return plain(glob) && ::fnmatch(glob.c_str(), bare.c_str(), 0) == 0;
         });
}

Selector::Selector(const Analysis& analysis, const std::vector<std::string>& excluded_run_modes,
                   const std::vector<Exclusion>& exclusions)
    : selection_(analysis.runs),
      containers_(analysis.containers),
      by_list_(analysis.by_container_list),
      modes_(analysis.runs.run_mode),
      excluded_modes_(analysis.runs.excluded_run_mode.empty() && analysis.runs.run_mode.empty()
                          ? excluded_run_modes
                          : analysis.runs.excluded_run_mode),
      include_tags_(analysis.runs.include_tags),
      exclude_tags_(analysis.runs.exclude_tags) {
  for (const auto& exclusion : exclusions) {
    if (exclusion.analysis != analysis.name) continue;
    if (exclusion.version.empty() || exclusion.version == analysis.version) exclusions_.push_back(exclusion);
  }
}

Selector::Rule Selector::rule(const Run& run) const {
  if (!run.end) return Rule::not_ended;
  if (selection_.min_run && run.number < *selection_.min_run) return Rule::below_min;
  if (selection_.max_run && run.number > *selection_.max_run) return Rule::above_max;
  for (const auto& detector : selection_.detector) {
    if (std::ranges::find(run.detectors, detector) == run.detectors.end()) return Rule::detector;
  }
  if (!modes_.empty() && !modes_.match(run.mode)) return Rule::mode;
  if (!excluded_modes_.empty() && excluded_modes_.match(run.mode)) return Rule::excluded_mode;
  if (!exclude_tags_.empty()) {
    for (const auto& tag : run.tags) {
      if (exclude_tags_.match_tag(tag)) return Rule::excluded_tag;
    }
  }
  if (!include_tags_.empty() &&
      std::ranges::none_of(run.tags, [&](const auto& tag) { return include_tags_.match_tag(tag); })) {
    return Rule::no_included_tag;
  }
  if (!containers_.empty() && std::ranges::none_of(containers_, [&](const auto& range) {
        return inside(run.number, range.min_run, range.max_run);
      })) {
    return Rule::no_container;
  }
  if (std::ranges::any_of(exclusions_,
                          [&](const auto& e) { return inside(run.number, e.min_run, e.max_run); })) {
    return Rule::operator_excluded;
  }
  return Rule::none;
}

Decision Selector::decide(const Run& run) const {
  using enum ReasonCode;
  const auto no = [](ReasonCode code, std::string subject, std::string text) {
    return Decision{false, {{code, std::move(subject)}, std::move(text)}};
  };
  switch (rule(run)) {
    case Rule::none:
      return {true, {{wanted, ""}, "every rule of its selection holds"}};
    case Rule::not_ended:
      return no(run_not_ended, "", "the run has not ended (no end time in the run source)");
    case Rule::below_min:
      return no(below_min_run, std::to_string(*selection_.min_run),
                fmt::format("run {} is below min_run {}", run.number, *selection_.min_run));
    case Rule::above_max:
      return no(above_max_run, std::to_string(*selection_.max_run),
                fmt::format("run {} is above max_run {}", run.number, *selection_.max_run));
    case Rule::detector:
      return no(other_detector, quoted(selection_.detector),
                fmt::format("detectors {} are wanted (detector), the run has {}", quoted(selection_.detector),
                            quoted(run.detectors)));
    case Rule::mode:
      return no(other_mode, run.mode,
                fmt::format("mode '{}' is not one of {} (run_mode)", run.mode, quoted(selection_.run_mode)));
    case Rule::excluded_mode:
      return no(excluded_mode, run.mode, fmt::format("mode '{}' is excluded (excluded_run_mode)", run.mode));
    case Rule::excluded_tag: {
      const auto tag =
          std::ranges::find_if(run.tags, [&](const auto& t) { return exclude_tags_.match_tag(t); });
      return no(excluded_by_tag, *tag, fmt::format("tag '{}' is excluded (exclude_tags)", *tag));
    }
    case Rule::no_included_tag:
      return no(no_included_tag, quoted(selection_.include_tags),
                fmt::format("none of its tags is one of {} (include_tags)", quoted(selection_.include_tags)));
    case Rule::no_container:
      return no(outside_containers, "", fmt::format("run {} is in no container's range", run.number));
    case Rule::operator_excluded: {
      const auto exclusion = std::ranges::find_if(
          exclusions_, [&](const auto& e) { return inside(run.number, e.min_run, e.max_run); });
      return {false, exclusion->reason};
    }
  }
  return {};
}

std::vector<std::string> Selector::containers(std::int64_t run) const {
  if (containers_.empty()) return {""};
  std::vector<std::string> images;
  for (const auto& range : containers_) {
    if (!inside(run, range.min_run, range.max_run)) continue;
    images.push_back(range.image);
    if (!by_list_) break;
  }
  return images;
}

}  // namespace xom::plan
