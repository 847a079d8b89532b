#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "xom/exec/job/exit_report.h"
#include "xom/model/analysis.h"
#include "xom/model/result.h"
#include "xom/model/task.h"

namespace xom::exec {

/// What results have to be of.
struct Expectation {
  TaskKey task;
  std::string token;
  std::vector<Variable> variables;  ///< As declared by the analysis.
  bool keeps_undeclared =
      false;  ///< Others are taken as well, and a declared one may be missing beside others.
};

struct JobResults {
  std::vector<Result> results;  ///< In the order of the declaration; then what is not declared.
  std::vector<Artifact> artifacts;
};

/// Result documents of one job, added one by one, then checked as a whole. Format:
/// docs/formats/result-file.md.
class ResultDocuments {
 public:
  explicit ResultDocuments(Expectation expectation) : expected_(std::move(expectation)) {}

  /// Throws Error{corrupt}, also where there is more than a task may leave (result_limits.h):
  /// "result.json: results[2].value is \"a\", not a finite number or null".
  void add(const std::string& file, std::string_view text);

  /// Name and file of each figure that the documents name.
  const std::vector<std::pair<std::string, std::string>>& figures() const { return figures_; }
  /// Throws Error{corrupt} if it is not a picture of a kind we keep.
  void add_figure(const std::string& name, std::string bytes);

  /// Throws Error{corrupt} naming every declared variable that is missing and has to be there.
  JobResults finish();

 private:
  struct Reader;
  void put(Result result, const std::string& file);
  void count_details(const std::string& file, const Result& result);

  Expectation expected_;
  std::vector<Result> results_;
  std::vector<std::pair<std::string, double>> more_;  ///< Numbers of `data` in original documents.
  std::vector<std::pair<std::string, std::string>> figures_;
  std::vector<Artifact> artifacts_;
  std::size_t bytes_ = 0, cells_ = 0, details_ = 0;  ///< Of all documents so far.
};

/// All results of a job from its folder, as its exit report lists them. All or nothing.
/// Throws Error{corrupt} with the precise reason.
JobResults read_results(const std::filesystem::path& out, const ExitReport& report,
                        const Expectation& expectation);

}  // namespace xom::exec
