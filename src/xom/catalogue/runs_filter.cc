#include "xom/catalogue/runs_filter.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "xom/base/error.h"
#include "xom/base/safe_text.h"
#include "xom/base/text.h"
#include "xom/model/run_number.h"

namespace xom::catalogue {

namespace {

using Kind = FilterTerm::Kind;

constexpr std::array<std::pair<std::string_view, Kind>, 5> pattern_fields = {{{"mode", Kind::mode},
                                                                              {"source", Kind::source},
                                                                              {"tag", Kind::tag},
                                                                              {"detector", Kind::detector},
                                                                              {"comment", Kind::comment}}};
constexpr std::array<std::pair<std::string_view, Kind>, 4> compared_fields = {
    {{"number", Kind::number}, {"livetime", Kind::livetime}, {"start", Kind::start}, {"end", Kind::end}}};

template <class T>
std::optional<T> number_in(std::string_view text) {
  T value{};
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || code != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// One term as written: quotes taken away, and where they were.
struct Written {
  std::string text;
  std::size_t position = 0;  ///< Of the first byte behind '-'.
  bool negated = false;
  bool quoted = false;    ///< It begins with a quote: nothing in it has a meaning.
  std::size_t plain = 0;  ///< So many bytes at the front stand before the first quote.
};

class Reader {
 public:
  Reader(std::string_view text, const FilterContext& context) : text_(text), context_(context) {}

  /// Up to the end, or inside a group to its parenthesis. "or" binds less than the space, which is "and".
  std::vector<FilterTerm> read() {
    std::vector<std::vector<FilterTerm>> alternatives(1);
    while (skip_spaces() && !(depth_ > 0 && text_[at_] == ')')) {
      auto& terms = alternatives.back();
      if (is_or()) {
        if (terms.empty()) fail(at_, "before this 'or' a term is missing (for the word use quotes)");
        at_ += 2;
        alternatives.emplace_back();
        continue;
      }
      if (terms_++ == most_terms) fail(at_, fmt::format("more than {} terms", most_terms));
      terms.push_back(is_group() ? group() : term(next()));
    }
    if (alternatives.size() == 1) return std::move(alternatives.front());
    if (alternatives.back().empty())
      fail(at_, "behind this 'or' a term is missing (for the word use quotes)");
    FilterTerm any;
    any.kind = Kind::any;
    any.alternatives = std::move(alternatives);
    return {any};
  }

 private:
  [[noreturn]] void fail(std::size_t position, const std::string& why) const {
    refuse_filter(text_, position, why);
  }

  bool skip_spaces() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    return at_ < text_.size();
  }

  bool is_or() const {
    const std::string_view word = text_.substr(at_, 2);
    if (word != "or" && word != "OR") return false;
    return at_ + 2 == text_.size() || text_[at_ + 2] == ' ' || text_[at_ + 2] == '(';
  }

  bool is_group() const {
    const std::string_view rest = text_.substr(at_);
    return rest.starts_with('(') || rest.starts_with("-(");
  }

  /// (mode:a or tag:b), -(mode:a tag:b)
  FilterTerm group() {
    FilterTerm any;
    any.kind = Kind::any;
    any.negated = text_[at_] == '-';
    if (any.negated) ++at_;
    any.position = at_;
    if (depth_++ == deepest_group)
      fail(at_, fmt::format("more than {} parentheses inside each other", deepest_group));
    ++at_;
    auto terms = read();
    if (at_ == text_.size()) fail(any.position, "this parenthesis is not closed (for text use quotes)");
    if (terms.empty()) fail(at_, "a term is missing here");
    ++at_;
    --depth_;
    if (terms.size() == 1 && terms[0].kind == Kind::any && !terms[0].negated) {
      any.alternatives = std::move(terms[0].alternatives);
    } else {
      any.alternatives.push_back(std::move(terms));
    }
    return any;
  }

  Written next() {
    Written written;
    if (text_[at_] == '-') {
      written.negated = true;
      ++at_;
    }
    written.position = at_;
    written.quoted = at_ < text_.size() && text_[at_] == '"';
    bool before_quote = true;
    if (at_ < text_.size() && text_[at_] == ')')
      fail(at_, "this parenthesis closes nothing (for text use quotes)");
    while (at_ < text_.size() && text_[at_] != ' ' && !(depth_ > 0 && text_[at_] == ')')) {
      if (text_[at_] != '"') {
        written.text += text_[at_++];
        if (before_quote) written.plain = written.text.size();
        continue;
      }
      before_quote = false;
      const std::size_t close = text_.find('"', at_ + 1);
      if (close == std::string_view::npos) fail(at_, "this quote has no end");
      written.text += text_.substr(at_ + 1, close - at_ - 1);
      at_ = close + 1;
    }
    if (written.text.empty()) fail(written.position, "a term is missing here");
    return written;
  }

  FilterTerm term(const Written& written) {
    FilterTerm term;
    term.negated = written.negated;
    term.position = written.position;
    const std::string_view plain = std::string_view(written.text).substr(0, written.plain);
    const bool done = !written.quoted &&
                      (range(written, term) || colon(written, plain, term) || compare(written, plain, term));
    if (!done) {
      term.kind = Kind::word;
      term.name = written.text;
    }
    return term;
  }

  /// 53101, 53000..53100, 53000.., ..53100
  bool range(const Written& written, FilterTerm& term) {
    const std::string_view text = written.text;
    const std::size_t dots = text.find("..");
    const std::string_view low = text.substr(0, dots);
    const std::string_view high = dots == std::string_view::npos ? low : text.substr(dots + 2);
    const auto fits = [](std::string_view part) { return part.empty() || is_digits(part); };
    if (!fits(low) || !fits(high) || (low.empty() && high.empty())) return false;
    const auto run = [&](std::string_view part) -> std::optional<std::int64_t> {
      if (part.empty()) return std::nullopt;
      const auto value = run_number(part);
      if (!value) fail(written.position, "this is too large for a run number");
      return value;
    };
    term.kind = Kind::run;
    term.min_run = run(low);
    term.max_run = run(high);
    if (term.min_run && term.max_run && *term.min_run > *term.max_run) {
      fail(written.position, "this range ends before it begins");
    }
    return true;
  }

  /// mode:tpc_*, light_yield:failed
  bool colon(const Written& written, std::string_view plain, FilterTerm& term) {
    const std::size_t colon = plain.find(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    if (plain.substr(0, colon).find_first_of("<>=") != std::string_view::npos) return false;
    const std::string_view field = plain.substr(0, colon);
    const std::string_view rest = std::string_view(written.text).substr(colon + 1);
    const std::size_t behind = written.position + colon + 1;
    if (rest.empty()) fail(behind, fmt::format("after {}: a value is missing", field));
    const auto parts = split(rest);
    for (const auto& [name, kind] : pattern_fields) {
      if (field != name) continue;
      term.kind = kind;
      term.patterns = parts;
      return true;
    }
    for (const auto& [name, kind] : compared_fields) {
      if (field == name) fail(written.position, fmt::format("{0} is compared: {0}>..., {0}=...", name));
    }
    term.kind = Kind::state;
    term.name = field;
    const auto* analyses = context_.analyses;
    if (analyses != nullptr && std::ranges::find(*analyses, field) == analyses->end()) {
      fail(written.position,
           fmt::format("{} is no field and no analysis; fields are mode, source, tag, detector, comment; "
                       "analyses are {} (for text with a colon use quotes)",
                       in_quotes(field),
                       analyses->empty() ? "none yet" : fmt::format("{}", fmt::join(*analyses, ", "))));
    }
    for (const auto& part : parts) {
      if (const auto state = task_state(part)) {
        term.states.push_back(*state);
      } else if (part == "none") {
        term.not_wanted = true;
      } else {
        fail(behind, fmt::format("{} is no state; there are done, waiting, todo, submitted, failed, tocheck, "
                                 "none (for text with a colon use quotes)",
                                 in_quotes(part)));
      }
    }
    return true;
  }

  /// livetime>600, start>=2026-01-31, light_yield.light_yield>7.5
  bool compare(const Written& written, std::string_view plain, FilterTerm& term) {
    const std::size_t at = plain.find_first_of("<>=");
    if (at == std::string_view::npos || at == 0) return false;
    const bool with_equal = plain[at] != '=' && at + 1 < plain.size() && plain[at + 1] == '=';
    const std::string_view field = plain.substr(0, at);
    const std::size_t behind = at + (with_equal ? 2 : 1);
    const std::string_view rest = std::string_view(written.text).substr(behind);
    const std::size_t position = written.position + behind;
    term.comparison = plain[at] == '='   ? Comparison::equal
                      : plain[at] == '<' ? (with_equal ? Comparison::less_or_equal : Comparison::less)
                      : with_equal       ? Comparison::greater_or_equal
                                         : Comparison::greater;
    term.kind = Kind::value;
    for (const auto& [name, kind] : compared_fields) {
      if (field == name) term.kind = kind;
    }
    switch (term.kind) {
      case Kind::start:
      case Kind::end:
        moment(rest, position, term);
        return true;
      case Kind::livetime:
        term.value = seconds(rest, position);
        return true;
      case Kind::value:
        if (field.find('.') == std::string_view::npos) {
          fail(written.position,
               fmt::format("{} cannot be compared; number, livetime, start, end and ANALYSIS.VARIABLE can",
                           in_quotes(field)));
        }
        term.name = field;
        [[fallthrough]];
      default:
        term.value = real(rest, position);
        return true;
    }
  }

  static std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t comma = std::min(text.find(',', at), text.size());
      if (comma > at) parts.emplace_back(text.substr(at, comma - at));
      at = comma + 1;
    }
    return parts;
  }

  double real(std::string_view text, std::size_t position) const {
    const auto value = number_in<double>(text);
    if (!value || !std::isfinite(*value)) fail(position, fmt::format("{} is not a number", in_quotes(text)));
    return *value;
  }

  double seconds(std::string_view text, std::size_t position) const {
    if (const auto value = number_in<double>(text); value && std::isfinite(*value)) return *value;
    if (const auto duration = parse_duration(text)) return to_seconds(*duration);
    fail(position, fmt::format("{} is not a time; write seconds, or 10min, 2h", in_quotes(text)));
  }

  /// A day, a minute, a second or less: as long as what is not written. "-2h": so long before now.
  void moment(std::string_view text, std::size_t position, FilterTerm& term) const {
    if (text.starts_with('-')) {
      const auto before = parse_duration(text.substr(1));
      if (!before)
        fail(position, fmt::format("{} is no time before now; write -30min, -2h, -1d", in_quotes(text)));
      term.from = term.to = context_.now - *before;
      return;
    }
    constexpr std::size_t day = 10, minute = 16;  // "2026-01-31", "2026-01-31T12:00"
    std::string whole(text);
    if (text.size() == minute) whole += ":00";
    const auto from = parse_iso(whole);
    if (!from) {
      fail(position, fmt::format("{} is not a moment; write 2026-01-31, 2026-01-31T12:00 (UTC) or -1d",
                                 in_quotes(text)));
    }
    const Duration length = text.size() == day                         ? Duration(std::chrono::hours(24))
                            : text.size() == minute                    ? Duration(std::chrono::minutes(1))
                            : text.find('.') == std::string_view::npos ? Duration(std::chrono::seconds(1))
                                                                       : Duration(1);
    term.from = *from;
    term.to = Time::max() - length < *from ? Time::max() : *from + length;
  }

  std::string_view text_;
  const FilterContext& context_;
  std::size_t at_ = 0;
  std::size_t terms_ = 0;
  int depth_ = 0;
};

}  // namespace

void refuse_filter(std::string_view text, std::size_t position, const std::string& why) {
  // Bytes that continue a character take no column.
  std::size_t column = 0;
  for (const char c : text.substr(0, position)) column += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  throw Error(ErrorKind::usage, fmt::format("filter: {}\n  {}\n  {}^", why, text, std::string(column, ' ')));
}

std::vector<FilterTerm> parse_runs_filter(std::string_view text, const FilterContext& context) {
  if (text.size() > longest_filter) {
    throw Error(ErrorKind::usage,
                fmt::format("filter={} is longer than {} bytes", in_quotes(text), longest_filter));
  }
  if (!is_safe_text(text)) {
    throw Error(ErrorKind::usage,
                fmt::format("filter={} is not UTF-8 text without control characters", in_quotes(text)));
  }
  return Reader(text, context).read();
}

}  // namespace xom::catalogue
