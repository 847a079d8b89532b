#pragma once

#include <string>

namespace xom::expr {

// Expressions read without data: what is wrong with them whatever the table is (syntax, unknown functions,
// number of arguments). Names of columns are not looked at. Each throws Error{expression}, with a caret. Any
// thread.

/// One value per row: a selection, the axis of a histogram. No aggregates.
void check_row(const std::string& text);

/// One value per run, of aggregates. No elements of array columns outside of them.
void check_value(const std::string& text);

}  // namespace xom::expr
