#include "xom/strax/layout.h"

#include <algorithm>

#include "xom/base/hash.h"

namespace xom::strax {
namespace {

constexpr std::string_view temp_ending = "_temp";
constexpr std::string_view scope = "xnt_";
constexpr std::string_view metadata_ending = "-metadata.json";

/// "TYPE-HASH-metadata.json" as (TYPE, HASH).
std::optional<std::pair<std::string, std::string>> parse_metadata_name(std::string_view name) {
  if (!name.ends_with(metadata_ending)) return std::nullopt;
  name.remove_suffix(metadata_ending.size());
  const std::size_t dash = name.find('-');
  if (dash == 0 || dash == std::string_view::npos || dash + 1 == name.size()) return std::nullopt;
  if (name.find('-', dash + 1) != std::string_view::npos) return std::nullopt;
  return std::pair(std::string(name.substr(0, dash)), std::string(name.substr(dash + 1)));
}

void add_rucio(Directories& directories, const std::filesystem::path& root, std::string_view run,
               std::vector<Place>& out) {
  const std::filesystem::path folder = root / (std::string(scope) + std::string(run));
  const auto each = [&](const std::filesystem::path& in, const auto& visit) {
    if (const auto names = directories.list(in)) {
      for (const std::string& name : *names) visit(in / name, name);
    }
  };
  each(folder, [&](const std::filesystem::path& first, const std::string& first_name) {
    if (first_name.size() != 2) return;
    each(first, [&](const std::filesystem::path& second, const std::string& second_name) {
      if (second_name.size() != 2) return;
      each(second, [&](const std::filesystem::path& file, const std::string& name) {
        const auto parsed = parse_metadata_name(name);
        if (!parsed) return;
        Place place{std::string(run), parsed->first, parsed->second, folder, false, true};
        if (place.file(name) == file) out.push_back(std::move(place));
      });
    });
  });
}

}  // namespace

std::filesystem::path Place::file(const std::string& name) const {
  if (!rucio) return folder / name;
  const std::string md5 = md5_hex(std::string(scope) + run + ':' + name);
  return folder / md5.substr(0, 2) / md5.substr(2, 2) / name;
}

std::vector<std::filesystem::path> Place::metadata_files() const {
  const std::string name = prefix() + std::string(metadata_ending);
  if (rucio) return {file(name)};
  return {folder / name, folder / "metadata.json"};
}

std::optional<Place> parse_folder_name(const std::filesystem::path& root, const std::string& name) {
  const std::size_t first = name.find('-');
  const std::size_t second = first == std::string::npos ? first : name.find('-', first + 1);
  if (first == 0 || second == std::string::npos || name.find('-', second + 1) != std::string::npos) return {};
  Place place;
  place.run = name.substr(0, first);
  place.type = name.substr(first + 1, second - first - 1);
  place.hash = name.substr(second + 1);
  place.temporary = place.hash.ends_with(temp_ending);
  if (place.temporary) place.hash.resize(place.hash.size() - temp_ending.size());
  if (place.type.empty() || place.hash.empty()) return {};
  place.folder = root / name;
  return place;
}

bool is_superrun_of(std::string_view stored, std::string_view asked) {
  constexpr std::size_t hash_size = 10;
  return asked.starts_with('_') && stored.size() == asked.size() + 1 + hash_size &&
         stored.starts_with(asked) && stored[asked.size()] == '_';
}

std::vector<Place> places(Directories& directories, const std::filesystem::path& root, std::string_view run) {
  std::vector<Place> out;
  const auto names = directories.list(root);
  if (!names || run.empty() || run.find('/') != std::string_view::npos) return out;
  for (auto it = std::lower_bound(names->begin(), names->end(), run); it != names->end(); ++it) {
    if (!it->starts_with(run)) break;
    auto place = parse_folder_name(root, *it);
    if (place && (place->run == run || is_superrun_of(place->run, run))) out.push_back(std::move(*place));
  }
  if (std::binary_search(names->begin(), names->end(), std::string(scope) + std::string(run))) {
    add_rucio(directories, root, run, out);
  }
  return out;
}

std::vector<std::string> runs_in(const Names& names) {
  std::vector<std::string> runs;
  for (const std::string& name : names) {
    const bool rucio = name.starts_with(scope) && name.find('-') == std::string::npos;
    const std::string_view run = rucio ? std::string_view(name).substr(scope.size())
                                       : std::string_view(name).substr(0, name.find('-'));
    if (run.empty() || run.starts_with('_') || (!runs.empty() && runs.back() == run)) continue;
    const bool document =
        name.size() == run.size() + metadata_ending.size() && name.ends_with(metadata_ending);
    if (rucio || document || parse_folder_name({}, name)) runs.emplace_back(run);
  }
  std::sort(runs.begin(), runs.end());
  runs.erase(std::unique(runs.begin(), runs.end()), runs.end());
  return runs;
}

}  // namespace xom::strax
