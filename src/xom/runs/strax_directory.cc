#include "xom/runs/strax_directory.h"

#include <algorithm>
#include <charconv>

#include "xom/base/error.h"
#include "xom/json/run_document.h"

namespace xom::runs {
namespace {

/// "053101" -> 53101, "170403_1418" -> 1704031418 (XENON1T).
std::int64_t number_of(const std::string& name) {
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

/// Of two folders with one number the one that is named as the number counts ("053101" before "53101"), else
/// the first by name.
void StraxDirectory::tell(Run run, Changes& changes) {
  const auto [known, first] = names_.try_emplace(run.number, run.name);
  const std::string before = known->second;
  const auto rank = [&](const std::string& name) { return std::pair(name != run_name(run.number), name); };
  known->second = std::min(run.name, before, [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
  if (run.name != before) {
    const std::string& left_out = known->second == before ? run.name : before;
    changes.oddities.push_back("run " + left_out + ": has the number " + std::to_string(run.number) +
                               " of run " + known->second + ", so it is left out; rename its folders");
    std::erase_if(changes.runs,
                  [&](const Run& one) { return one.number == run.number && one.name == left_out; });
  }
  if (run.name == known->second) changes.runs.push_back(std::move(run));
}

Changes StraxDirectory::changes() {
  Changes result;
  for (const std::string& name : storage_.runs()) {
    try {
      if (const auto text = storage_.run_document(name)) {
        auto& known = documents_[name];
        if (known == *text) continue;
        known = *text;
        auto document = json::parse_run_document(*text);
        for (const auto& oddity : document.oddities) result.oddities.push_back("run " + name + ": " + oddity);
        document.run.name = name;  // data are found by the name of their folder
        tell(std::move(document.run), result);
      } else {
        Run run = run_from_data(name, storage_.list(name));
        const auto known = bare_.find(name);
        if (known != bare_.end() && known->second == run) continue;
        bare_[name] = run;
        tell(std::move(run), result);
      }
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::unavailable) throw;
      result.oddities.push_back("run " + name + ": " + error.what());
    }
  }
  std::ranges::sort(result.runs, {}, &Run::number);
  return result;
}

}  // namespace xom::runs
