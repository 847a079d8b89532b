// xom-expressions DTYPE ROWS < expressions: what each line gives for every row of a table.
//
// DTYPE is a file with the text of the dtype, ROWS one with its packed rows. A line of the output is the type
// and the bytes of all values in hexadecimal, or "refused" and the first line of the message.
#include <array>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "xom/base/error.h"
#include "xom/expr/ast.h"
#include "xom/expr/compiler.h"

namespace {

std::string contents(const char* file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string hexadecimal(const std::byte* bytes, std::size_t size) {
  std::string out;
  for (std::size_t i = 0; i < size; ++i) out += fmt::format("{:02x}", std::to_integer<int>(bytes[i]));
  return out;
}

std::string values_of(const std::string& text, const xom::columns::Schema& schema,
                      const xom::columns::Block& block) {
  using namespace xom::expr;
  Program program;
  const int index = Compiler(schema, nullptr).value(text, parse(text), program);
  const Value value = program.values[static_cast<std::size_t>(index)];
  std::string out = std::string(to_string(value.type)) + " ";
  if (value.constant) {
    for (std::size_t i = 0; i < block.rows; ++i)
      out += hexadecimal(reinterpret_cast<const std::byte*>(&value.bits), size_of(value.type));
    return out;
  }
  Machine machine(program);
  for (std::size_t first = 0; first < block.rows; first += batch_rows) {
    const std::size_t n = std::min(batch_rows, block.rows - first);
    machine.run(block, first, n);
    out += hexadecimal(machine.data<std::byte>(index), n * size_of(value.type));
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: xom-expressions DTYPE ROWS < expressions\n";
    return 2;
  }
  const auto dtype = xom::columns::parse_dtype(contents(argv[1]));
  const std::string rows = contents(argv[2]);
  const xom::columns::Schema schema({&dtype});
  const xom::columns::Part part{&dtype, reinterpret_cast<const std::byte*>(rows.data())};
  const xom::columns::Block block{rows.size() / dtype.row_size, {&part, 1}};
  for (std::string text; std::getline(std::cin, text);) {
    try {
      std::cout << values_of(text, schema, block) << '\n';
    } catch (const xom::Error& error) {
      const std::string message = error.what();
      std::cout << "refused " << message.substr(0, message.find('\n')) << '\n';
    }
  }
}
