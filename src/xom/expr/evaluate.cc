#include <cmath>

#include <fmt/format.h>

#include "xom/expr/recipe.h"
#include "xom/stats/propagate.h"

namespace xom::expr {
namespace {

using stats::Int128;
using stats::Status;

/// A value with its derivatives by the aggregates, and exactly if it is an integer that only + - * made.
struct Dual {
  double value = 0;
  std::vector<double> gradient;
  std::optional<Int128> exact;
};

struct Differentiated {
  double value = stats::nan, derivative = stats::nan;
};

/// A function of one number; those that jump have no derivative. Empty if it is not known.
std::optional<Differentiated> differentiated(std::string_view word, double x) {
  const struct {
    std::string_view name;
    double value, derivative;
  } known[] = {
      {"sqrt", std::sqrt(x), 0.5 / std::sqrt(x)},
      {"exp", std::exp(x), std::exp(x)},
      {"expm1", std::expm1(x), std::exp(x)},
      {"log", std::log(x), 1 / x},
      {"log10", std::log10(x), 1 / (x * std::log(10.))},
      {"log2", std::log2(x), 1 / (x * std::log(2.))},
      {"log1p", std::log1p(x), 1 / (1 + x)},
      {"sin", std::sin(x), std::cos(x)},
      {"cos", std::cos(x), -std::sin(x)},
      {"tan", std::tan(x), 1 / (std::cos(x) * std::cos(x))},
      {"arcsin", std::asin(x), 1 / std::sqrt(1 - x * x)},
      {"arccos", std::acos(x), -1 / std::sqrt(1 - x * x)},
      {"arctan", std::atan(x), 1 / (1 + x * x)},
      {"sinh", std::sinh(x), std::cosh(x)},
      {"cosh", std::cosh(x), std::sinh(x)},
      {"tanh", std::tanh(x), 1 - std::tanh(x) * std::tanh(x)},
      {"arcsinh", std::asinh(x), 1 / std::sqrt(x * x + 1)},
      {"arccosh", std::acosh(x), 1 / std::sqrt(x * x - 1)},
      {"arctanh", std::atanh(x), 1 / (1 - x * x)},
      {"abs", std::fabs(x), x < 0 ? -1. : 1.},
      {"floor", std::floor(x), stats::nan},
      {"ceil", std::ceil(x), stats::nan},
      {"trunc", std::trunc(x), stats::nan},
      {"round", std::rint(x), stats::nan},
  };
  for (const auto& one : known) {
    if (word == one.name) return Differentiated{one.value, one.derivative};
  }
  return std::nullopt;
}

class Evaluation {
 public:
  Evaluation(const CompiledVariable& variable, std::vector<Accumulator>& accumulators)
      : variable_(variable), accumulators_(accumulators) {
    for (const Aggregate& aggregate : variable.aggregates)
      estimates_.push_back(aggregate.function->estimate(aggregate, accumulators));
  }

  Evaluated run() {
    Evaluated out;
    if (!add_up(out)) return out;
    const Dual value = dual(variable_.value);
    if (!missing_.empty()) {
      out.estimate.status = Status::failed;
      out.estimate.reason = fmt::format("the run does not have the number '{}'", missing_);
      return out;
    }
    if (!std::isfinite(value.value)) {
      out.estimate.status = Status::failed;
      out.estimate.reason =
          "the arithmetic gives no finite number (a division by zero, or an infinity in the data)";
      for (const AggregateEstimate& one : estimates_) {
        if (one.estimate.n > 0) continue;
        out.estimate.status = Status::empty;
        out.estimate.reason = "no entries";
      }
      return out;
    }
    out.estimate.status = Status::ok;
    out.estimate.value = value.value;
    out.estimate.error = error(value, out.estimate.reason);
    out.text = value.exact ? stats::to_text(*value.exact) : fmt::format("{}", value.value);
    return out;
  }

 private:
  /// Entries, details and the first aggregate without a value.
  bool add_up(Evaluated& out) {
    out.text = "nan";
    out.estimate.n = 0;
    bool first = true;
    for (const AggregateEstimate& one : estimates_) {
      if (first || one.estimate.n < out.estimate.n) out.estimate.n = one.estimate.n;
      first = false;
      if (variable_.aggregates.size() == 1) out.details = one.details;
    }
    for (std::size_t i = 0; i < estimates_.size(); ++i) {
      const stats::Estimate& one = estimates_[i].estimate;
      if (one.status == Status::ok) continue;
      out.estimate.status = one.status;
      out.estimate.reason = variable_.aggregates.size() > 1
                                ? fmt::format("{}: {}", variable_.aggregates[i].function->name, one.reason)
                                : one.reason;
      return false;
    }
    return true;
  }

  Dual dual(const Step& step) {
    Dual out;
    out.gradient.assign(estimates_.size(), 0);
    switch (step.kind) {
      case Step::Kind::number:
        out.value = step.number;
        if (step.integer) out.exact = *step.integer;
        return out;
      case Step::Kind::missing:
        missing_ = step.word;
        return out;
      case Step::Kind::aggregate:
        out.value = estimates_[step.aggregate].estimate.value;
        out.exact = estimates_[step.aggregate].exact;
        out.gradient[step.aggregate] = 1;
        return out;
      case Step::Kind::unary: {
        out = dual(step.in[0]);
        if (step.word == "-")
          return chain(out, -out.value, -1, out.exact ? std::optional(-*out.exact) : std::nullopt);
        return out;
      }
      case Step::Kind::function: {
        const Dual x = dual(step.in[0]);
        return function(step.word, x);
      }
      case Step::Kind::binary:
        return binary(step.word, dual(step.in[0]), dual(step.in[1]));
    }
    return out;
  }

  static Dual chain(const Dual& x, double value, double derivative, std::optional<Int128> exact = {}) {
    Dual out{value, x.gradient, exact};
    for (double& g : out.gradient) g = g == 0 ? 0 : g * derivative;
    return out;
  }

  static Dual function(const std::string& word, const Dual& argument) {
    const Differentiated found = differentiated(word, argument.value).value_or(Differentiated{});
    return chain(argument, found.value, found.derivative);
  }

  static Dual binary(const std::string& op, const Dual& a, const Dual& b) {
    double value = 0, by_a = 1, by_b = 1;
    Int128 exact = 0;
    bool is_exact = a.exact && b.exact;
    if (op == "+") {
      value = a.value + b.value;
      is_exact = is_exact && !__builtin_add_overflow(*a.exact, *b.exact, &exact);
    } else if (op == "-") {
      value = a.value - b.value;
      by_b = -1;
      is_exact = is_exact && !__builtin_sub_overflow(*a.exact, *b.exact, &exact);
    } else if (op == "*") {
      value = a.value * b.value;
      by_a = b.value;
      by_b = a.value;
      is_exact = is_exact && !__builtin_mul_overflow(*a.exact, *b.exact, &exact);
    } else if (op == "/") {
      value = a.value / b.value;
      by_a = 1 / b.value;
      by_b = -value / b.value;
      is_exact = false;
    } else {
      value = std::pow(a.value, b.value);
      by_a = b.value * std::pow(a.value, b.value - 1);
      by_b = value * std::log(a.value);
      is_exact = false;
    }
    if (is_exact) value = static_cast<double>(exact);
    Dual out{value, a.gradient, is_exact ? std::optional(exact) : std::nullopt};
    for (std::size_t i = 0; i < out.gradient.size(); ++i) {
      out.gradient[i] =
          (a.gradient[i] == 0 ? 0 : a.gradient[i] * by_a) + (b.gradient[i] == 0 ? 0 : b.gradient[i] * by_b);
    }
    return out;
  }

  stats::Influence influence(const Aggregate& aggregate) const {
    static const stats::Moments none;
    return aggregate.function->influence(
        aggregate.moments < 0
            ? none
            : std::get<stats::Moments>(accumulators_[static_cast<std::size_t>(aggregate.moments)]));
  }

  double covariance(const Pair& pair) const {
    const Aggregate& a = variable_.aggregates[pair.a];
    const Aggregate& b = variable_.aggregates[pair.b];
    if (pair.joint >= 0) {
      return stats::covariance(
          std::get<stats::JointMoments>(accumulators_[static_cast<std::size_t>(pair.joint)]), influence(a),
          influence(b));
    }
    const auto both = std::get<Count>(accumulators_[static_cast<std::size_t>(pair.overlap)]).n;
    if (a.function->influence != nullptr && b.function->influence != nullptr)
      return static_cast<double>(both);  // two counts
    if (both == 0) return 0;
    const auto& fit = estimates_[pair.a].fit;
    if (fit && estimates_[pair.b].fit && a.main == b.main) return fit->covariance_of("mean", "sigma");
    return stats::nan;
  }

  double error(const Dual& value, std::string& reason) const {
    const std::size_t n = estimates_.size();
    if (n == 0) {
      reason = "a number of the run has no error";
      return stats::nan;
    }
    std::vector<double> matrix(n * n, 0);
    for (std::size_t i = 0; i < n; ++i)
      matrix[i * n + i] = estimates_[i].estimate.error * estimates_[i].estimate.error;
    for (const Pair& pair : variable_.pairs) {
      matrix[pair.a * n + pair.b] = matrix[pair.b * n + pair.a] = covariance(pair);
    }
    const double out = stats::propagate(value.gradient, matrix);
    for (std::size_t i = 0; i < n && reason.empty(); ++i) {
      if (value.gradient[i] != 0 && !estimates_[i].estimate.reason.empty())
        reason = estimates_[i].estimate.reason;
    }
    if (std::isfinite(out)) return out;
    for (const Pair& pair : variable_.pairs) {
      if (!reason.empty() || !std::isnan(matrix[pair.a * n + pair.b])) continue;
      reason = fmt::format("the covariance of {} and {} of the same rows is not known",
                           variable_.aggregates[pair.a].function->name,
                           variable_.aggregates[pair.b].function->name);
    }
    if (reason.empty()) reason = "the error is not defined here";
    return stats::nan;
  }

  const CompiledVariable& variable_;
  std::vector<Accumulator>& accumulators_;
  std::vector<AggregateEstimate> estimates_;
  std::string missing_;
};

}  // namespace

bool is_function_of_values(std::string_view name) {
  return differentiated(name, 0.5).has_value();
}

Evaluated evaluate(const CompiledVariable& variable, std::vector<Accumulator>& accumulators) {
  return Evaluation(variable, accumulators).run();
}

}  // namespace xom::expr
