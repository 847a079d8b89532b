#include "xom/expr/selection.h"

#include "xom/expr/compiler.h"

namespace xom::expr {
namespace {

int compile(const std::string& text, const columns::Schema& schema, Program& program) {
  return Compiler(schema, nullptr).mask(text, parse(text), program);
}

template <class Visit>
void batches(const columns::Block& block, const Visit& visit) {
  for (std::size_t first = 0; first < block.rows; first += batch_rows) {
    visit(first, std::min(batch_rows, block.rows - first));
  }
}

}  // namespace

Selection::Selection(std::string_view text, const columns::Schema& schema)
    : Selection(std::vector<std::string>{std::string(text)}, schema) {}

Selection::Selection(const std::vector<std::string>& texts, const columns::Schema& schema) {
  auto program = std::make_shared<Program>();
  mask_ = -1;
  for (const std::string& text : texts) {
    mask_ = Compiler::make_and(mask_, compile(text, schema, *program), *program);
  }
  program_ = std::move(program);
}

Selection::~Selection() = default;
Selection::Selection(Selection&&) noexcept = default;
Selection& Selection::operator=(Selection&&) noexcept = default;

Selection::Scratch::Scratch(std::shared_ptr<const Program> program)
    : program_(std::move(program)), machine_(std::make_unique<Machine>(*program_)) {}
Selection::Scratch::~Scratch() = default;
Selection::Scratch::Scratch(Scratch&&) noexcept = default;

Selection::Scratch Selection::make_scratch() const {
  return Scratch(program_);
}

void Selection::select(const columns::Block& block, Scratch& scratch,
                       std::vector<std::uint32_t>& rows) const {
  rows.resize(block.rows);
  std::size_t n_selected = 0;
  batches(block, [&](std::size_t first, std::size_t n) {
    if (mask_ < 0) {
      for (std::size_t i = 0; i < n; ++i) rows[n_selected++] = static_cast<std::uint32_t>(first + i);
      return;
    }
    scratch.machine_->run(block, first, n);
    const auto* mask = scratch.machine_->data<std::uint8_t>(mask_);
    for (std::size_t i = 0; i < n; ++i) {
      rows[n_selected] = static_cast<std::uint32_t>(first + i);
      n_selected += mask[i];
    }
  });
  rows.resize(n_selected);
}

std::size_t Selection::count(const columns::Block& block, Scratch& scratch) const {
  if (mask_ < 0) return block.rows;
  std::size_t n_selected = 0;
  batches(block, [&](std::size_t first, std::size_t n) {
    scratch.machine_->run(block, first, n);
    const auto* mask = scratch.machine_->data<std::uint8_t>(mask_);
    for (std::size_t i = 0; i < n; ++i) n_selected += mask[i];
  });
  return n_selected;
}

}  // namespace xom::expr
