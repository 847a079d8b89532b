#include "xom/stats/quantile.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <string>

#include "xom/base/error.h"

namespace xom::stats {
namespace {

// Bits of a double in an order in which unsigned comparison is comparison of the numbers.
std::uint64_t sortable(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  return bits >> 63 ? ~bits : bits | std::uint64_t{1} << 63;
}
double from_sortable(std::uint64_t key) {
  return std::bit_cast<double>(key >> 63 ? key & ~(std::uint64_t{1} << 63) : ~key);
}

constexpr int kept_bits = 11;  // of the mantissa: buckets of 2^-11, their middle is right to 2^-12
constexpr int dropped_bits = 52 - kept_bits;
constexpr std::size_t page_size = std::size_t{1} << kept_bits;
constexpr std::size_t pages = std::size_t{1} << 12;  // sign and exponent

}  // namespace

struct Quantiles::Buckets {
  using Page = std::array<std::int64_t, page_size>;
  std::array<std::unique_ptr<Page>, pages> page;
  std::size_t used = 0;  // pages

  void add(std::size_t p, std::size_t slot, std::int64_t count) {
    if (!page[p]) {
      page[p] = std::make_unique<Page>(Page{});
      ++used;
    }
    (*page[p])[slot] += count;
  }
  void add(double value) {
    const std::uint64_t key = sortable(value) >> dropped_bits;
    add(key / page_size, key % page_size, 1);
  }
  static double middle(std::size_t p, std::size_t slot) {
    const std::uint64_t low = (p * page_size + slot) << dropped_bits;
    // Zero and the infinities have a bucket of their own, or nearly: give them back as they are.
    const double edge = from_sortable(low),
                 far = from_sortable(low | ((std::uint64_t{1} << dropped_bits) - 1));
    if (edge == 0 || std::isinf(edge)) return edge;
    if (far == 0 || std::isinf(far)) return far;
    return edge + (far - edge) / 2;
  }
};

Quantiles::Quantiles(std::size_t budget_bytes) : budget_(budget_bytes / sizeof(double)) {}
Quantiles::Quantiles(Quantiles&&) noexcept = default;
Quantiles& Quantiles::operator=(Quantiles&&) noexcept = default;
Quantiles::~Quantiles() = default;

void Quantiles::add(std::span<const double> values) {
  for (const double value : values) {
    if (std::isnan(value)) {
      ++nan_;
      continue;
    }
    ++n_;
    if (!buckets_ && values_.size() == budget_) spill();
    if (buckets_) {
      buckets_->add(value);
    } else {
      if (values_.size() == values_.capacity()) {
        values_.reserve(std::min(budget_, std::max<std::size_t>(1024, 2 * values_.size())));
      }
      values_.push_back(value);
      sorted_ = false;
    }
  }
}

std::size_t Quantiles::bytes() const {
  const std::size_t counted = buckets_ ? sizeof(Buckets) + buckets_->used * sizeof(Buckets::Page) : 0;
  return values_.capacity() * sizeof(double) + counted;
}

void Quantiles::spill() {
  buckets_ = std::make_unique<Buckets>();
  for (const double value : values_) buckets_->add(value);
  values_ = {};
}

void Quantiles::merge(const Quantiles& other) {
  if (!other.buckets_) {
    add(other.values_);
  } else {
    if (!buckets_) spill();
    for (std::size_t p = 0; p < pages; ++p) {
      if (!other.buckets_->page[p]) continue;
      for (std::size_t slot = 0; slot < page_size; ++slot) {
        const std::int64_t count = (*other.buckets_->page[p])[slot];
        if (count > 0) buckets_->add(p, slot, count);
      }
    }
    n_ += other.n_;
  }
  nan_ += other.nan_;
}

double Quantiles::order_statistic(std::int64_t rank) {
  if (!buckets_) return values_[static_cast<std::size_t>(rank)];
  std::int64_t seen = 0;
  for (std::size_t p = 0; p < pages; ++p) {
    if (!buckets_->page[p]) continue;
    for (std::size_t slot = 0; slot < page_size; ++slot) {
      seen += (*buckets_->page[p])[slot];
      if (seen > rank) return Buckets::middle(p, slot);
    }
  }
  return nan;  // not reached: rank < n
}

double Quantiles::at(double position) {
  if (!sorted_) {
    std::sort(values_.begin(), values_.end());
    sorted_ = true;
  }
  const auto rank = std::min(static_cast<std::int64_t>(position), n_ - 1);
  const double part = position - static_cast<double>(rank);
  const double low = order_statistic(rank);
  if (part <= 0 || rank + 1 >= n_) return low;
  const double high = order_statistic(rank + 1);
  if (low == high) return low;  // also both infinite
  // As numpy: from the nearer end, so that the result never leaves [low, high].
  return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part);
}

double Quantiles::quantile(double q) {
  if (!(q >= 0 && q <= 1)) {
    throw Error(ErrorKind::usage,
                "quantile " + std::to_string(q) + " does not exist: give a number from 0 to 1");
  }
  return n_ > 0 ? at(q * static_cast<double>(n_ - 1)) : nan;
}

Estimate Quantiles::estimate(double q) {
  const double value = quantile(q);
  if (n_ == 0) return empty_estimate();
  Estimate result{value, nan, n_, Status::ok, ""};
  if (std::isnan(value)) return failed_estimate(n_, "infinite values");
  const double position = q * static_cast<double>(n_ - 1);
  const double spread = std::sqrt(static_cast<double>(n_) * q * (1 - q));
  if (!(spread > 0)) {
    result.reason = "no error is defined for the smallest and the largest value";
  } else if (position - spread < 0 || position + spread > static_cast<double>(n_ - 1)) {
    result.reason = "too few entries for an error";
  } else {
    result.error = (at(position + spread) - at(position - spread)) / 2;
    if (!std::isfinite(result.error)) result.error = nan, result.reason = "infinite values within the error";
  }
  if (!exact()) {
    result.error = std::hypot(result.error, value * relative_error);
    if (result.reason.empty()) result.reason = "approximate to 1/4096: more values than the memory budget";
  }
  return result;
}

}  // namespace xom::stats
