#pragma once

#include <cstring>
#include <string>

#include "xom/base/error.h"
#include "xom/columns/block.h"

namespace xom::analyses {

/// One column of a block as numbers of type T, which must be the stored type (little endian).
template <class T>
class Values {
 public:
  /// Throws Error{expression} if the table has no such column of this type.
  Values(const columns::Schema& schema, const std::string& name, columns::Scalar scalar)
      : column_(schema.find(name)) {
    if (column_.field == nullptr || column_.field->scalar != scalar || column_.field->big_endian ||
        !column_.field->shape.empty()) {
      throw Error(ErrorKind::expression,
                  "the data have no column " + name + " of the type this analysis needs");
    }
  }
  T operator()(const columns::Block& block, std::size_t row) const {
    const columns::Part& part = block.parts[column_.part];
    T value;
    std::memcpy(&value, part.data + row * part.dtype->row_size + column_.field->offset, sizeof value);
    return value;
  }

 private:
  columns::Column column_;
};

using Floats = Values<float>;
using Integers = Values<std::int64_t>;

}  // namespace xom::analyses
