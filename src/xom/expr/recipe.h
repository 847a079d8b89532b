#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xom/expr/aggregates.h"
#include "xom/expr/compiler.h"
#include "xom/stats/estimate.h"

namespace xom::expr {

/// The arithmetic of a variable over its aggregates.
struct Step {
  enum class Kind { number, missing, aggregate, unary, binary, function };
  Kind kind = Kind::number;
  double number = 0;
  std::optional<std::int64_t> integer;  ///< number: exactly
  std::size_t aggregate = 0;
  std::string word;  ///< Operator, function, or what is missing.
  std::vector<Step> in;
};

/// How two aggregates of a variable go together: their joint moments, or (not linear) rows of both.
struct Pair {
  std::size_t a = 0, b = 0;  ///< a < b
  int joint = -1;            ///< Accumulator; -1: both are counts, or not linear.
  int overlap = -1;          ///< Accumulator count of rows in both.
};

struct CompiledVariable {
  std::string name, unit;
  std::vector<Aggregate> aggregates;
  std::vector<Pair> pairs;
  Step value;
};

/// Everything one pass computes.
struct Work {
  Program program;
  std::vector<Feed> feeds;
  std::vector<AccumulatorSpec> accumulators;

  int feed(Feed wanted);
  int accumulator(const AccumulatorSpec& wanted);
};

CompiledVariable compile_variable(const std::string& name, const std::string& unit, const std::string& value,
                                  const std::string& where, const Compiler& compiler,
                                  const RunConstants& constants, Work& work);

/// A function that a value may take of its aggregates.
bool is_function_of_values(std::string_view name);

/// The value of a variable with its error.
struct Evaluated {
  stats::Estimate estimate;
  std::string text;
  std::vector<std::pair<std::string, double>> details;
};
Evaluated evaluate(const CompiledVariable& variable, std::vector<Accumulator>& accumulators);

}  // namespace xom::expr
