#include "xom/cli/terminal/table.h"

#include <gtest/gtest.h>

namespace xom::cli {
namespace {

TEST(Table, cells_are_one_line_whatever_they_hold) {
  Table table;
  table.column("run", Table::Align::right);
  table.column("reason");
  table.row({"7", "first\nsecond\tthird"});
  table.row({"12", "\x1b[2J\xff \xe2\x80\xae größer"});
  EXPECT_EQ(table.text(80),
            "run  reason\n"
            "  7  first second third\n"
            " 12  \\x1b[2J\xef\xbf\xbd \\u202e größer\n");
}

}  // namespace
}  // namespace xom::cli
