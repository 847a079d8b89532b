#include "xom/runs/strax_directory.h"

#include <algorithm>
#include <charconv>

#include "xom/base/error.h"
#include "xom/json/run_document.h"
#include "xom/model/run_number.h"

namespace xom::runs {
namespace {

/// "053101" -> 53101, "170403_1418" -> 1704031418 (XENON1T).
std::int64_t number_of(const std::string& name) {
  if (const auto number = run_number(name)) return *number;
  std::string digits;
  std::copy_if(name.begin(), name.end(), std::back_inserter(digits),
               [](char c) { return c >= '0' && c <= '9'; });
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty() || error != std::errc()) {
    throw Error(ErrorKind::corrupt, "run '" + name + "' has no number in its name; give it a " + name +
                                        "-metadata.json with a \"number\"");
  }
  return number;
}

}  // namespace

Run run_from_data(const std::string& name, const std::vector<strax::DataSet>& data) {
  Run run;
  run.name = name;
  run.number = number_of(name);
  for (const auto& set : data) {
    if (set.state != strax::State::complete || !set.metadata->start || !set.metadata->end) continue;
    const Time start = from_ns(*set.metadata->start);
    const Time end = from_ns(*set.metadata->end);
    run.start = run.start ? std::min(*run.start, start) : start;
    run.end = run.end ? std::max(*run.end, end) : end;
  }
  return run;
}

/// True: it is new or different.
bool StraxDirectory::read(const std::string& name, std::vector<std::string>& oddities) {
  const auto text = storage_.run_document(name);
  const auto known = known_.find(name);
  if (text) {
    if (known != known_.end() && known->second.document == text) return false;
    Known& now = known_[name];
    now.document = text;
    now.run.reset();
    auto document = json::parse_run_document(*text);
    if (document.plain_start || document.plain_end) {
      const Run data = run_from_data(name, storage_.list(name));
      json::judge_plain_dates(document, data.start, data.end);
    }
    for (const auto& oddity : document.oddities) oddities.push_back("run " + name + ": " + oddity);
    document.run.name = name;  // data are found by the name of their folder
    now.run = std::move(document.run);
    return true;
  }
  Run run = run_from_data(name, storage_.list(name));
  if (known != known_.end() && known->second.run == run) return false;
  known_[name] = {{}, std::move(run)};
  return true;
}

/// Of folders with one number the one that is named as the number counts ("053101" before "53101"), else the
/// first by name.
void StraxDirectory::tell(const std::set<std::string>& changed, Changes& changes) {
  std::map<std::int64_t, std::string> names;
  for (const auto& [name, known] : known_) {
    if (!known.run) continue;
    const auto [first, alone] = names.try_emplace(known.run->number, name);
    if (!alone && name == run_name(known.run->number)) first->second = name;
  }
  for (const auto& [name, known] : known_) {
    if (!known.run) continue;
    const std::string& counts = names.at(known.run->number);
    if (counts != name) {
      if (!changed.contains(name) && !changed.contains(counts)) continue;
      changes.oddities.push_back("run " + name + ": has the number " + std::to_string(known.run->number) +
                                 " of run " + counts + ", so it is left out; rename its folders");
    } else if (std::string& told = told_[known.run->number]; told != name || changed.contains(name)) {
      told = name;
      changes.runs.push_back(*known.run);
    }
  }
}

Changes StraxDirectory::changes() {
  Changes result;
  const auto names = storage_.runs();
  std::set<std::string> changed;
  for (const std::string& name : names) {
    try {
      if (read(name, result.oddities)) changed.insert(name);
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::unavailable) throw;
      result.oddities.push_back("run " + name + ": " + error.what());
    }
  }
  const auto gone = std::erase_if(
      known_, [&](const auto& known) { return !std::ranges::binary_search(names, known.first); });
  if (!changed.empty() || gone > 0) tell(changed, result);
  std::ranges::sort(result.runs, {}, &Run::number);
  return result;
}

}  // namespace xom::runs
