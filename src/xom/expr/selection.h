#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "xom/columns/block.h"

namespace xom::expr {

struct Program;
class Machine;

/// Which rows are wanted: an expression with numexpr's syntax and semantics (docs/formats/expressions.md),
/// compiled for one table. Beyond numexpr: array fields by constant index (`area_per_channel[12]`) and text
/// columns compared with `==` or `!=` to a literal.
///
///     Selection selection("(type == 2) & (area > 15)", scan.schema());
///     Selection::Scratch scratch = selection.make_scratch();   // one per thread
///     selection.select(block, scratch, rows);
class Selection {
 public:
  /// Throws Error{expression} with a caret under the place and a hint. The schema's dtypes must live as long
  /// as this object.
  Selection(std::string_view text, const columns::Schema& schema);
  /// Several, joined with "and" (as strax does with a list). None selects every row.
  Selection(const std::vector<std::string>& texts, const columns::Schema& schema);
  ~Selection();
  Selection(Selection&&) noexcept;
  Selection& operator=(Selection&&) noexcept;

  /// Memory for evaluation. One object is used by one thread at a time, with this selection only.
  class Scratch {
   public:
    explicit Scratch(std::shared_ptr<const Program> program);
    ~Scratch();
    Scratch(Scratch&&) noexcept;

   private:
    friend class Selection;
    std::shared_ptr<const Program> program_;
    std::unique_ptr<Machine> machine_;
  };
  Scratch make_scratch() const;

  /// Replaces `rows` by the positions of the selected rows in the block, ascending. Any thread.
  void select(const columns::Block& block, Scratch& scratch, std::vector<std::uint32_t>& rows) const;
  /// How many rows of the block are selected. Any thread.
  std::size_t count(const columns::Block& block, Scratch& scratch) const;

 private:
  std::shared_ptr<const Program> program_;
  int mask_ = 0;
};

}  // namespace xom::expr
