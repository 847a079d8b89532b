#include "xom/expr/accumulators.h"

#include <type_traits>

namespace xom::expr {
namespace {

template <class T>
std::size_t pack_values(const T* values, const std::uint8_t* mask, std::size_t n, double* numbers,
                        std::int64_t* integers) {
  std::size_t k = 0;
  for (std::size_t i = 0; i < n; ++i) {
    numbers[k] = static_cast<double>(values[i]);
    if constexpr (std::is_integral_v<T>) integers[k] = static_cast<std::int64_t>(values[i]);
    k += mask == nullptr ? 1 : mask[i];
  }
  return k;
}

}  // namespace

Profile::Profile(stats::Axis binning, std::size_t budget_bytes) : axis(std::move(binning)) {
  const auto n = static_cast<std::size_t>(axis.bins());
  for (std::size_t i = 0; i < n; ++i) bins.push_back({{}, {}, stats::Quantiles(budget_bytes / n)});
  x_values.resize(n);
  y_values.resize(n);
}

void Profile::add(std::span<const double> x, std::span<const double> y) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    const std::int64_t bin = axis.find(x[i]);
    if (bin < 0 || y[i] != y[i]) continue;
    x_values[static_cast<std::size_t>(bin)].push_back(x[i]);
    y_values[static_cast<std::size_t>(bin)].push_back(y[i]);
  }
  for (std::size_t i = 0; i < bins.size(); ++i) {
    if (x_values[i].empty()) continue;
    bins[i].x.add(x_values[i]);
    bins[i].y.add(y_values[i]);
    bins[i].y_quantiles.add(y_values[i]);
    x_values[i].clear();
    y_values[i].clear();
  }
}

void Profile::merge(const Profile& other) {
  for (std::size_t i = 0; i < bins.size(); ++i) {
    bins[i].x.merge(other.bins[i].x);
    bins[i].y.merge(other.bins[i].y);
    bins[i].y_quantiles.merge(other.bins[i].y_quantiles);
  }
}

Accumulator make_accumulator(const AccumulatorSpec& spec, std::size_t budget_bytes) {
  const auto axis = [&] { return stats::Axis(spec.bins, spec.low, spec.high); };
  switch (spec.kind) {
    case Kind::count:
      return Count{};
    case Kind::moments:
      return stats::Moments{};
    case Kind::float_sum:
      return stats::ExactSum{};
    case Kind::integer_sum:
      return stats::IntegerSum{};
    case Kind::extremes:
      return stats::Extremes{};
    case Kind::integer_extremes:
      return stats::IntegerExtremes{};
    case Kind::bins:
      return stats::Histogram1(axis());
    case Kind::plane:
      return stats::Histogram2(axis(), stats::Axis(spec.y_bins, spec.y_low, spec.y_high));
    case Kind::quantiles:
      return stats::Quantiles(budget_bytes);
    case Kind::joint:
      return stats::JointMoments{};
    case Kind::profile:
      return Profile(axis(), budget_bytes);
  }
  return Count{};
}

void merge(Accumulator& into, const Accumulator& other) {
  std::visit([&](auto& mine) { mine.merge(std::get<std::decay_t<decltype(mine)>>(other)); }, into);
}

void pack(const Machine& machine, const Feed& feed, std::size_t n, Packed& out) {
  const std::uint8_t* mask = feed.mask < 0 ? nullptr : machine.data<std::uint8_t>(feed.mask);
  if (feed.value < 0) {
    out.n = n;
    if (mask == nullptr) return;
    out.n = 0;
    for (std::size_t i = 0; i < n; ++i) out.n += mask[i];
    return;
  }
  out.numbers.resize(batch_rows);
  double* numbers = out.numbers.data();
  const Type type = machine.program().values[static_cast<std::size_t>(feed.value)].type;
  if (type != Type::float32 && type != Type::float64) out.integers.resize(batch_rows);
  std::int64_t* integers = out.integers.data();
  switch (type) {
    case Type::boolean:
      out.n = pack_values(machine.data<std::uint8_t>(feed.value), mask, n, numbers, integers);
      break;
    case Type::int32:
      out.n = pack_values(machine.data<std::int32_t>(feed.value), mask, n, numbers, integers);
      break;
    case Type::int64:
      out.n = pack_values(machine.data<std::int64_t>(feed.value), mask, n, numbers, integers);
      break;
    case Type::float32:
      out.n = pack_values(machine.data<float>(feed.value), mask, n, numbers, integers);
      break;
    case Type::float64:
      out.n = pack_values(machine.data<double>(feed.value), mask, n, numbers, integers);
      break;
  }
}

void add(Accumulator& accumulator, const AccumulatorSpec& spec, std::span<const Packed> feeds) {
  const Packed& x = feeds[static_cast<std::size_t>(spec.x)];
  if (x.n == 0) return;
  const std::span<const double> numbers(x.numbers.data(), x.numbers.empty() ? 0 : x.n);
  std::visit(
      [&](auto& mine) {
        using T = std::decay_t<decltype(mine)>;
        if constexpr (std::is_same_v<T, Count>) {
          mine.n += static_cast<std::int64_t>(x.n);
        } else if constexpr (std::is_same_v<T, stats::IntegerSum> ||
                             std::is_same_v<T, stats::IntegerExtremes>) {
          mine.add(std::span<const std::int64_t>(x.integers.data(), x.n));
        } else if constexpr (std::is_same_v<T, stats::JointMoments> || std::is_same_v<T, stats::Histogram2> ||
                             std::is_same_v<T, Profile>) {
          mine.add(numbers,
                   std::span<const double>(feeds[static_cast<std::size_t>(spec.y)].numbers.data(), x.n));
        } else {
          mine.add(numbers);
        }
      },
      accumulator);
}

}  // namespace xom::expr
