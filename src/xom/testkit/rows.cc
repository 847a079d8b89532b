#include "xom/testkit/rows.h"

#include <algorithm>

#include <fmt/format.h>

#include "xom/base/error.h"

namespace xom::testkit {

void Rows::add() {
  bytes_.resize(bytes_.size() + dtype_.row_size);
  ++rows_;
}

void Rows::clear() {
  bytes_.clear();
  rows_ = 0;
}

void Rows::set_text(Place<char32_t> place, std::string_view text) {
  for (std::size_t i = 0; i < place.count; ++i) {
    set(place, i < text.size() ? static_cast<char32_t>(text[i]) : U'\0', i);
  }
}

const columns::Field& Rows::checked(std::string_view name, columns::Scalar scalar) const {
  const columns::Field* field = dtype_.find(name);
  if (field == nullptr) throw Error(ErrorKind::not_found, fmt::format("the rows have no field '{}'", name));
  if (field->scalar != scalar || field->big_endian) {
    throw Error(ErrorKind::usage,
                fmt::format("field '{}' is {}: place it as that type", name, type_text(*field)));
  }
  return *field;
}

std::size_t Rows::count(std::string_view name) const {
  const columns::Field& field = *dtype_.find(name);
  const std::size_t letters = field.scalar == columns::Scalar::text ? field.item_size / sizeof(char32_t) : 1;
  return field.count() * letters;
}

}  // namespace xom::testkit
