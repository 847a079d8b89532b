#include "xom/cli/data/data_run.h"

#include <algorithm>
#include <filesystem>

#include "xom/base/error.h"
#include "xom/base/log.h"
#include "xom/json/run_document.h"
#include "xom/model/run_number.h"
#include "xom/runs/strax_directory.h"

namespace xom::cli {
namespace {

bool known(const strax::Storage& storage, const std::string& name) {
  return !storage.list(name).empty() || storage.run_document(name);
}

/// The span of the data sets' chunks, where the run does not have it yet.
void span_of(std::span<const strax::DataSet> data, xom::Run& run) {
  const bool no_start = !run.start, no_end = !run.end;
  for (const auto& set : data) {
    if (!set.metadata || !set.metadata->start || !set.metadata->end) continue;
    const Time start = from_ns(*set.metadata->start), end = from_ns(*set.metadata->end);
    if (no_start) run.start = run.start ? std::min(*run.start, start) : start;
    if (no_end) run.end = run.end ? std::max(*run.end, end) : end;
  }
}

/// Says what is strange about its dates: they decide rates.
xom::Run read(const strax::Storage& storage, const std::string& name, const std::string& text) {
  auto document = json::parse_run_document(text);
  xom::Run data;
  if (document.plain_start || document.plain_end) span_of(storage.list(name), data);
  json::judge_plain_dates(document, data.start, data.end);
  for (const auto& oddity : document.oddities) {
    if (oddity.starts_with("start ") || oddity.starts_with("end "))
      log_warning("run document of " + name + ": " + oddity);
  }
  return document.run;
}

/// Superruns have a document without a number, which is no run of the run database.
bool has_number(const std::string& name) {
  return name.starts_with('_') ? false
                               : std::ranges::any_of(name, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string find_run(const strax::Storage& storage, const std::string& asked) {
  if (known(storage, asked)) return asked;
  const auto number = run_number(asked);
  if (number && known(storage, run_name(*number))) return run_name(*number);
  throw Error(ErrorKind::not_found, "run '" + asked +
                                        "' has no data and no run document in the data folders" +
                                        (number ? " (looked for " + run_name(*number) + ", too)" : ""));
}

void refuse_folder(const std::string& word, const std::string& folder) {
  std::error_code ignored;
  if (run_number(word) || !std::filesystem::is_directory(word, ignored)) return;
  throw Error(ErrorKind::usage, "'" + word + "' is a folder; each folder has an option of its own: --strax " +
                                    folder + " --strax " + word);
}

xom::Run run_from_folders(const strax::Storage& storage, const std::string& name,
                          std::span<const strax::DataSet> data) {
  xom::Run run;
  run.name = name;
  if (has_number(name)) {
    run = runs::run_from_data(name, {});
    try {
      if (const auto text = storage.run_document(name)) run = read(storage, name, *text);
    } catch (const Error& error) {
      log_warning("run document of " + name + " is left out: " + error.what());
    }
    run.name = name;  // data are found by the name of their folder
    if (!run.start || !run.end) {
      std::vector<strax::DataSet> complete = storage.list(name);
      std::erase_if(complete, [](const auto& set) { return set.state != strax::State::complete; });
      span_of(complete, run);
    }
  }
  span_of(data, run);
  return run;
}

}  // namespace xom::cli
