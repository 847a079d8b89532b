#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xom/model/run.h"
#include "xom/store/overview.h"

namespace xom::catalogue {

/// All runs, small enough to be looked through for every request: 100 000 runs are some 10 MB.
///
/// Filled by one thread, then only read. A copy is cheap: words and sets are kept once.
class RunTable {
 public:
  struct Row {
    std::int64_t number = 0;
    std::int64_t start_ns = none, end_ns = none;
    std::uint32_t mode = 0, source = 0;       ///< Into words(); 0: empty.
    std::uint32_t tags = 0, detectors = 0;    ///< Into sets(); 0: empty.
    std::uint32_t comments = 0;               ///< Number of them.
    std::shared_ptr<const std::string> text;  ///< Of the comments, one per line; null: none.
    std::string other_name;                   ///< Where it is not run_name(number).
  };
  static constexpr std::int64_t none = INT64_MIN;

  /// By number.
  const std::vector<Row>& rows() const { return rows_; }
  const std::vector<std::string>& words() const { return words_; }
  const std::vector<std::vector<std::string>>& sets() const { return sets_; }

  /// Where a run is, or would be: the first row with this number or a higher one.
  std::size_t lower_bound(std::int64_t number) const;
  const Row* find(std::int64_t number) const;
  /// Rows with min <= number <= max, as [first, last).
  std::pair<std::size_t, std::size_t> range(std::optional<std::int64_t> min,
                                            std::optional<std::int64_t> max) const;

  std::string name(const Row& row) const;
  const std::string& mode(const Row& row) const { return words_[row.mode]; }
  const std::string& source(const Row& row) const { return words_[row.source]; }
  const std::vector<std::string>& tags(const Row& row) const { return sets_[row.tags]; }
  const std::vector<std::string>& detectors(const Row& row) const { return sets_[row.detectors]; }
  /// [s] NaN while start or end is unknown.
  static double livetime(const Row& row);
  /// Without comments, numbers and data.
  Run brief(const Row& row) const;

  RunTable();
  /// Adds or replaces. `finish` before the table is read.
  void put(const store::RunRow& run);
  void finish();

 private:
  std::uint32_t word(std::string_view text);
  std::uint32_t set(std::string_view json);

  std::vector<Row> rows_;
  std::size_t sorted_ = 0;  ///< So many rows from the front are in order.
  std::vector<std::string> words_;
  std::vector<std::vector<std::string>> sets_;
  std::map<std::string, std::uint32_t, std::less<>> word_of_, set_of_;
};

}  // namespace xom::catalogue
