#include "xom/catalogue/runs_match.h"

#include <algorithm>
#include <iterator>

#include "xom/base/error.h"
#include "xom/base/text.h"
#include "xom/plan/selection.h"

namespace xom::catalogue {

namespace {

using Kind = FilterTerm::Kind;
using Row = RunTable::Row;

/// `part` is in lower case already.
bool contains(std::string_view text, std::string_view part) {
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; };
  return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

template <class T>
bool compare(T value, Comparison comparison, T from, T to) {
  switch (comparison) {
    case Comparison::less:
      return value < from;
    case Comparison::less_or_equal:
      return from == to ? value <= from : value < to;
    case Comparison::greater:
      return from == to ? value > from : value >= to;
    case Comparison::greater_or_equal:
      return value >= from;
    case Comparison::equal:
      return from == to ? value == from : value >= from && value < to;
  }
  return false;
}

/// The answer of a condition for every word (or set), so that rows only look it up.
template <class T, class Condition>
std::vector<char> answers(const std::vector<T>& all, Condition condition) {
  std::vector<char> result;
  result.reserve(all.size());
  for (const T& one : all) result.push_back(condition(one) ? 1 : 0);
  return result;
}

class Matcher {
 public:
  Matcher(const RunTable& table, std::string_view text, const FilterSource& source, const Deadline& deadline)
      : table_(table), text_(text), source_(source), deadline_(deadline) {}

  void keep_all(std::vector<std::uint32_t>& rows, const std::vector<FilterTerm>& terms) const {
    for (const bool cheap : {true, false}) {
      for (const auto& term : terms) {
        if (is_cheap(term) == cheap) keep(rows, term);
      }
    }
  }

 private:
  /// Searching in text is slow: it comes last, when few rows are left.
  static bool is_cheap(const FilterTerm& term) {
    if (term.kind == Kind::any) {
      return std::ranges::all_of(term.alternatives,
                                 [](const auto& all) { return std::ranges::all_of(all, is_cheap); });
    }
    return term.kind != Kind::word && term.kind != Kind::comment;
  }

  void keep(std::vector<std::uint32_t>& rows, const FilterTerm& term) const {
    switch (term.kind) {
      case Kind::any:
        return keep_any(rows, term);
      case Kind::run:
        return keep_if(rows, term, [&](const Row& row) {
          return row.number >= term.min_run.value_or(INT64_MIN) &&
                 row.number <= term.max_run.value_or(INT64_MAX);
        });
      case Kind::mode:
      case Kind::source: {
        const plan::Patterns patterns(term.patterns);
        const auto yes =
            answers(table_.words(), [&](const std::string& word) { return patterns.match(word); });
        const auto field = term.kind == Kind::mode ? &Row::mode : &Row::source;
        return keep_if(rows, term, [&](const Row& row) { return yes[row.*field] != 0; });
      }
      case Kind::tag:
      case Kind::detector: {
        const plan::Patterns patterns(term.patterns);
        const bool tags = term.kind == Kind::tag;
        const auto yes = answers(table_.sets(), [&](const std::vector<std::string>& set) {
          return std::ranges::any_of(set, [&](const std::string& one) {
            return tags ? patterns.match_tag(one) : patterns.match(one);
          });
        });
        const auto field = tags ? &Row::tags : &Row::detectors;
        return keep_if(rows, term, [&](const Row& row) { return yes[row.*field] != 0; });
      }
      case Kind::comment: {
        std::vector<std::string> parts;
        for (const auto& pattern : term.patterns) parts.push_back(lower(pattern));
        return keep_if(rows, term, [&](const Row& row) {
          return row.text != nullptr && std::ranges::any_of(parts, [&](const std::string& part) {
                   return contains(*row.text, part);
                 });
        });
      }
      case Kind::word:
        return keep_word(rows, term);
      case Kind::number:
        return keep_if(rows, term, [&](const Row& row) {
          return compare(static_cast<double>(row.number), term.comparison, term.value, term.value);
        });
      case Kind::livetime:
        return keep_if(rows, term, [&](const Row& row) {
          return compare(RunTable::livetime(row), term.comparison, term.value, term.value);
        });
      case Kind::start:
      case Kind::end: {
        const auto field = term.kind == Kind::start ? &Row::start_ns : &Row::end_ns;
        return keep_if(rows, term, [&](const Row& row) {
          return row.*field != RunTable::none &&
                 compare(row.*field, term.comparison, to_ns(term.from), to_ns(term.to));
        });
      }
      case Kind::state:
        return keep_state(rows, term);
      case Kind::value: {
        const auto values = look_up(term, source_.values);
        const Row* first = table_.rows().data();
        return keep_if(rows, term, [&](const Row& row) {
          return compare(values[static_cast<std::size_t>(&row - first)], term.comparison, term.value,
                         term.value);
        });
      }
    }
  }

  void keep_any(std::vector<std::uint32_t>& rows, const FilterTerm& term) const {
    std::vector<std::uint32_t> found;
    for (const auto& terms : term.alternatives) {
      std::vector<std::uint32_t> some = rows, both;
      keep_all(some, terms);
      std::ranges::set_union(found, some, std::back_inserter(both));
      found = std::move(both);
    }
    if (term.negated) {
      std::vector<std::uint32_t> others;
      std::ranges::set_difference(rows, found, std::back_inserter(others));
      found = std::move(others);
    }
    rows = std::move(found);
  }

  template <class Condition>
  void keep_if(std::vector<std::uint32_t>& rows, const FilterTerm& term, Condition condition) const {
    std::size_t looked_at = 0;
    std::erase_if(rows, [&](std::uint32_t i) {
      if (looked_at++ % 1024 == 0) deadline_.check();
      return condition(table_.rows()[i]) == term.negated;
    });
  }

  void keep_word(std::vector<std::uint32_t>& rows, const FilterTerm& term) const {
    const std::string part = lower(term.name);
    const auto words = answers(table_.words(), [&](const std::string& word) { return contains(word, part); });
    const auto sets = answers(table_.sets(), [&](const std::vector<std::string>& set) {
      return std::ranges::any_of(set, [&](const std::string& one) { return contains(one, part); });
    });
    const bool digits = std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
    keep_if(rows, term, [&](const Row& row) {
      return words[row.mode] != 0 || words[row.source] != 0 || sets[row.tags] != 0 ||
             (row.text != nullptr && contains(*row.text, part)) ||
             (digits && contains(std::to_string(row.number), part)) || contains(row.other_name, part);
    });
  }

  void keep_state(std::vector<std::uint32_t>& rows, const FilterTerm& term) const {
    const auto states = look_up(term, source_.states);
    const Row* first = table_.rows().data();
    keep_if(rows, term, [&](const Row& row) {
      const std::uint8_t state = states[static_cast<std::size_t>(&row - first)];
      if (state == FilterSource::no_task) return term.not_wanted;
      return std::ranges::find(term.states, static_cast<TaskState>(state)) != term.states.end();
    });
  }

  template <class T>
  std::vector<T> look_up(const FilterTerm& term,
                         const std::function<std::vector<T>(const std::string&)>& column) const {
    try {
      return column(term.name);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::not_found) throw;
      refuse_filter(text_, term.position, error.what());
    }
  }

  const RunTable& table_;
  std::string_view text_;
  const FilterSource& source_;
  const Deadline& deadline_;
};

}  // namespace

std::vector<std::uint32_t> matching(const RunTable& table, const std::vector<FilterTerm>& terms,
                                    std::string_view text, const FilterSource& source,
                                    const Deadline& deadline) {
  std::vector<std::uint32_t> rows(table.rows().size());
  for (std::uint32_t i = 0; i < rows.size(); ++i) rows[i] = i;
  Matcher(table, text, source, deadline).keep_all(rows, terms);
  return rows;
}

}  // namespace xom::catalogue
