#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "xom/columns/block.h"
#include "xom/expr/run_constants.h"
#include "xom/model/analysis.h"
#include "xom/model/result.h"

namespace xom::expr {

struct Plan;

/// What one recipe gives.
struct Outcome {
  std::vector<Result> results;  ///< As the variables were added.
  std::vector<std::string>
      texts;  ///< Per result: integers exactly (128 bit), other values with all digits; "nan".
  std::vector<Histogram> histograms;
};

/// Any number of recipes over one table in one pass. Columns, sub-expressions, masks and aggregates that
/// occur twice are computed once.
///
///     Reduction reduction(scan.schema(), run_constants(run));
///     std::size_t recipe = reduction.add(analysis.variables, analysis.histograms);
///     Reduction::State total = reduction.make_state();
///     for (segment...) {                                  // or on several threads
///       Reduction::State state = reduction.make_state();
///       scan.read(segment, [&](const columns::Block& block) { state.add(block); });
///       total.merge(state);                               // in the order of segments: always the same bits
///     }
///     Outcome outcome = reduction.finish(total, recipe);
///
/// The language is described in docs/formats/expressions.md.
class Reduction {
 public:
  /// The schema's dtypes must live as long as this object and its states.
  Reduction(const columns::Schema& schema, RunConstants constants);
  ~Reduction();
  Reduction(Reduction&&) noexcept;

  /// Adds a recipe and says its number (0, 1, ...). Not after the first make_state. Throws Error{expression},
  /// also for a recipe of more than 10 000 accumulators or intermediates; then nothing was added and the
  /// others are as they were.
  std::size_t add(std::span<const Variable> variables, std::span<const HistogramDefinition> histograms = {});

  /// Accumulators of all recipes. Used by one thread at a time; keeps what it needs of the reduction alive.
  class State {
   public:
    ~State();
    State(State&&) noexcept;
    State& operator=(State&&) noexcept;
    void add(const columns::Block& block);
    /// Memory it takes now.
    std::size_t bytes() const;
    /// As if the rows of `other` had been added after those of this one.
    void merge(const State& other);

   private:
    friend class Reduction;
    struct Impl;
    explicit State(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
  };
  State make_state() const;

  /// Memory of a new state: its bins, and batches of all intermediates. State::bytes says what it has grown
  /// to.
  std::size_t state_bytes() const;

  /// Values with errors. The state may be used on; it is not const because quantiles are sorted in place.
  Outcome finish(State& state, std::size_t recipe) const;

 private:
  std::shared_ptr<Plan> plan_;
};

}  // namespace xom::expr
