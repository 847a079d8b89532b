#pragma once

#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "xom/expr/program.h"
#include "xom/stats/exact_sum.h"
#include "xom/stats/extremes.h"
#include "xom/stats/histogram.h"
#include "xom/stats/joint.h"
#include "xom/stats/moments.h"
#include "xom/stats/quantile.h"

namespace xom::expr {

/// Values of the rows of one selection, packed: what accumulators are fed with.
struct Feed {
  int value = -1;  ///< In the program; -1: only the number of rows.
  int mask = -1;   ///< -1: every row.
  bool operator==(const Feed&) const = default;
};

enum class Kind {
  count,
  moments,
  float_sum,
  integer_sum,
  extremes,
  integer_extremes,
  bins,
  plane,
  quantiles,
  joint,
  profile
};

/// One accumulator of a plan. Equal ones are made once.
struct AccumulatorSpec {
  Kind kind = Kind::count;
  int x = -1, y = -1;  ///< Feeds; y only for plane, joint and profile, with the mask of x.
  int bins = 0;        ///< bins, plane, profile
  double low = 0, high = 0;
  int y_bins = 0;  ///< plane
  double y_low = 0, y_high = 0;
  bool operator==(const AccumulatorSpec&) const = default;
};

struct Count {
  std::int64_t n = 0;
  void merge(const Count& other) { n += other.n; }
};

/// y in equal bins of x.
struct Profile {
  struct Bin {
    stats::Moments x, y;
    stats::Quantiles y_quantiles;
  };
  stats::Axis axis;
  std::vector<Bin> bins;
  std::vector<std::vector<double>> x_values, y_values;  // of one batch

  Profile(stats::Axis binning, std::size_t budget_bytes);
  void add(std::span<const double> x, std::span<const double> y);
  void merge(const Profile& other);
};

using Accumulator = std::variant<Count, stats::Moments, stats::ExactSum, stats::IntegerSum, stats::Extremes,
                                 stats::IntegerExtremes, stats::Histogram1, stats::Histogram2,
                                 stats::Quantiles, stats::JointMoments, Profile>;

/// Memory that one takes when it is empty. Of its quantiles it grows; `kept_bytes` says how far it did.
std::size_t fixed_bytes(const AccumulatorSpec& spec);
std::size_t kept_bytes(const Accumulator& accumulator);

/// An empty one. `budget_bytes`: of its quantiles.
Accumulator make_accumulator(const AccumulatorSpec& spec, std::size_t budget_bytes);
void merge(Accumulator& into, const Accumulator& other);

/// One batch of a feed. Integers are given both ways.
struct Packed {
  std::size_t n = 0;
  std::vector<double> numbers;
  std::vector<std::int64_t> integers;
};

/// Selected rows of a batch, ascending.
struct Rows {
  std::size_t n = 0;
  std::vector<std::uint16_t> at = std::vector<std::uint16_t>(batch_rows + 8);
};

/// Rows of the first `n` whose byte in `mask` is 1; the others are 0.
void select(const std::uint8_t* mask, std::size_t n, Rows& out);

/// Packs the rows of `machine` that are selected; the first `n` of a feed without a mask.
void pack(const Machine& machine, const Feed& feed, std::size_t n, const Rows& selected, Packed& out);

void add(Accumulator& accumulator, const AccumulatorSpec& spec, std::span<const Packed> feeds);

}  // namespace xom::expr
