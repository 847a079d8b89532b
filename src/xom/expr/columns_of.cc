#include "xom/expr/columns_of.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "xom/expr/aggregates.h"
#include "xom/expr/functions.h"
#include "xom/expr/kernels.h"
#include "xom/model/language_version.h"

namespace xom::expr {
namespace {

using columns::Column;
using columns::Field;
using columns::Scalar;

bool is_text(const Field& field) {
  return field.scalar == Scalar::text || field.scalar == Scalar::bytes;
}

std::string range_hint(const Field& field) {
  std::string ranges;
  for (const std::size_t size : field.shape)
    ranges += fmt::format("{}0..{}", ranges.empty() ? "" : ", ", size == 0 ? 0 : size - 1);
  return ranges;
}

/// Where the element is that the node means.
Value located(std::string_view text, const columns::Schema& schema, const Node& node) {
  const Column found = schema.find(node.word);
  if (found.field == nullptr)
    unknown_column(text, schema, node.kind == NodeKind::index ? node.children[0] : node);
  const Field& field = *found.field;
  const std::size_t given = node.kind == NodeKind::index ? node.children.size() - 1 : 0;
  if (given != field.shape.size()) {
    if (field.shape.empty())
      fail(text, node.mark, fmt::format("'{}' is not an array", node.word), "leave the index out");
    std::string indices = field.shape.size() == 1 ? "i" : "i, j";
    if (field.shape.size() > 2) indices = "i, j, ...";
    fail(text, node.place, fmt::format("'{}' is an array of {}", node.word, fmt::join(field.shape, " x ")),
         fmt::format("add [{}], {}", indices, range_hint(field)));
  }
  std::size_t element = 0;
  for (std::size_t i = 0; i < given; ++i) {
    const Node& position = node.children[i + 1];
    if (position.integer >= static_cast<stats::Int128>(field.shape[i])) {
      fail(text, position.place,
           fmt::format("index {} is outside '{}'", stats::to_text(position.integer), node.word),
           fmt::format("it goes from {}", range_hint(field)));
    }
    element = element * field.shape[i] + static_cast<std::size_t>(position.integer);
  }
  Value value;
  value.part = found.part;
  value.offset = field.offset + element * field.item_size;
  return value;
}

/// The literal as it is stored: code points of 4 bytes for text, bytes for bytes, filled up with zeros.
std::optional<std::string> stored(const Field& field, const std::string& literal) {
  std::string out;
  if (field.scalar == Scalar::bytes) {
    out = literal;
  } else {
    for (std::size_t i = 0; i < literal.size();) {
      const auto lead = static_cast<unsigned char>(literal[i]);
      const std::size_t length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
      std::uint32_t point = length == 1 ? lead : lead & (0xffu >> (length + 1));
      for (std::size_t k = 1; k < length && i + k < literal.size(); ++k) {
        point = (point << 6) | (static_cast<unsigned char>(literal[i + k]) & 0x3fu);
      }
      i += length;
      for (std::uint32_t k = 0; k < 4; ++k) {
        out += static_cast<char>((point >> (8 * (field.big_endian ? 3 - k : k))) & 0xff);
      }
    }
  }
  if (out.size() > field.item_size) return std::nullopt;
  out.resize(field.item_size);
  return out;
}

const Field* text_field(const columns::Schema& schema, const Node& node) {
  if (node.kind != NodeKind::name && node.kind != NodeKind::index) return nullptr;
  const Column found = schema.find(node.word);
  return found.field != nullptr && is_text(*found.field) ? found.field : nullptr;
}

}  // namespace

Value column(std::string_view text, const columns::Schema& schema, const Node& node) {
  Value value = located(text, schema, node);
  const Field& field = *schema.find(node.word).field;
  if (is_text(field)) {
    fail(text, node.place, fmt::format("'{}' is a text", node.word),
         fmt::format("compare it: {} == 'text', or !=", node.word));
  }
  const auto load = column_load(field.scalar, field.big_endian);
  if (!load) {
    fail(text, node.place,
         fmt::format("'{}' has the type {}, which numexpr does not know", node.word, type_text(field)));
  }
  value.load = load->load;
  value.type = load->type;
  return value;
}

std::optional<Value> text_comparison(std::string_view text, const columns::Schema& schema, const Node& node) {
  const Node& left = node.children[0];
  const Node& right = node.children[1];
  const Node& name = left.kind == NodeKind::text ? right : left;
  const Node& literal = left.kind == NodeKind::text ? left : right;
  const Field* field = text_field(schema, name);
  if (literal.kind != NodeKind::text) {
    if (field == nullptr && text_field(schema, right) == nullptr) return std::nullopt;
    const Node& place = field != nullptr ? name : right;
    fail(text, place.place, fmt::format("'{}' is a text", place.word),
         fmt::format("compare it with a text in quotes: {} == 'text', or !=", place.word));
  }
  if (name.kind == NodeKind::name || name.kind == NodeKind::index)
    static_cast<void>(located(text, schema, name));
  if (field == nullptr) {
    fail(text, literal.place, "a text can only be compared with a text column",
         "e.g. veto_type == 'busy_veto'");
  }
  if (node.word != "==" && node.word != "!=") {
    fail(text, node.mark, fmt::format("'{}' does not work on texts", node.word), "texts know == and != only");
  }
  Value value = located(text, schema, name);
  const auto bytes = stored(*field, literal.word);
  if (!bytes) {
    fail(text, literal.place, fmt::format("this text is longer than '{}' can hold", name.word),
         fmt::format("it is {}: at most {} characters", type_text(*field),
                     field->item_size / (field->scalar == Scalar::text ? 4 : 1)));
  }
  value.load = text_load(node.word == "==");
  value.literal = *bytes;
  return value;
}

std::vector<std::string> column_names(const columns::Schema& schema) {
  std::vector<std::string> names;
  for (const columns::Dtype* part : schema.parts()) {
    for (const Field& field : part->fields) names.push_back(field.name);
  }
  return names;
}

void unknown_column(std::string_view text, const columns::Schema& schema, const Node& node) {
  std::string hint = did_you_mean(node.word, column_names(schema));
  if (node.word == "nan" || node.word == "inf") hint = "write isnan(x), isinf(x); 1e400 is infinity";
  fail(text, node.place, fmt::format("there is no column '{}'", node.word), hint);
}

void unknown_function(std::string_view text, const Node& node) {
  std::string hint = did_you_mean(node.word, function_names());
  // numexpr's own: count, sum, prod, min, max.
  if (find_aggregate(node.word) != nullptr || node.word == "prod") {
    hint =
        "it is a number of all rows, not of one; use it outside of selections: mean(area, where=type == 2)";
  } else if (is_name_of_function(node.word)) {
    hint = "numexpr has it, but not for columns of real numbers";
  }
  fail(text, node.mark, fmt::format("there is no function '{}' here", node.word), hint);
}

}  // namespace xom::expr
