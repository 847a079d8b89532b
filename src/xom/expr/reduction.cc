#include "xom/expr/reduction.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include <fmt/format.h>

#include "xom/base/error.h"
#include "xom/expr/recipe.h"

namespace xom::expr {

namespace {

struct CompiledHistogram {
  HistogramDefinition definition;
  int accumulator = -1;
};

struct Recipe {
  std::vector<CompiledVariable> variables;
  std::vector<CompiledHistogram> histograms;
};

/// Of all exact quantiles of a state: half of the 64 MiB a scan may use.
constexpr std::size_t quantile_budget = std::size_t{32} << 20;

/// "variable 'x', value: " before the message.
template <class Work>
auto named(const std::string& what, const Work& work) {
  try {
    return work();
  } catch (const Error& error) {
    throw Error(error.kind(), what + ": " + error.what());
  }
}

CompiledHistogram compile_histogram(const HistogramDefinition& definition, const Compiler& compiler,
                                    Work& work) {
  int mask = -1;
  if (!definition.where.empty())
    mask = compiler.mask(definition.where, parse(definition.where), work.program);
  AccumulatorSpec spec;
  const auto axis = [&](const HistogramAxis& axis_definition) {
    const std::string& text = axis_definition.value;
    const Node node = parse(text);
    const int value = compiler.value(text, node, work.program);
    if (work.program.values[static_cast<std::size_t>(value)].constant)
      fail(text, node.place, "this is the same for every row");
    (void)stats::Axis(axis_definition.bins, axis_definition.low, axis_definition.high);
    return work.feed({value, mask});
  };
  spec.kind = definition.y ? Kind::plane : Kind::bins;
  spec.x = axis(definition.x);
  spec.bins = definition.x.bins;
  spec.low = definition.x.low;
  spec.high = definition.x.high;
  if (definition.y) {
    spec.y = axis(*definition.y);
    spec.y_bins = definition.y->bins;
    spec.y_low = definition.y->low;
    spec.y_high = definition.y->high;
  }
  return {definition, work.accumulator(spec)};
}

/// Equal ones are found by looking at all of them: far more than anybody writes would take minutes.
void check_size(const Work& before, const Work& work) {
  constexpr std::size_t most = 10'000;
  if (std::max(work.accumulators.size() - before.accumulators.size(),
               work.program.values.size() - before.program.values.size()) <= most)
    return;
  throw Error(ErrorKind::expression,
              fmt::format("the recipe has more than {} aggregates, pairs of aggregates or "
                          "intermediates; make them smaller, or compute some in another recipe",
                          most));
}

ResultStatus status_of(stats::Status status) {
  if (status == stats::Status::ok) return ResultStatus::ok;
  return status == stats::Status::empty ? ResultStatus::empty : ResultStatus::failed;
}

Histogram histogram(const CompiledHistogram& compiled, const Accumulator& accumulator) {
  const HistogramDefinition& definition = compiled.definition;
  Histogram out;
  out.name = definition.name;
  out.title = definition.title;
  out.x_title = definition.x.title.empty() ? definition.x.value : definition.x.title;
  const auto fill = [&](const auto& counted) {
    out.counts.assign(counted.counts().begin(), counted.counts().end());
    out.outside = static_cast<double>(counted.outside());
  };
  if (definition.y) {
    const auto& plane = std::get<stats::Histogram2>(accumulator);
    fill(plane);
    out.x_edges = plane.x_axis().edges();
    out.y_edges = plane.y_axis().edges();
    out.y_title = definition.y->title.empty() ? definition.y->value : definition.y->title;
  } else {
    const auto& bins = std::get<stats::Histogram1>(accumulator);
    fill(bins);
    out.x_edges = bins.axis().edges();
  }
  return out;
}

}  // namespace

struct Plan {
  Plan(const columns::Schema& table, RunConstants numbers) : schema(table), constants(std::move(numbers)) {}

  columns::Schema schema;
  RunConstants constants;
  Work work;
  std::vector<Recipe> recipes;
};

struct Reduction::State::Impl {
  explicit Impl(std::shared_ptr<const Plan> the_plan)
      : plan(std::move(the_plan)), machine(plan->work.program) {
    std::size_t quantiles = 0;
    for (const AccumulatorSpec& spec : plan->work.accumulators) {
      if (spec.kind == Kind::quantiles || spec.kind == Kind::profile) ++quantiles;
    }
    const std::size_t budget = quantile_budget / std::max<std::size_t>(1, quantiles);
    for (const AccumulatorSpec& spec : plan->work.accumulators) {
      accumulators.push_back(make_accumulator(spec, budget));
    }
    packed.resize(plan->work.feeds.size());
    for (const Feed& feed : plan->work.feeds) {
      const auto found = std::find(masks.begin(), masks.end(), feed.mask);
      rows_of.push_back(static_cast<std::size_t>(found - masks.begin()));
      if (found == masks.end()) masks.push_back(feed.mask);
    }
    rows.resize(masks.size());
  }

  std::shared_ptr<const Plan> plan;
  Machine machine;
  std::vector<int> masks;            // each mask of the feeds once; -1: every row
  std::vector<Rows> rows;            // of each mask
  std::vector<std::size_t> rows_of;  // feed -> in rows
  std::vector<Packed> packed;
  std::vector<Accumulator> accumulators;
  std::size_t fixed_bytes = 0;
};

Reduction::State::State(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Reduction::State::~State() = default;
Reduction::State::State(State&&) noexcept = default;
Reduction::State& Reduction::State::operator=(State&&) noexcept = default;

void Reduction::State::add(const columns::Block& block) {
  const Work& work = impl_->plan->work;
  const Machine& machine = impl_->machine;
  for (std::size_t first = 0; first < block.rows; first += batch_rows) {
    const std::size_t n = std::min(batch_rows, block.rows - first);
    impl_->machine.run(block, first, n);
    for (std::size_t i = 0; i < impl_->masks.size(); ++i) {
      const int mask = impl_->masks[i];
      if (mask >= 0) select(machine.data<std::uint8_t>(mask), n, impl_->rows[i]);
    }
    for (std::size_t i = 0; i < work.feeds.size(); ++i) {
      pack(machine, work.feeds[i], n, impl_->rows[impl_->rows_of[i]], impl_->packed[i]);
    }
    for (std::size_t i = 0; i < work.accumulators.size(); ++i) {
      expr::add(impl_->accumulators[i], work.accumulators[i], impl_->packed);
    }
  }
}

void Reduction::State::merge(const State& other) {
  assert(other.impl_->plan == impl_->plan);
  for (std::size_t i = 0; i < impl_->accumulators.size(); ++i) {
    expr::merge(impl_->accumulators[i], other.impl_->accumulators[i]);
  }
}

Reduction::Reduction(const columns::Schema& schema, RunConstants constants)
    : plan_(std::make_shared<Plan>(schema, std::move(constants))) {}
Reduction::~Reduction() = default;
Reduction::Reduction(Reduction&&) noexcept = default;

std::size_t Reduction::add(std::span<const Variable> variables,
                           std::span<const HistogramDefinition> histograms) {
  assert(plan_.use_count() == 1 && "recipes are added before the first state is made");
  Work work = plan_->work;
  const Compiler compiler(plan_->schema, &plan_->constants);
  Recipe recipe;
  for (const Variable& v : variables) {
    recipe.variables.push_back(named(fmt::format("variable '{}'", v.name), [&] {
      auto compiled = compile_variable(v.name, v.unit, v.value, v.where, compiler, plan_->constants, work);
      check_size(plan_->work, work);
      return compiled;
    }));
  }
  for (const HistogramDefinition& h : histograms) {
    recipe.histograms.push_back(
        named(fmt::format("histogram '{}'", h.name), [&] { return compile_histogram(h, compiler, work); }));
  }
  check_size(plan_->work, work);
  plan_->work = std::move(work);
  plan_->recipes.push_back(std::move(recipe));
  return plan_->recipes.size() - 1;
}

std::size_t Reduction::state_bytes() const {
  const Work& work = plan_->work;
  std::size_t sum = 0;
  for (const AccumulatorSpec& spec : work.accumulators) sum += fixed_bytes(spec);
  for (const Value& value : work.program.values)
    sum += value.constant ? 64 : batch_rows * size_of(value.type);
  return sum + work.feeds.size() * batch_rows * (sizeof(double) + sizeof(std::int64_t));
}

std::size_t Reduction::State::bytes() const {
  std::size_t sum = impl_->fixed_bytes;
  for (const Accumulator& one : impl_->accumulators) sum += kept_bytes(one);
  return sum;
}

Reduction::State Reduction::make_state() const {
  State state(std::make_unique<State::Impl>(plan_));
  state.impl_->fixed_bytes = state_bytes();
  return state;
}

Outcome Reduction::finish(State& state, std::size_t recipe) const {
  Outcome out;
  for (const CompiledVariable& variable : plan_->recipes.at(recipe).variables) {
    Evaluated value = evaluate(variable, state.impl_->accumulators);
    Result result;
    result.variable = variable.name;
    result.unit = variable.unit;
    result.value = value.estimate.value;
    result.error = value.estimate.error;
    result.n = value.estimate.n;
    result.status = status_of(value.estimate.status);
    result.reason = value.estimate.reason;
    for (const auto& [key, number] : value.details) {
      if (std::isfinite(number)) result.details.emplace(key, number);
    }
    out.results.push_back(std::move(result));
    out.texts.push_back(std::move(value.text));
  }
  for (const CompiledHistogram& one : plan_->recipes.at(recipe).histograms) {
    out.histograms.push_back(
        histogram(one, state.impl_->accumulators[static_cast<std::size_t>(one.accumulator)]));
  }
  return out;
}

}  // namespace xom::expr
