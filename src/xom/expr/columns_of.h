#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xom/columns/block.h"
#include "xom/expr/ast.h"
#include "xom/expr/program.h"

namespace xom::expr {

/// The column that a name or index node means. Throws Error{expression} for text, a missing or superfluous
/// index, an index out of range, and types numexpr does not have.
Value column(std::string_view text, const columns::Schema& schema, const Node& node);

/// column == 'literal' or != (either way round). Empty if neither side is a text.
std::optional<Value> text_comparison(std::string_view text, const columns::Schema& schema, const Node& node);

std::vector<std::string> column_names(const columns::Schema& schema);

[[noreturn]] void unknown_column(std::string_view text, const columns::Schema& schema, const Node& node);
[[noreturn]] void unknown_function(std::string_view text, const Node& node);

}  // namespace xom::expr
