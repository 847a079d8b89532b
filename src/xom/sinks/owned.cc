#include "xom/sinks/owned.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "xom/sinks/mirror.h"

namespace xom::sinks {
namespace {

struct Signature {
  std::set<std::string, std::less<>> tags, fields;
};

/// By name without the prefix: all tags there can be, and fields that are always there.
const std::map<std::string, Signature, std::less<>>& signatures() {
  static const std::map<std::string, Signature, std::less<>> list = {
      {"xomdata",
       {{"analysis_name", "analysis_version", "variable_name", "container", "detector", "run_mode"},
        {"value", "runid", "flag"}}},
      {"xomstate",
       {{"analysis_name", "analysis_version", "container"}, {"state", "code", "attempt", "runid"}}},
      {"xomrun", {{"detector", "run_mode"}, {"title", "text", "tags", "runid"}}}};
  return list;
}

std::optional<std::int64_t> run_of(const StoredPoint& point) {
  const auto field = point.fields.find("runid");
  if (field == point.fields.end()) return std::nullopt;
  std::int64_t run = 0;
  const char* end = field->second.data() + field->second.size();
  const auto [stop, error] = std::from_chars(field->second.data(), end, run);
  return error == std::errc() && stop == end ? std::optional(run) : std::nullopt;
}

bool has(const StoredPoint& point, const std::pair<std::string, std::string>& tag) {
  return std::find(point.tags.begin(), point.tags.end(), tag) != point.tags.end();
}

}  // namespace

bool owned(const StoredPoint& point, const Layout& layout, const Moments& moments) {
  const auto run = run_of(point);
  if (!run || !point.measurement.starts_with(layout.prefix)) return false;
  const auto at = moments.find(*run);
  if (at == moments.end()) return false;
  if (layout.mirror()) {
    const auto own = mirror_own_tags(*run);
    return at->second.contains(point.time_ns) &&
           std::all_of(own.begin(), own.end(), [&](const auto& tag) { return has(point, tag); });
  }
  const auto found = signatures().find(std::string_view(point.measurement).substr(layout.prefix.size()));
  if (found == signatures().end()) return false;
  constexpr std::int64_t million = 1'000'000;
  const auto& [tags, fields] = found->second;
  return (point.time_ns % million == *run % million) &&
         std::all_of(
             point.tags.begin(), point.tags.end(),
             [&known = tags](const auto& tag) { return tag.second.empty() || known.contains(tag.first); }) &&
         std::all_of(fields.begin(), fields.end(),
                     [&](const auto& name) { return point.fields.contains(name); });
}

bool taken_along(const StoredPoint& point, const Deletion& unwanted) {
  return point.time_ns == unwanted.time_ns && point.measurement == unwanted.measurement &&
         std::all_of(unwanted.tags.begin(), unwanted.tags.end(),
                     [&](const auto& tag) { return tag.second.empty() || has(point, tag); });
}

}  // namespace xom::sinks
