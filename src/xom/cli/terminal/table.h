#pragma once

#include <string>
#include <vector>

namespace xom::cli {

/// Columns of text, aligned, as wide as the terminal (or 120 columns where there is none): the widest column
/// is cut with "…". Control characters are replaced, so that text of others cannot move the cursor.
class Table {
 public:
  enum class Align { left, right };
  void column(std::string title, Align align = Align::left);
  void row(std::vector<std::string> cells);
  bool empty() const { return rows_.empty(); }
  /// To standard output.
  void print() const;
  std::string text(std::size_t width) const;

 private:
  std::vector<std::string> titles_;
  std::vector<Align> aligns_;
  std::vector<std::vector<std::string>> rows_;
};

/// Columns on the screen (UTF-8 code points).
std::size_t display_width(const std::string& text);

/// "8.417 ± 0.034": the error to two digits, the value as far as the error goes. Without error six digits;
/// NaN "-".
std::string number_text(double value, double error);
/// With the unit, if it is not "1": "(8.417 ± 0.034) PE/keV", "53 Hz".
std::string quantity_text(double value, double error, const std::string& unit);

/// Standard output is a terminal.
bool on_terminal();
std::size_t terminal_width();

}  // namespace xom::cli
