#include <iterator>
#include <unordered_set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/nesting.h"
#include "xom/config/value.h"

namespace xom::config {
namespace {

/// Walks over the text and counts lines: nlohmann's events have no places of their own.
struct CountingIterator {
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  const char* at;
  int* line;
  reference operator*() const { return *at; }
  CountingIterator& operator++() {
    if (*at == '\n') ++*line;
    ++at;
    return *this;
  }
  CountingIterator operator++(int) {
    CountingIterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const CountingIterator& other) const { return at == other.at; }
  bool operator!=(const CountingIterator& other) const { return at != other.at; }
};

class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  Builder(const std::string& file, const int& line, Problems& problems)
      : file_(file), line_(line), problems_(problems) {}

  bool null() override { return put(Value::Kind::nothing) != nullptr; }
  bool boolean(bool value) override {
    Value* v = put(Value::Kind::boolean);
    if (v != nullptr) v->boolean = value;
    return v != nullptr;
  }
  bool number_integer(number_integer_t value) override {
    Value* v = put(Value::Kind::integer);
    if (v == nullptr) return false;
    v->integer = value;
    v->number = static_cast<double>(value);
    return true;
  }
  bool number_unsigned(number_unsigned_t value) override {
    if (value <= INT64_MAX) return number_integer(static_cast<std::int64_t>(value));
    return number_float(static_cast<double>(value), "");
  }
  bool number_float(number_float_t value, const std::string&) override {
    Value* v = put(Value::Kind::number);
    if (v != nullptr) v->number = value;
    return v != nullptr;
  }
  bool string(std::string& value) override {
    Value* v = put(Value::Kind::text);
    if (v != nullptr) v->text = value;
    return v != nullptr;
  }
  bool binary(nlohmann::json::binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Value::Kind::table); }
  bool start_array(std::size_t) override { return open(Value::Kind::list); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(std::string& name) override {
    if (!keys_.back().insert(name).second) {
      problems_.add({file_, line_, 0}, name, "this key is written twice; delete one of them");
    }
    key_ = name;
    key_line_ = line_;
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) override {
    std::string_view what = error.what();
    const std::size_t reason = what.find("syntax error");
    if (reason != std::string_view::npos) what.remove_prefix(reason);
    problems_.add({file_, line_, 0}, "", fmt::format("not valid JSON: {}", what));
    return false;
  }

  Value root;

 private:
  Value* put(Value::Kind kind) {
    Value* value = &root;
    int line = line_;
    if (!open_.empty()) {
      Value& parent = *open_.back();
      if (parent.kind == Value::Kind::table) {
        parent.table.push_back({key_, Value{}});
        value = &parent.table.back().value;
        line = key_line_;
      } else {
        value = &parent.list.emplace_back();
      }
    }
    value->kind = kind;
    value->place = {file_, line, 0};
    return value;
  }
  bool open(Value::Kind kind) {
    open_.push_back(put(kind));
    keys_.emplace_back();
    return true;
  }
  bool close() {
    open_.pop_back();
    keys_.pop_back();
    return true;
  }

  const std::string& file_;
  const int& line_;
  Problems& problems_;
  std::vector<Value*> open_;  // a parent gets no new child before the last one is closed, so these stay valid
  std::vector<std::unordered_set<std::string>> keys_;  // of each of them
  std::string key_;
  int key_line_ = 0;
};

}  // namespace

Value parse_json(std::string_view text, const std::string& file, Problems& problems) {
  int line = 1;
  Builder builder(file, line, problems);
  const CountingIterator begin{text.data(), &line};
  const CountingIterator end{text.data() + text.size(), &line};
  if (const auto excess = excess_of_json(text)) {
    problems.add({file, excess->line, 0}, "", excess->why);
  } else if (nlohmann::json::sax_parse(begin, end, &builder)) {
    return std::move(builder.root);
  }
  Value empty;
  empty.kind = Value::Kind::table;
  empty.place = {file, 1, 0};
  return empty;
}

}  // namespace xom::config
