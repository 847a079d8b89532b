#include "xom/stats/histogram.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>
#include <string>

#include "xom/base/error.h"

namespace xom::stats {

Axis::Axis(std::int64_t bins, double low, double high) {
  if (bins < 1 || bins > max_bins) {
    throw Error(ErrorKind::usage,
                "an axis of " + std::to_string(bins) + " bins: give 1 to " + std::to_string(max_bins));
  }
  if (!std::isfinite(low) || !std::isfinite(high) || !(low < high) || !std::isfinite(high - low)) {
    throw Error(ErrorKind::usage, "an axis from " + std::to_string(low) + " to " + std::to_string(high) +
                                      ": give finite numbers, the lower one first");
  }
  const double step = (high - low) / static_cast<double>(bins);
  scale_ = static_cast<double>(bins) / (high - low);
  if (!(step > 0) || !std::isfinite(scale_) || low + step == low || high - step == high) {
    throw Error(ErrorKind::usage, "an axis of " + std::to_string(bins) + " bins from " + std::to_string(low) +
                                      " to " + std::to_string(high) +
                                      ": bins narrower than the precision of doubles");
  }
  edges_.resize(static_cast<std::size_t>(bins) + 1);
  for (std::size_t i = 0; i < edges_.size(); ++i) edges_[i] = static_cast<double>(i) * step + low;
  edges_.back() = high;
}

double Axis::centre(std::int64_t bin) const {
  const auto i = static_cast<std::size_t>(bin);
  return edges_.at(i) + (edges_.at(i + 1) - edges_[i]) / 2;
}

std::int64_t Axis::find(double x) const {
  const double* edge = edges_.data();
  const std::int64_t last = bins() - 1;
  if (!(x >= edge[0])) return x != x ? not_a_number : below;
  if (!(x <= edge[last + 1])) return above;
  // The product may be off by one bin at an edge; the edges decide.
  std::int64_t bin = std::min(static_cast<std::int64_t>((x - edge[0]) * scale_), last);
  bin -= x < edge[bin];
  bin += (bin < last) & (x >= edge[bin + 1]);
  return bin;
}

Histogram1::Histogram1(Axis axis) : axis_(std::move(axis)), counts_(static_cast<std::size_t>(axis_.bins())) {}

void Histogram1::add(std::span<const double> values) {
  for (const double value : values) {
    const std::int64_t bin = axis_.find(value);
    if (bin >= 0) {
      ++counts_[static_cast<std::size_t>(bin)];
    } else {
      ++(bin == Axis::below ? below_ : bin == Axis::above ? above_ : nan_);
    }
  }
}

void Histogram1::merge(const Histogram1& other) {
  if (axis_ != other.axis_) throw Error(ErrorKind::usage, "histograms with different axes cannot be merged");
  for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
  below_ += other.below_;
  above_ += other.above_;
  nan_ += other.nan_;
}

std::int64_t Histogram1::inside() const {
  return std::accumulate(counts_.begin(), counts_.end(), std::int64_t{0});
}

Estimate Histogram1::mode() const {
  const std::int64_t entries = inside();
  if (entries == 0) return empty_estimate();
  const auto fullest = std::max_element(counts_.begin(), counts_.end()) - counts_.begin();
  return {axis_.centre(fullest), nan, entries, Status::ok, "no error is defined for a mode"};
}

Histogram2::Histogram2(Axis x, Axis y) : x_(std::move(x)), y_(std::move(y)) {
  if (x_.bins() > max_cells / y_.bins()) {
    throw Error(ErrorKind::usage, "a histogram of " + std::to_string(x_.bins()) + " times " +
                                      std::to_string(y_.bins()) + " bins: more than " +
                                      std::to_string(max_cells) + " cells, choose fewer bins");
  }
  counts_.resize(static_cast<std::size_t>(x_.bins() * y_.bins()));
}

void Histogram2::add(std::span<const double> x, std::span<const double> y) {
  assert(x.size() == y.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    const std::int64_t ix = x_.find(x[i]), iy = y_.find(y[i]);
    if (ix < 0 || iy < 0) {
      ++outside_;
    } else {
      ++counts_[static_cast<std::size_t>(ix * y_.bins() + iy)];
    }
  }
}

void Histogram2::merge(const Histogram2& other) {
  if (x_ != other.x_ || y_ != other.y_) {
    throw Error(ErrorKind::usage, "histograms with different axes cannot be merged");
  }
  for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
  outside_ += other.outside_;
}

std::int64_t Histogram2::inside() const {
  return std::accumulate(counts_.begin(), counts_.end(), std::int64_t{0});
}

}  // namespace xom::stats
