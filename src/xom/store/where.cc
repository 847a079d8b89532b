#include "xom/store/state.h"

namespace xom::store {

void Where::add(const char* condition, Value value) {
  conditions_.emplace_back(condition);
  values_.push_back(std::move(value));
}

void Where::add_any(const char* column, const std::vector<TaskState>& states) {
  if (states.empty()) return;
  std::string condition = std::string(column) + " IN (";
  for (std::size_t i = 0; i < states.size(); ++i) {
    condition += i == 0 ? "?" : ", ?";
    values_.emplace_back(std::string(to_string(states[i])));
  }
  conditions_.push_back(condition + ")");
}

Statement Where::prepare(Database& database, const std::string& select, const std::string& rest) const {
  std::string sql = select;
  for (std::size_t i = 0; i < conditions_.size(); ++i) sql += (i == 0 ? " WHERE " : " AND ") + conditions_[i];
  Statement statement = database.prepare(sql + " " + rest);
  int index = 0;
  for (const Value& value : values_) {
    std::visit([&](const auto& one) { statement.put(++index, one); }, value);
  }
  return statement;
}

}  // namespace xom::store
