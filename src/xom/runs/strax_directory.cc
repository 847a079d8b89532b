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
        result.runs.push_back(std::move(document.run));
      } else {
        Run run = run_from_data(name, storage_.list(name));
        const auto known = bare_.find(name);
        if (known != bare_.end() && known->second == run) continue;
        bare_[name] = run;
        result.runs.push_back(std::move(run));
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
