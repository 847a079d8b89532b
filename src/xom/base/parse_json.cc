#include "xom/base/parse_json.h"

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "xom/base/error.h"
#include "xom/base/nesting.h"

namespace xom {
namespace {

using Json = nlohmann::json;

/// Builds the value from the library's events. (Its own parser with a callback walks over all elements of a
/// list again whenever one of them ends.)
class Builder : public nlohmann::json_sax<Json> {
 public:
  Builder(DoubledKeys doubled, std::size_t most_values) : doubled_(doubled), most_values_(most_values) {}

  bool null() override { return put(nullptr) != nullptr; }
  bool boolean(bool value) override { return put(value) != nullptr; }
  bool number_integer(number_integer_t value) override { return put(value) != nullptr; }
  bool number_unsigned(number_unsigned_t value) override { return put(value) != nullptr; }
  bool number_float(number_float_t value, const std::string&) override { return put(value) != nullptr; }
  bool string(std::string& value) override { return put(std::move(value)) != nullptr; }
  bool binary(Json::binary_t&) override { return false; }  // of other formats than JSON
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(std::string& name) override {
    const auto [at, is_new] = open_.back()->get_ref<Json::object_t&>().emplace(name, nullptr);
    if (!is_new && doubled_ == DoubledKeys::refused) {
      throw Error(ErrorKind::corrupt, "has the key \"" + name.substr(0, 100) + "\" twice in one object");
    }
    member_ = &at->second;
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) override {
    // "[json.exception.parse_error.101] parse error at line 1, column 5: ..."
    std::string why = error.what();
    if (const auto end = why.find("] "); end != std::string::npos) why.erase(0, end + 2);
    throw Error(ErrorKind::corrupt, "is not JSON: " + why.substr(0, 200));
  }

  Json root;

 private:
  Json* put(Json value) {
    if (++values_ > most_values_) {
      throw Error(ErrorKind::corrupt, "has more than " + std::to_string(most_values_) + " values");
    }
    if (open_.empty()) {
      root = std::move(value);
      return &root;
    }
    Json& parent = *open_.back();
    if (parent.is_object()) {
      *member_ = std::move(value);
      return member_;
    }
    return &parent.get_ref<Json::array_t&>().emplace_back(std::move(value));
  }
  bool open(Json value) {
    open_.push_back(put(std::move(value)));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  DoubledKeys doubled_;
  std::size_t most_values_;
  std::size_t values_ = 0;
  std::vector<Json*> open_;  // a parent gets no new child before the last one is closed, so these stay valid
  Json* member_ = nullptr;   // where the value of the last key belongs
};

}  // namespace

nlohmann::json parse_json(std::string_view text, DoubledKeys doubled, std::size_t most_values) {
  if (const auto excess = excess_of_json(text)) {
    throw Error(ErrorKind::corrupt, excess->why + " (line " + std::to_string(excess->line) + ")");
  }
  Builder builder(doubled, most_values);
  Json::sax_parse(text.begin(), text.end(), &builder);
  return std::move(builder.root);
}

nlohmann::json json_or_null(std::string_view text, DoubledKeys doubled) {
  try {
    return parse_json(text, doubled);
  } catch (const Error&) {
    return nullptr;
  }
}

}  // namespace xom
