#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "xom/columns/block.h"
#include "xom/expr/ast.h"
#include "xom/expr/program.h"
#include "xom/expr/run_constants.h"

namespace xom::expr {

/// Turns expressions per row into values of one program, with numexpr's types. Equal values are made once.
///
/// Throws Error{expression}, with the whole text of the expression and a caret.
class Compiler {
 public:
  /// `constants`: nullptr in selections, which know columns only.
  Compiler(const columns::Schema& schema, const RunConstants* constants)
      : schema_(&schema), constants_(constants) {}

  /// Any number or boolean. Returns the index of its value.
  int value(std::string_view text, const Node& node, Program& program) const;
  /// A boolean; another type is an error with a hint.
  int mask(std::string_view text, const Node& node, Program& program) const;
  /// A number known before the data are read.
  double constant(std::string_view text, const Node& node) const;

  static int make_and(int a, int b, Program& program);  ///< -1: every row.
  std::vector<std::string> names() const;               ///< Of all columns.
  bool has_column(std::string_view name) const { return schema_->find(name).field != nullptr; }

 private:
  const columns::Schema* schema_;
  const RunConstants* constants_;
};

/// A run constant as a number; `integer` if it is one.
struct ConstantNumber {
  double value = 0;
  std::optional<std::int64_t> integer;
};
/// start, end, number, duration, livetime or a number of the run document. Empty if the run does not have it.
std::optional<ConstantNumber> find_constant(const RunConstants& constants, std::string_view name);
bool is_run_constant(std::string_view name);  ///< start, end, number, duration, livetime

}  // namespace xom::expr
