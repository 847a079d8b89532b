#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "xom/model/result.h"
#include "xom/model/task.h"
#include "xom/sinks/influx.h"

/// What the original XOM (https://github.com/XENONnT/xom) computed: its records in InfluxDB and its result
/// files, of both generations. docs/migration.md.
namespace xom::sinks {

/// The results of one analysis version on one run.
struct OriginalTask {
  std::vector<Result> results;                 ///< By variable; units unknown: "1".
  Time computed;                               ///< The newest of its records.
  std::map<std::string, std::string> lineage;  ///< Texts beside the numbers: data type -> hash, mostly.
};

struct OriginalResults {
  std::map<TaskKey, OriginalTask> tasks;
  std::int64_t records = 0;           ///< That were read.
  std::int64_t replaced = 0;          ///< Of them: older ones of the same variable.
  std::vector<std::string> oddities;  ///< What could not be taken, and why. At most 100.
  std::int64_t refused = 0;           ///< How many those were.
};

/// Collects records; of several of one variable and run the newest counts.
class OriginalReader {
 public:
  /// A result file: one JSON object. Throws Error{corrupt} if it is not.
  void add_document(const std::string& name, std::string_view text);
  /// The answer to a Flux query as CSV (RFC 4180), annotated or not, pivoted or not. Throws Error{corrupt} if
  /// a line has more cells than its header.
  void add_csv(const std::string& name, std::string_view text);
  /// The answer to `SELECT * FROM measurement GROUP BY *`.
  void add_tables(const std::string& name, const std::vector<Table>& tables);

  OriginalResults finish();

 private:
  using Row = std::map<std::string, std::string>;  ///< Tag or field -> text; what is null is absent.

  void add(const std::string& where, const Row& row, Time time);
  void refuse(const std::string& where, const std::string& why);

  struct Known {
    Result result;
    Time time;
    std::map<std::string, std::string> lineage;
  };
  /// A number of generation 1's extra data: its own record, written when its result was.
  struct Extra {
    std::string where, name;
    double value = 0;
    Time time;
  };
  void add_extra(const std::string& where, const Row& row, const TaskKey& key, const std::string& variable,
                 Time time);
  void finish_extras();

  std::map<std::pair<TaskKey, std::string>, std::vector<Extra>> extras_;  ///< By task and variable.
  std::map<TaskKey, std::map<std::string, Known>> known_;
  OriginalResults counts_;
};

/// "prod_xomtodo", ...: where the original kept its tasks, as records that look like results with the value
/// 0.
bool is_housekeeping(std::string_view measurement);

/// Reads all records of a measurement from InfluxDB 1, or 2 by its InfluxQL interface, analysis by analysis.
/// Throws as Influx::query, and Error{not_found} if there is no such measurement, naming those there are.
void read_influx(Influx& influx, const std::string& measurement, OriginalReader& reader);

}  // namespace xom::sinks
