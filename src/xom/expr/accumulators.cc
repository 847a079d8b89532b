#include "xom/expr/accumulators.h"

#include <array>
#include <bit>
#include <cstring>
#include <type_traits>

namespace xom::expr {
namespace {

/// Per byte of eight bits: the positions of its ones, and how many.
struct Ones {
  std::array<std::array<std::uint16_t, 8>, 256> at{};
  std::array<std::uint8_t, 256> n{};
};
constexpr Ones ones = [] {
  Ones out;
  for (std::size_t bits = 0; bits < 256; ++bits) {
    for (std::uint16_t i = 0; i < 8; ++i) {
      if ((bits >> i & 1) != 0) out.at[bits][out.n[bits]++] = i;
    }
  }
  return out;
}();

template <class T>
void pack_values(const T* values, const Rows* rows, std::size_t n, double* numbers, std::int64_t* integers) {
  const auto each = [&](auto&& row) {
    for (std::size_t k = 0; k < n; ++k) {
      const T value = values[row(k)];
      numbers[k] = static_cast<double>(value);
      if constexpr (std::is_integral_v<T>) integers[k] = static_cast<std::int64_t>(value);
    }
  };
  if (rows == nullptr) {
    each([](std::size_t k) { return k; });
  } else {
    each([at = rows->at.data()](std::size_t k) { return std::size_t{at[k]}; });
  }
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

std::size_t fixed_bytes(const AccumulatorSpec& spec) {
  const auto bins = static_cast<std::size_t>(spec.bins), y_bins = static_cast<std::size_t>(spec.y_bins);
  constexpr std::size_t edge_and_count = sizeof(double) + sizeof(std::int64_t);
  switch (spec.kind) {
    case Kind::bins:
      return sizeof(Accumulator) + bins * edge_and_count;
    case Kind::plane:
      return sizeof(Accumulator) + bins * y_bins * sizeof(std::int64_t) + (bins + y_bins) * sizeof(double);
    case Kind::profile:
      return sizeof(Accumulator) +
             bins * (sizeof(Profile::Bin) + 2 * sizeof(std::vector<double>) + sizeof(double));
    default:
      return sizeof(Accumulator);
  }
}

std::size_t kept_bytes(const Accumulator& accumulator) {
  if (const auto* one = std::get_if<stats::Quantiles>(&accumulator)) return one->bytes();
  std::size_t sum = 0;
  if (const auto* profile = std::get_if<Profile>(&accumulator)) {
    for (const auto& bin : profile->bins) sum += bin.y_quantiles.bytes();
  }
  return sum;
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

void select(const std::uint8_t* mask, std::size_t n, Rows& out) {
  static_assert(std::endian::native == std::endian::little);
  std::uint16_t* const at = out.at.data();
  std::size_t k = 0, i = 0;
  for (; i + 8 <= n; i += 8) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, mask + i, sizeof bytes);
    const std::uint64_t bits = (bytes * 0x0102040810204080u) >> 56;  // byte j becomes bit j
    for (std::size_t j = 0; j < 8; ++j) at[k + j] = static_cast<std::uint16_t>(i + ones.at[bits][j]);
    k += ones.n[bits];
  }
  for (; i < n; ++i) {
    at[k] = static_cast<std::uint16_t>(i);
    k += mask[i];
  }
  out.n = k;
}

void pack(const Machine& machine, const Feed& feed, std::size_t n, const Rows& selected, Packed& out) {
  const Rows* rows = feed.mask < 0 ? nullptr : &selected;
  out.n = rows == nullptr ? n : rows->n;
  if (feed.value < 0) return;
  out.numbers.resize(batch_rows);
  double* numbers = out.numbers.data();
  const Type type = machine.program().values[static_cast<std::size_t>(feed.value)].type;
  if (type != Type::float32 && type != Type::float64) out.integers.resize(batch_rows);
  std::int64_t* integers = out.integers.data();
  switch (type) {
    case Type::boolean:
      return pack_values(machine.data<std::uint8_t>(feed.value), rows, out.n, numbers, integers);
    case Type::int32:
      return pack_values(machine.data<std::int32_t>(feed.value), rows, out.n, numbers, integers);
    case Type::int64:
      return pack_values(machine.data<std::int64_t>(feed.value), rows, out.n, numbers, integers);
    case Type::float32:
      return pack_values(machine.data<float>(feed.value), rows, out.n, numbers, integers);
    case Type::float64:
      return pack_values(machine.data<double>(feed.value), rows, out.n, numbers, integers);
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
