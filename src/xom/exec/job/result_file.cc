#include "xom/exec/job/result_file.h"

#include <algorithm>

#include "xom/base/error.h"
#include "xom/exec/job/outputs.h"

namespace xom::exec {

namespace {

constexpr std::size_t max_figure_bytes = std::size_t{16} << 20;

const char* media_type(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, 1024);
  if (head.starts_with("\x89PNG\r\n\x1a\n")) return "image/png";
  if (head.starts_with("\xff\xd8\xff")) return "image/jpeg";
  if (head.starts_with("RIFF") && head.substr(8).starts_with("WEBP")) return "image/webp";
  if (head.starts_with("%PDF-")) return "application/pdf";
  if (head.starts_with("<svg") || (head.starts_with("<?xml") && head.find("<svg") != head.npos))
    return "image/svg+xml";
  return nullptr;
}

/// `VARIABLE` out of "data" of an original document that has no file of its own.
const double* look_up(const std::vector<std::pair<std::string, double>>& numbers, const std::string& name) {
  const auto found =
      std::find_if(numbers.begin(), numbers.end(), [&](const auto& entry) { return entry.first == name; });
  return found == numbers.end() ? nullptr : &found->second;
}

}  // namespace

void ResultDocuments::put(Result result, const std::string& file) {
  const auto& declared = expected_.variables;
  const auto variable = std::find_if(declared.begin(), declared.end(),
                                     [&](const Variable& v) { return v.name == result.variable; });
  if (variable == declared.end() && !expected_.keeps_undeclared) {
    throw Error(ErrorKind::corrupt, file + ": the analysis declares no variable " + result.variable);
  }
  const std::string unit = variable == declared.end() ? "1" : variable->unit;
  if (!result.unit.empty() && variable != declared.end() && result.unit != unit) {
    throw Error(ErrorKind::corrupt,
                file + ": " + result.variable + " is in " + result.unit + ", declared is " + unit);
  }
  if (variable != declared.end() || result.unit.empty()) result.unit = unit;
  count_details(file, result);
  for (const Result& other : results_) {
    if (other.variable == result.variable)
      throw Error(ErrorKind::corrupt, file + ": " + result.variable + " is there twice");
  }
  results_.push_back(std::move(result));
}

void ResultDocuments::add_figure(const std::string& name, std::string bytes) {
  const char* type = media_type(bytes);
  if (type == nullptr)
    throw Error(ErrorKind::corrupt, "figure " + name + " is not PNG, JPEG, WebP, PDF or SVG");
  if (bytes.size() > max_figure_bytes)
    throw Error(ErrorKind::corrupt, "figure " + name + " is larger than 16 MiB");
  artifacts_.push_back({name, "figure", type, std::move(bytes)});
}

JobResults ResultDocuments::finish() {
  JobResults all;
  std::string missing;
  for (const Variable& variable : expected_.variables) {
    const auto found = std::find_if(results_.begin(), results_.end(),
                                    [&](const Result& r) { return r.variable == variable.name; });
    if (found != results_.end()) {
      all.results.push_back(*found);
    } else if (const double* value = look_up(more_, variable.name)) {
      Result result;
      result.variable = variable.name;
      result.value = *value;
      result.n = -1;
      result.unit = variable.unit;
      if (const double* error = look_up(more_, variable.name + "_error")) result.error = *error;
      if (const double* n = look_up(more_, variable.name + "_n")) result.n = static_cast<std::int64_t>(*n);
      all.results.push_back(std::move(result));
    } else {
      missing += (missing.empty() ? "" : ", ") + variable.name;
    }
  }
  for (const Result& result : results_) {
    if (std::ranges::none_of(all.results, [&](const Result& r) { return r.variable == result.variable; }))
      all.results.push_back(result);
  }
  const bool enough = expected_.keeps_undeclared && !all.results.empty();
  if (!missing.empty() && !enough) throw Error(ErrorKind::corrupt, "no result for " + missing);
  all.artifacts = std::move(artifacts_);
  return all;
}

JobResults read_results(const std::filesystem::path& out, const ExitReport& report,
                        const Expectation& expectation) {
  std::string also = report.refused.empty() ? "" : " (not looked at: " + report.refused.front() + ")";
  ResultDocuments documents(expectation);
  std::int64_t bytes = 0;
  bool any = false;
  const auto read = [&](const OutputFile& file) {
    bytes += file.size;
    if (bytes > static_cast<std::int64_t>(max_output_bytes)) {
      throw Error(ErrorKind::corrupt, "results and figures are larger than 64 MiB together");
    }
    return read_output(out, file);
  };
  for (const OutputFile& file : report.outputs) {
    if (!file.name.ends_with(".json") || file.name.starts_with(".")) continue;
    documents.add(file.name, read(file));
    any = true;
  }
  if (!any) throw Error(ErrorKind::corrupt, "no result document in its results folder" + also);
  for (const auto& [name, file] : documents.figures()) {
    const auto found = std::find_if(report.outputs.begin(), report.outputs.end(),
                                    [&wanted = file](const OutputFile& f) { return f.name == wanted; });
    if (found == report.outputs.end())
      throw Error(ErrorKind::corrupt, "figure " + name + ": there is no file " + file + also);
    documents.add_figure(name, read(*found));
  }
  try {
    return documents.finish();
  } catch (const Error& e) {
    throw Error(ErrorKind::corrupt, e.what() + also);
  }
}

}  // namespace xom::exec
