#include "xom/stats/exact_sum.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace xom::stats {

std::string to_text(Int128 value) {
  // The magnitude in unsigned arithmetic: the smallest number has no positive twin.
  __extension__ using Unsigned = unsigned __int128;
  Unsigned rest = value < 0 ? Unsigned{0} - static_cast<Unsigned>(value) : static_cast<Unsigned>(value);
  std::string text;
  do {
    text.push_back(static_cast<char>('0' + static_cast<int>(rest % 10)));
    rest /= 10;
  } while (rest != 0);
  if (value < 0) text.push_back('-');
  std::reverse(text.begin(), text.end());
  return text;
}

void IntegerSum::add(std::span<const std::int64_t> values) {
  for (const std::int64_t value : values) sum_ += value;
  n_ += static_cast<std::int64_t>(values.size());
}

void IntegerSum::add(std::span<const std::uint64_t> values) {
  for (const std::uint64_t value : values) sum_ += static_cast<Int128>(value);
  n_ += static_cast<std::int64_t>(values.size());
}

void IntegerSum::merge(const IntegerSum& other) {
  sum_ += other.sum_;
  n_ += other.n_;
}

void ExactSum::add(std::span<const double> values) {
  for (const double value : values) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    const auto exponent = static_cast<int>((bits >> 52) & 0x7ff);
    if (exponent == 0x7ff) {
      if (value != value) {
        ++nan_;
        continue;
      }
      ++(value > 0 ? plus_ : minus_);
      ++n_;
      continue;
    }
    ++n_;
    std::uint64_t mantissa = bits & ((std::uint64_t{1} << 52) - 1);
    if (exponent != 0) mantissa |= std::uint64_t{1} << 52;
    const int position = exponent == 0 ? 0 : exponent - 1;  // in units of 2^-1074
    // 53 bits shifted by up to 31 touch three limbs; each part is less than 2^32.
    const auto first = static_cast<std::size_t>(position / 32);
    const int shift = position % 32;
    const std::uint64_t low = mantissa << shift;  // bits above 64 are in high
    const std::uint64_t high = shift == 0 ? 0 : mantissa >> (64 - shift);
    const std::int64_t sign = value < 0 ? -1 : 1;
    limb_[first] += sign * static_cast<std::int64_t>(low & 0xffffffff);
    limb_[first + 1] += sign * static_cast<std::int64_t>(low >> 32);
    limb_[first + 2] += sign * static_cast<std::int64_t>(high);
    if (++uncarried_ == (std::int64_t{1} << 29)) carry();
  }
}

// Brings all limbs but the last to 0 .. 2^32 - 1; the last keeps the sign.
void ExactSum::carry() {
  for (std::size_t i = 0; i + 1 < limbs; ++i) {
    limb_[i + 1] += limb_[i] >> 32;  // arithmetic: towards minus infinity
    limb_[i] &= 0xffffffff;
  }
  uncarried_ = 1;
}

void ExactSum::merge(const ExactSum& other) {
  ExactSum tidy = other;
  tidy.carry();
  carry();
  for (std::size_t i = 0; i < limbs; ++i) limb_[i] += tidy.limb_[i];
  carry();
  n_ += other.n_;
  nan_ += other.nan_;
  plus_ += other.plus_;
  minus_ += other.minus_;
}

double ExactSum::value() const {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (plus_ > 0 || minus_ > 0)
    return plus_ == 0 ? -infinity : minus_ == 0 ? infinity : std::numeric_limits<double>::quiet_NaN();
  ExactSum tidy = *this;
  tidy.carry();
  const bool negative = tidy.limb_[limbs - 1] < 0;
  if (negative) {
    for (auto& limb : tidy.limb_) limb = -limb;
    tidy.carry();
  }
  int top = limbs - 1;
  while (top >= 0 && tidy.limb_[static_cast<std::size_t>(top)] == 0) --top;
  if (top < 0) return 0;
  // The leading 64 bits, with a sticky last bit for all that is below: one rounding, by the conversion to
  // double.
  const auto limb = [&](int i) {
    return i < 0 ? std::uint64_t{0} : static_cast<std::uint64_t>(tidy.limb_[static_cast<std::size_t>(i)]);
  };
  const int lead = std::countl_zero(static_cast<std::uint32_t>(limb(top)));
  std::uint64_t leading = (limb(top) << 32 | limb(top - 1)) << lead;
  if (lead > 0) leading |= limb(top - 2) >> (32 - lead);
  bool sticky = lead < 32 && (limb(top - 2) << lead & 0xffffffff) != 0;
  for (int i = top - 3; i >= 0; --i) sticky = sticky || limb(i) != 0;
  leading |= sticky ? 1 : 0;
  // A sum below 2^-1022 is a whole number of 2^-1074 and has fewer than 53 bits: nothing is rounded twice.
  const double magnitude = std::ldexp(static_cast<double>(leading), (top - 1) * 32 - lead - 1074);
  return negative ? -magnitude : magnitude;
}

}  // namespace xom::stats
