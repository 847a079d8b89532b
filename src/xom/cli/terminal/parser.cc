#include "xom/cli/terminal/parser.h"

#include <algorithm>
#include <cstdio>
#include <sstream>

#include <CLI/CLI.hpp>

#include "xom/base/error.h"
#include "xom/cli/terminal/error_json.h"
#include "xom/config/problems.h"

namespace xom::cli {
namespace {

constexpr int wrong_usage = 2;

/// Whole numbers are decimal, as people write them. CLI11 takes "010" for 8 and "0x10" for 16.
std::string decimal(std::string& text) {
  const auto first = text.find_first_not_of("+-");
  const std::string sign = text.substr(0, std::min(first, text.size()));
  const std::string digits = first == std::string::npos ? "" : text.substr(first);
  if (sign.size() > 1 || digits.empty() || digits.find_first_not_of("0123456789") != std::string::npos) {
    return "'" + text + "' is not a whole number";
  }
  const auto significant = std::min(digits.find_first_not_of('0'), digits.size() - 1);
  text = (sign == "-" ? "-" : "") + digits.substr(significant);
  return {};
}

/// "; did you mean serve?"
std::string did_you_mean(const std::string& word, const std::vector<std::string>& known) {
  const std::string near = config::nearest(word, known);
  return near.empty() ? "" : "; did you mean " + near + "?";
}

std::vector<std::string> commands_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* one : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (!one->get_group().empty()) names.push_back(one->get_name());
  }
  return names;
}

/// Also those of the program, which every command takes.
std::vector<std::string> options_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* at = &app; at != nullptr; at = at->get_parent()) {
    for (const auto* option : at->get_options()) {
      for (const auto& name : option->get_lnames()) names.push_back("--" + name);
    }
  }
  return names;
}

}  // namespace

Argument& Argument::required() {
  option_->required();
  return *this;
}

Argument& Argument::between(std::int64_t lowest, std::int64_t highest) {
  option_->check(CLI::Range(lowest, highest));
  return *this;
}

Argument& Argument::existing_file() {
  option_->check(CLI::ExistingFile);
  return *this;
}

Argument& Argument::excludes(const Argument& other) {
  option_->excludes(other.option_);
  return *this;
}

Argument& Argument::show_default() {
  option_->capture_default_str();
  return *this;
}

Argument Arguments::add(const std::string& name, Place place, const std::string& help) {
  return Argument(std::visit(
      [&](auto* value) -> CLI::Option* {
        using T = std::remove_pointer_t<decltype(value)>;
        if constexpr (std::is_same_v<T, bool>) {
          return app_->add_flag(name, *value, help);
        } else {
          auto* option = app_->add_option(name, *value, help);
          if (name.starts_with('-')) option->allow_extra_args(false);
          if constexpr (std::is_integral_v<T>) option->transform(CLI::Validator(decimal, ""));
          return option;
        }
      },
      place));
}

void Arguments::hide() {
  app_->group("");
}

bool Arguments::chosen() const {
  return app_->parsed();
}

Arguments Arguments::command(const std::string& name, const std::string& help) {
  app_->require_subcommand(0, 1);  // that none is named is told by Parser::parse
  return Arguments(app_->add_subcommand(name, help));
}

Parser::Parser(const std::string& name, const std::string& program_version, const std::string& description)
    : app_(std::make_unique<CLI::App>(description, name)), common_(app_.get()) {
  app_->set_version_flag("--version", name + " " + program_version);
  app_->require_subcommand(0, 1);
  app_->fallthrough();
}

Parser::~Parser() = default;

Arguments Parser::command(const std::string& name, const std::string& help) {
  return Arguments(app_->add_subcommand(name, help));
}

std::optional<int> Parser::parse(int argc, char** argv) {
  const auto name = app_->get_name();
  // What was read before the mistake does not count: --json may stand behind it.
  const bool json =
      std::any_of(argv, argv + argc, [](const char* word) { return std::string_view(word) == "--json"; });
  const auto refuse = [&](const std::string& by, const std::string& what, const std::string& more = {}) {
    std::fprintf(stderr, "%s: %s\n%s", by.c_str(), what.c_str(), more.c_str());
    if (json) std::fputs(error_json(Error(ErrorKind::usage, what)).c_str(), stdout);
    return wrong_usage;
  };
  const CLI::App* chosen = app_.get();
  const auto asked = [&] {
    std::string words = name;
    for (chosen = app_.get(); !chosen->get_subcommands().empty();) {
      chosen = chosen->get_subcommands().front();
      words += " " + chosen->get_name();
    }
    return words;
  };
  try {
    app_->parse(argc, argv);
  } catch (const CLI::ExtrasError& error) {
    const std::string by = asked();
    const std::string extra = app_->remaining(true).front();
    const bool option = extra.starts_with('-');
    const bool command = !option && !commands_of(*chosen).empty();
    if (command) {
      return refuse(by, "there is no command '" + extra + "'" + did_you_mean(extra, commands_of(*chosen)) +
                            "; '" + by + " --help' lists them");
    }
    const std::string near =
        option ? did_you_mean(extra.substr(0, extra.find('=')), options_of(*chosen)) : "";
    return refuse(by, error.what() + near + "; '" + by + " --help' shows how it is used");
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {  // --help, --version
      std::ostringstream text;
      const int code = app_->exit(error, text, text);
      std::fputs(text.str().c_str(), stdout);
      return code;
    }
    const std::string by = asked();
    return refuse(by, error.what() + ("; '" + by + " --help' shows how it is used"));
  }
  const std::string by = asked();
  if (chosen == app_.get()) return refuse(by, "which command?", "\n" + app_->help());
  const auto commands = commands_of(*chosen);
  if (commands.empty()) return {};
  std::string list;
  for (const auto& one : commands) list += (list.empty() ? "" : ", ") + one;
  return refuse(by, "which of " + list + "? '" + by + " --help' tells what they do");
}

}  // namespace xom::cli
