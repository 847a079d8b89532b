#include "xom/cli/terminal/table.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "xom/base/safe_text.h"

namespace xom::cli {
namespace {

bool starts_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

/// A cell is one line.
std::string printable(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return c == '\n' || c == '\t' || c == '\r'; }, ' ');
  return safe_text(text);
}

/// At most `width` characters; what is cut ends in "…".
std::string shortened(const std::string& text, std::size_t width) {
  if (display_width(text) <= width) return text;
  std::string result;
  std::size_t used = 0;
  for (const char c : text) {
    if (starts_character(c) && ++used >= width) break;
    result += c;
  }
  return result + "…";
}

}  // namespace

std::size_t display_width(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, starts_character));
}

void Table::column(std::string title, Align align) {
  titles_.push_back(std::move(title));
  aligns_.push_back(align);
}

void Table::row(std::vector<std::string> cells) {
  for (auto& cell : cells) cell = printable(std::move(cell));
  cells.resize(titles_.size());
  rows_.push_back(std::move(cells));
}

std::string Table::text(std::size_t width) const {
  constexpr std::size_t gap = 2;
  std::vector<std::size_t> widths;
  for (std::size_t c = 0; c < titles_.size(); ++c) {
    std::size_t widest = display_width(titles_[c]);
    for (const auto& cells : rows_) widest = std::max(widest, display_width(cells[c]));
    widths.push_back(widest);
  }
  const auto total = [&] {
    std::size_t sum = widths.empty() ? 0 : gap * (widths.size() - 1);
    for (const auto w : widths) sum += w;
    return sum;
  };
  while (!widths.empty() && total() > width) {
    auto& widest = *std::ranges::max_element(widths);
    const std::size_t excess = total() - width;
    if (widest <= 12) break;
    widest = std::max<std::size_t>(12, widest - std::min(excess, widest));
  }

  std::string result;
  const auto line = [&](const std::vector<std::string>& cells) {
    std::string text;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      const std::string cell = shortened(cells[c], widths[c]);
      const std::string pad(widths[c] - display_width(cell), ' ');
      if (c > 0) text += std::string(gap, ' ');
      text += aligns_[c] == Align::right ? pad + cell : cell + pad;
    }
    text.erase(text.find_last_not_of(' ') + 1);
    result += text + "\n";
  };
  line(titles_);
  for (const auto& cells : rows_) line(cells);
  return result;
}

void Table::print() const {
  const std::string out = text(terminal_width());
  std::fwrite(out.data(), 1, out.size(), stdout);
}

std::string number_text(double value, double error) {
  if (std::isnan(value)) return "-";
  if (!(error > 0) || !std::isfinite(error) || !std::isfinite(value)) return fmt::format("{:.6g}", value);
  const int error_power = static_cast<int>(std::floor(std::log10(error)));
  const int decimals = 1 - error_power;  // two digits of the error
  const double largest = std::max(std::abs(value), error);
  if (decimals >= 0 && decimals <= 8 && largest < 1e7) {
    return fmt::format("{:.{}f} ± {:.{}f}", value, decimals, error, decimals);
  }
  const int power = static_cast<int>(std::floor(std::log10(largest)));
  const double scale = std::pow(10.0, power);
  const int digits = std::clamp(power - error_power + 1, 0, 15);
  if (power > -5 && power < 7 && decimals < 0) return fmt::format("{:.0f} ± {:.0f}", value, error);
  return fmt::format("({:.{}f} ± {:.{}f})e{:+03d}", value / scale, digits, error / scale, digits, power);
}

std::string quantity_text(double value, double error, const std::string& unit) {
  std::string number = number_text(value, error);
  if (unit.empty() || unit == "1" || number == "-") return number;
  const bool needs_brackets = number.find("±") != std::string::npos && number.front() != '(';
  return needs_brackets ? fmt::format("({}) {}", number, unit) : fmt::format("{} {}", number, unit);
}

bool on_terminal() {
  return ::isatty(STDOUT_FILENO) == 1;
}

std::size_t terminal_width() {
  winsize size{};
  if (on_terminal() && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20) return size.ws_col;
  return 120;
}

}  // namespace xom::cli
