#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

/// The command line. CLI11 behind it, in parser.cc alone: its header takes seconds to compile.
namespace xom::cli {

/// Where a value goes; a bool is a flag. The place must outlive the parser; what it holds before is the
/// default.
using Place = std::variant<bool*, int*, std::int64_t*, std::uint64_t*, double*, std::string*,
                           std::vector<std::string>*>;

/// One word or option of a command.
class Argument {
 public:
  explicit Argument(CLI::Option* option) : option_(option) {}

  Argument& required();
  Argument& between(std::int64_t lowest, std::int64_t highest);  ///< Both inclusive.
  Argument& existing_file();
  Argument& excludes(const Argument& other);
  Argument& show_default();

 private:
  CLI::Option* option_;
};

/// What one command (or the program itself) takes.
class Arguments {
 public:
  explicit Arguments(CLI::App* app) : app_(app) {}

  /// `name` "analysis": a word by its place; "--runs": an option. An option whose place is a list may be
  /// repeated and takes one value each time.
  Argument add(const std::string& name, Place place, const std::string& help = {});
  void hide();          ///< From the help.
  bool chosen() const;  ///< The command line names this command.

  /// A command below this one: "user add".
  Arguments command(const std::string& name, const std::string& help);

 private:
  CLI::App* app_;
};

class Parser {
 public:
  Parser(const std::string& name, const std::string& program_version, const std::string& description);
  ~Parser();

  /// What all commands take, before or after the command's name.
  Arguments& common() { return common_; }
  Arguments command(const std::string& name, const std::string& help);

  /// Fills the places. Empty: go on. Otherwise all is said (help, or what is wrong) and the process ends with
  /// this.
  std::optional<int> parse(int argc, char** argv);

 private:
  std::unique_ptr<CLI::App> app_;
  Arguments common_;
};

}  // namespace xom::cli
