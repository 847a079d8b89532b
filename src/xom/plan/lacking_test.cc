#include "xom/plan/lacking.h"

#include <gtest/gtest.h>

namespace xom::plan {
namespace {

using Code = ReasonCode;

Cause of(std::initializer_list<Cause> all) {
  Lacking lacking;
  for (const Cause& one : all) lacking.add(one.code, one.subject);
  return lacking.cause();
}

TEST(Lacking, names_each_type_of_the_worst_once) {
  EXPECT_EQ(of({}), Cause());
  EXPECT_EQ(of({{Code::waiting_for_data, "a"}, {Code::waiting_for_data, "b"}, {Code::waiting_for_data, "a"}}),
            (Cause{Code::waiting_for_data, "a, b"}));
  EXPECT_EQ(of({{Code::waiting_for_data, "a"}, {Code::damaged_data, "b"}, {Code::incomplete_data, "c"}}),
            (Cause{Code::damaged_data, "b"}));
}

TEST(Lacking, the_state_of_a_run_comes_before_its_data) {
  EXPECT_EQ(of({{Code::run_not_ready, "transferring"}, {Code::damaged_data, "a"}}),
            (Cause{Code::run_not_ready, "transferring"}));
  EXPECT_EQ(of({{Code::damaged_data, "a"}, {Code::run_not_ready, ""}}), (Cause{Code::run_not_ready, ""}));
}

}  // namespace
}  // namespace xom::plan
