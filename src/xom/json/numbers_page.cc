#include "xom/json/numbers_page.h"

#include <limits>

#include <nlohmann/json.hpp>

#include "xom/base/error.h"
#include "xom/base/nesting.h"

namespace xom::json {

namespace {

using Json = nlohmann::json;

/// Takes an object of numbers as it is parsed. False ends the parsing.
class PageReader final : public nlohmann::json_sax<Json> {
 public:
  PageReader(NumbersPage& page, std::size_t offset, std::size_t limit)
      : page_(page), offset_(offset), limit_(limit) {}

  bool null() override { return take(std::numeric_limits<double>::quiet_NaN()); }
  bool number_integer(std::int64_t value) override { return take(static_cast<double>(value)); }
  bool number_unsigned(std::uint64_t value) override { return take(static_cast<double>(value)); }
  bool number_float(double value, const std::string&) override { return take(value); }
  bool start_object(std::size_t) override { return !std::exchange(inside_, true); }
  bool end_object() override { return true; }
  bool key(std::string& name) override {
    key_.swap(name);
    return true;
  }
  bool boolean(bool) override { return false; }
  bool string(std::string&) override { return false; }
  bool binary(Json::binary_t&) override { return false; }
  bool start_array(std::size_t) override { return false; }
  bool end_array() override { return false; }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

 private:
  bool take(double value) {
    if (!inside_) return false;
    if (page_.total >= offset_ && page_.numbers.size() < limit_) page_.numbers.emplace_back(key_, value);
    ++page_.total;
    return true;
  }

  NumbersPage& page_;
  const std::size_t offset_, limit_;
  std::string key_;
  bool inside_ = false;
};

}  // namespace

NumbersPage page_of_numbers(std::string_view text, std::size_t offset, std::size_t limit) {
  NumbersPage page;
  if (const auto excess = excess_of_json(text))
    throw Error(ErrorKind::corrupt, "the text of the details " + excess->why);
  PageReader reader(page, offset, limit);
  if (!Json::sax_parse(text, &reader))
    throw Error(ErrorKind::corrupt, "the details are no object of numbers");
  return page;
}

}  // namespace xom::json
