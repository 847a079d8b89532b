#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "xom/model/result.h"
#include "xom/model/task.h"
#include "xom/sinks/influx.h"

/// What the original XOM (https://github.com/XENONnT/xom) computed: its records in InfluxDB and its result
/// files, of both generations. docs/migration.md.
namespace xom::sinks {

/// The results of one analysis version on one run, or on the group of runs that the record lists.
struct OriginalTask {
  std::vector<Result> results;                 ///< By variable; units unknown: "1".
  Time computed;                               ///< The newest of its records.
  std::string container;                       ///< It was computed in; empty: none, or not known.
  std::map<std::string, std::string> lineage;  ///< Texts beside the numbers: data type -> hash, mostly.
};

struct OriginalResults {
  std::map<TaskKey, OriginalTask> tasks;
  std::int64_t records = 0;           ///< That were read.
  std::int64_t replaced = 0;          ///< Of them: older ones of the same variable.
  std::int64_t refused = 0;           ///< Not taken.
  std::int64_t never = 0;             ///< Of them: have no place in a result, whatever is done about it.
  std::vector<std::string> oddities;  ///< Each reason, with how many records and which runs. At most 101.
};

/// Collects records; of several of one variable and run the newest counts.
class OriginalReader {
 public:
  /// A result file: one JSON object, in which NaN and Infinity are null. Throws Error{corrupt} if it is not.
  void add_document(const std::string& name, std::string_view text);
  /// The answer to a Flux query as CSV (RFC 4180), annotated or not, pivoted or not. Throws Error{corrupt} if
  /// a line has more cells than its header, or it is the table that `influx query` prints for people.
  void add_csv(const std::string& name, std::string_view text);
  /// The answer to `SELECT * FROM measurement GROUP BY *`.
  void add_tables(const std::string& name, const std::vector<Table>& tables);

  OriginalResults finish();

 private:
  using Row = std::map<std::string, std::string>;  ///< Tag or field -> text; what is null is absent.

  void add(const std::string& where, const Row& row, Time time);
  /// Whether something can be done about what is not taken.
  enum class Remedy { some, none };
  void refuse(const std::string& where, const std::string& why, std::string_view runs = {},
              Remedy remedy = Remedy::some);

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

  /// All records that are not taken for one reason.
  struct Refused {
    std::string first;  ///< Where the first of them is.
    std::int64_t records = 0;
    std::set<std::string> runs;  ///< Where they are known.
  };
  std::map<std::string, Refused> refused_;                                ///< By reason, at most 100.
  std::map<std::pair<TaskKey, std::string>, std::vector<Extra>> extras_;  ///< By task and variable.
  std::map<TaskKey, std::map<std::string, Known>> known_;
  OriginalResults counts_;
};

/// "prod_xomtodo", ...: where the original kept its tasks, as records that look like results with the value
/// 0.
bool is_housekeeping(std::string_view measurement);

/// Reads all records of a measurement from InfluxDB 1, or 2 by its InfluxQL interface, analysis by analysis.
/// Throws as Influx::query, Error{not_found} if there is no such measurement, naming those there are, and
/// Error{unsupported} for a server that answers other than InfluxDB does.
void read_influx(Influx& influx, const std::string& measurement, OriginalReader& reader);

}  // namespace xom::sinks
