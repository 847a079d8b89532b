#include "xom/cli/data/data_rows.h"

#include <algorithm>
#include <cstring>
#include <set>

#include <fmt/format.h>

#include "xom/base/error.h"
#include "xom/expr/message.h"

namespace xom::cli {
namespace {

std::set<std::string> checked(const std::vector<columns::Column>& all,
                              const std::vector<std::string>& wanted) {
  std::vector<std::string> names;
  for (const auto& column : all) names.push_back(column.field->name);
  for (const auto& name : wanted) {
    if (std::ranges::find(names, name) == names.end()) {
      throw Error(ErrorKind::usage,
                  fmt::format("there is no column '{}'; {}", name, expr::did_you_mean(name, names)));
    }
  }
  return {wanted.begin(), wanted.end()};
}

}  // namespace

RowPacker::RowPacker(const columns::Schema& schema, const std::vector<columns::Column>& all,
                     const std::vector<std::string>& wanted) {
  if (wanted.empty() && schema.parts().size() == 1) {
    layout_ = *schema.parts().front();
    pieces_.push_back({0, 0, layout_.row_size});
    return;
  }
  const std::set<std::string> names = checked(all, wanted);
  for (const auto& column : all) {
    if (!names.empty() && !names.contains(column.field->name)) continue;
    const std::size_t size = column.field->size();
    layout_.fields.push_back(*column.field);
    layout_.fields.back().offset = layout_.row_size;
    layout_.row_size += size;
    const bool joins = !pieces_.empty() && pieces_.back().part == column.part &&
                       pieces_.back().offset + pieces_.back().size == column.field->offset;
    if (joins) {
      pieces_.back().size += size;
    } else {
      pieces_.push_back({column.part, column.field->offset, size});
    }
  }
}

void RowPacker::pack(const columns::Block& block, std::span<const std::uint32_t> rows,
                     std::string& packed) const {
  packed.resize(rows.size() * layout_.row_size);
  char* to = packed.data();
  for (const std::uint32_t row : rows) {
    for (const Piece& piece : pieces_) {
      const columns::Part& part = block.parts[piece.part];
      std::memcpy(to, part.data + row * part.dtype->row_size + piece.offset, piece.size);
      to += piece.size;
    }
  }
}

}  // namespace xom::cli
