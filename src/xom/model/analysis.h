#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "xom/base/time.h"
#include "xom/model/task.h"

namespace xom {

/// One quantity an analysis gives.
struct Variable {
  std::string name;
  std::string title;  ///< For axes and tables; the name if empty.
  std::string unit = "1";
  std::string description;
  std::optional<double> low, high;  ///< Usual range [unit].
  std::string value;                ///< Recipe: the expression. Empty for commands.
  std::string where;                ///< Recipe: selection of all aggregates in `value`. Empty: all rows.
  bool operator==(const Variable&) const = default;
};

struct HistogramAxis {
  std::string value;  ///< Expression per row.
  int bins = 0;
  double low = 0, high = 0;
  std::string title;
  bool operator==(const HistogramAxis&) const = default;
};

struct HistogramDefinition {
  std::string name, title;
  HistogramAxis x;
  std::optional<HistogramAxis> y;
  std::string where;
  bool operator==(const HistogramDefinition&) const = default;
};

/// A data type an analysis reads. Types of a recipe are of one kind and are read as one table.
struct DataNeed {
  std::string type;
  std::string hash;  ///< Lineage hash; empty: chosen by the rules of docs/formats/strax-on-disk.md.
  bool operator==(const DataNeed&) const = default;
};

/// Which runs an analysis wants. Lists are "or"; the rules are "and". Empty lists do not restrict.
struct RunSelection {
  std::vector<std::string> run_mode;             ///< Any of these; shell patterns (`tpc_*`).
  std::vector<std::string> excluded_run_mode;    ///< None of these, where `run_mode` is empty.
  std::vector<std::string> detector;             ///< Every one of these.
  std::vector<std::string> include_tags;         ///< At least one of these; shell patterns.
  std::vector<std::string> exclude_tags;         ///< None of these; shell patterns.
  std::optional<std::int64_t> min_run, max_run;  ///< Both inclusive.
  bool operator==(const RunSelection&) const = default;
};

/// A software environment for a range of runs.
struct ContainerRange {
  std::string image;
  std::optional<std::int64_t> min_run, max_run;  ///< Both inclusive; empty: open.
  bool operator==(const ContainerRange&) const = default;
};

/// Any program. argv without a shell; whole elements `{run}`, `{run_id}`, `{runs}`, `{out}`, `{data}` are
/// substituted (and the original's `[run]`, `[runs]`).
struct Command {
  std::vector<std::string> argv;
  std::string folder;                    ///< Working directory; empty: the job's own.
  std::vector<std::string> environment;  ///< Names passed on from XOM's environment.
  bool success_marker = false;           ///< SUCCESSWITHXOM in the log is required.
  /// As scripts of the original need it: variables that the analysis does not declare are kept as well, and
  /// one that it declares may be missing if there are others.
  bool keeps_undeclared = false;
  bool operator==(const Command&) const = default;
};

struct Limits {
  Duration time = std::chrono::hours(1);  ///< Wall time of one attempt.
  std::int64_t memory_bytes = std::int64_t{4} << 30;
  bool operator==(const Limits&) const = default;
};

enum class AnalysisKind { recipe, command, builtin };

/// Name + version + which runs it wants + what it needs + what it gives.
struct Analysis {
  std::string name;
  std::string version;
  AnalysisKind kind = AnalysisKind::recipe;
  std::string title, description, owner;
  RunSelection runs;
  std::vector<DataNeed> data;
  std::vector<Variable> variables;
  std::vector<HistogramDefinition> histograms;
  Command command;
  std::string builtin;                     ///< Which built-in analysis, with `kind == builtin`.
  std::vector<ContainerRange> containers;  ///< Ranges must not overlap. Empty: no container.
  bool by_container_list = false;  ///< True: every run is wanted once per container (original: `container`).
  int group = 1;                   ///< Runs per task; 1: run-wise.
  std::string executor = "local";  ///< "local" (native analyses: in the engine) or "slurm".
  std::vector<std::string> slurm;  ///< Further options of sbatch, with "slurm".
  Limits limits;
  std::string file;  ///< Where it is defined, for messages.
  int line = 0;
  bool operator==(const Analysis&) const = default;
};

std::string_view to_string(AnalysisKind kind);

/// The definition that computes a task: of its analysis, version and container. nullptr: there is none (any
/// more); the task's results stay, but new ones cannot come.
const Analysis* find_definition(std::span<const Analysis> analyses, const TaskKey& task);

/// Everything that changes the numbers (kind, data, value and where of variables, histograms, command,
/// containers, group, built-in, language_version), as one canonical text; title, owner, range, run selection
/// and limits are not part of it.
std::string definition_text(const Analysis& analysis);

/// First 16 hexadecimal digits of the SHA-256 of `definition_text`.
std::string definition_hash(const Analysis& analysis);

}  // namespace xom
