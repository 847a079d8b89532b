#include "xom/expr/recipe.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include <fmt/format.h>

#include "xom/expr/columns_of.h"
#include "xom/expr/functions.h"
#include "xom/expr/syntax.h"
#include "xom/model/language_version.h"

namespace xom::expr {
namespace {

/// Arguments taken apart; throws if they do not fit.
struct Arguments {
  std::vector<const Node*> values;
  const Node* where = nullptr;
  const Node* weighted = nullptr;
};

Arguments arguments(std::string_view text, const Node& node, const AggregateFunction& s) {
  Arguments out;
  for (const Node& child : node.children) {
    if (child.kind != NodeKind::keyword) {
      if (out.where != nullptr || out.weighted != nullptr)
        fail(text, child.place, "named arguments come last");
      out.values.push_back(&child);
    } else if (child.word == "where" && out.where == nullptr) {
      out.where = &child.children[0];
    } else if (child.word == "weighted" && s.may_be_weighted && child.children[0].kind == NodeKind::boolean) {
      out.weighted = &child.children[0];
    } else {
      fail(text, child.mark, fmt::format("'{}=' is not an argument here", child.word),
           fmt::format("use {}, with where=selection if wanted", s.usage));
    }
  }
  const std::size_t n = out.values.size();
  const bool fits = s.values == 0 ? n == 1 || (n == 0 && !s.needs_selection) : n == s.values + s.numbers;
  if (!fits)
    fail(text, node.place, fmt::format("'{}' does not take {} argument{}", node.word, n, n == 1 ? "" : "s"),
         fmt::format("use {}, with where=selection if wanted", s.usage));
  return out;
}

std::vector<std::string> known_names() {
  std::vector<std::string> out = {"livetime", "duration", "start", "end", "number"};
  for (const AggregateFunction& s : aggregate_functions()) out.emplace_back(s.name);
  return out;
}

class Builder {
 public:
  Builder(const std::string& text, const Compiler* compiler, const RunConstants* constants, int where,
          Work* work, CompiledVariable* variable)
      : text_(text),
        compiler_(compiler),
        constants_(constants),
        where_(where),
        work_(work),
        variable_(variable) {}

  Step step(const Node& node) {
    Step out;
    switch (node.kind) {
      case NodeKind::integer:
        out.number = static_cast<double>(node.integer);
        if (node.integer <= std::numeric_limits<std::int64_t>::max())
          out.integer = static_cast<std::int64_t>(node.integer);
        return out;
      case NodeKind::real:
        out.number = node.real;
        return out;
      case NodeKind::name:
        return name(node);
      case NodeKind::call:
        return call(node);
      case NodeKind::unary:
        if (node.word == "~") break;
        out.kind = Step::Kind::unary;
        out.word = node.word;
        out.in.push_back(step(node.children[0]));
        return out;
      case NodeKind::binary: {
        static constexpr std::string_view arithmetic[] = {"+", "-", "*", "/", "**"};
        if (std::find(std::begin(arithmetic), std::end(arithmetic), node.word) == std::end(arithmetic)) {
          fail(text_, node.mark, fmt::format("'{}' does not give a value", node.word),
               "a value is made of aggregates with + - * / **; conditions go inside: count(area > 10)");
        }
        out.kind = Step::Kind::binary;
        out.word = node.word;
        out.in.push_back(step(node.children[0]));
        out.in.push_back(step(node.children[1]));
        return out;
      }
      case NodeKind::index:
        column_outside(node);
      case NodeKind::boolean:
      case NodeKind::text:
      case NodeKind::keyword:
        break;
    }
    fail(text_, node.place, "this does not give a number",
         "a value is made of aggregates, e.g. mean(area) / 41.5");
  }

 private:
  [[noreturn]] void column_outside(const Node& node) {
    fail(text_, node.place, fmt::format("'{}' is a column, not one number", node.word),
         fmt::format("take an aggregate of it, e.g. mean({})",
                     text_.substr(node.place.begin, node.place.end - node.place.begin)));
  }

  Step constant(const std::string& name) {
    Step out;
    if (const auto found = find_constant(*constants_, name)) {
      out.number = found->value;
      out.integer = found->integer;
    } else {
      out.kind = Step::Kind::missing;
      out.word = name;
    }
    return out;
  }

  Step name(const Node& node) {
    if (compiler_ == nullptr) return {};
    if (is_run_constant(node.word)) return constant(node.word);
    if (compiler_->has_column(node.word)) column_outside(node);
    if (node.word.find('.') != std::string::npos || find_constant(*constants_, node.word))
      return constant(node.word);
    if (find_aggregate(node.word) != nullptr)
      fail(text_, node.place, fmt::format("'{}' is a function", node.word),
           fmt::format("use {}", find_aggregate(node.word)->usage));
    fail(text_, node.place, fmt::format("'{}' is neither an aggregate nor a number of the run", node.word),
         did_you_mean(node.word, known_names()));
  }

  Step call(const Node& node) {
    const AggregateFunction* s = find_aggregate(node.word);
    if (s == nullptr) {
      if (!is_function_of_values(node.word)) {
        fail(text_, node.mark, fmt::format("there is no function '{}'", node.word),
             did_you_mean(node.word, known_names()));
      }
      if (node.children.size() != 1) fail(text_, node.place, fmt::format("'{}' takes 1 argument", node.word));
      Step out;
      out.kind = Step::Kind::function;
      out.word = node.word;
      out.in.push_back(step(node.children[0]));
      return out;
    }
    const Arguments given = arguments(text_, node, *s);
    if (compiler_ == nullptr) return {};
    if (s->per_livetime.empty()) return aggregate(node, *s, given);
    Step out;
    out.kind = Step::Kind::binary;
    out.word = "/";
    out.in.push_back(aggregate(node, *find_aggregate(s->per_livetime), given));
    out.in.push_back(constant("livetime"));
    return out;
  }

  int number_value(const Node& node) { return compiler_->value(text_, node, work_->program); }

  /// A mask is read row by row, and so is a value: constants are spread.
  int row_value(const Node& node) {
    const int index = number_value(node);
    const Value value = work_->program.values[static_cast<std::size_t>(index)];
    if (!value.constant) return index;
    fail(text_, node.place, "this is the same for every row", "use a column; count() counts rows");
  }

  Step aggregate(const Node& node, const AggregateFunction& s, const Arguments& given) {
    Aggregate out;
    out.function = &s;
    out.parameter = s.parameter;
    out.mask = where_;
    const auto restrict_to = [&](const Node& selection) {
      out.mask =
          Compiler::make_and(out.mask, compiler_->mask(text_, selection, work_->program), work_->program);
    };
    if (given.where != nullptr) restrict_to(*given.where);
    if (s.values > 0) {
      of_values(node, given, out);
    } else if (s.source == Source::selected) {
      out.value = compiler_->mask(text_, *given.values[0], work_->program);
      out.main = out.moments = accumulator(Kind::moments, out.value, out.mask);
    } else {
      if (!given.values.empty()) restrict_to(*given.values[0]);
      out.main = accumulator(Kind::count, -1, out.mask);
    }
    const auto found = std::find(variable_->aggregates.begin(), variable_->aggregates.end(), out);
    Step reference;
    reference.kind = Step::Kind::aggregate;
    reference.aggregate = static_cast<std::size_t>(found - variable_->aggregates.begin());
    if (found == variable_->aggregates.end()) variable_->aggregates.push_back(out);
    return reference;
  }

  int accumulator(Kind kind, int value, int mask) {
    AccumulatorSpec spec;
    spec.kind = kind;
    spec.x = work_->feed({value, mask});
    return work_->accumulator(spec);
  }

  void of_values(const Node& node, const Arguments& given, Aggregate& out) {
    out.value = row_value(*given.values[0]);
    const Type type = work_->program.values[static_cast<std::size_t>(out.value)].type;
    out.integer = type == Type::boolean || type == Type::int32 || type == Type::int64;
    switch (out.function->source) {
      case Source::rows:
      case Source::selected:
        break;  // they take no values
      case Source::sum:
        out.main = accumulator(out.integer ? Kind::integer_sum : Kind::float_sum, out.value, out.mask);
        out.moments = accumulator(Kind::moments, out.value, out.mask);
        break;
      case Source::moments:
        out.main = out.moments = accumulator(Kind::moments, out.value, out.mask);
        break;
      case Source::extremes:
        out.main = accumulator(out.integer ? Kind::integer_extremes : Kind::extremes, out.value, out.mask);
        break;
      case Source::quantiles:
        if (out.function->numbers > 0) out.parameter = quantile(*given.values[1]);
        out.main = accumulator(Kind::quantiles, out.value, out.mask);
        break;
      case Source::joint:
        out.main = joint(Kind::joint, out, *given.values[1], {});
        break;
      case Source::profile:
        if (given.weighted != nullptr) out.parameter = given.weighted->integer != 0 ? 1 : 0;
        out.main = joint(Kind::profile, out, *given.values[1], binning(node, given, 2));
        break;
      case Source::bins: {
        AccumulatorSpec spec = binning(node, given, 1);
        spec.kind = Kind::bins;
        spec.x = work_->feed({out.value, out.mask});
        out.main = work_->accumulator(spec);
        break;
      }
    }
  }

  double quantile(const Node& node) const {
    const double q = compiler_->constant(text_, node);
    if (!(q >= 0 && q <= 1)) fail(text_, node.place, "a quantile is between 0 and 1", "e.g. 0.9 for 90 %");
    return q;
  }

  int joint(Kind kind, const Aggregate& aggregate, const Node& y, AccumulatorSpec spec) {
    spec.kind = kind;
    spec.x = work_->feed({aggregate.value, aggregate.mask});
    spec.y = work_->feed({row_value(y), aggregate.mask});
    return work_->accumulator(spec);
  }

  AccumulatorSpec binning(const Node& node, const Arguments& given, std::size_t first) {
    AccumulatorSpec spec;
    const double bins = compiler_->constant(text_, *given.values[first]);
    spec.low = compiler_->constant(text_, *given.values[first + 1]);
    spec.high = compiler_->constant(text_, *given.values[first + 2]);
    if (!(bins >= 1 && bins <= 100'000) || bins != std::floor(bins)) {
      fail(text_, given.values[first]->place, "the number of bins is an integer from 1 to 100000");
    }
    if (!(spec.low < spec.high) || !std::isfinite(spec.low) || !std::isfinite(spec.high)) {
      fail(text_, node.place, fmt::format("the range {} .. {} is empty", spec.low, spec.high),
           "low comes first");
    }
    spec.bins = static_cast<int>(bins);
    return spec;
  }

  std::string text_;
  const Compiler* compiler_;
  const RunConstants* constants_;
  int where_;
  Work* work_;
  CompiledVariable* variable_;
};

/// What is needed for the covariance of each two aggregates.
void make_pairs(CompiledVariable& variable, Work& work) {
  const auto& all = variable.aggregates;
  for (std::size_t a = 0; a < all.size(); ++a) {
    for (std::size_t b = a + 1; b < all.size(); ++b) {
      Pair pair{a, b, -1, -1};
      const int both = Compiler::make_and(all[a].mask, all[b].mask, work.program);
      const bool linear = all[a].function->influence != nullptr && all[b].function->influence != nullptr;
      if (linear && (all[a].moments >= 0 || all[b].moments >= 0)) {
        AccumulatorSpec spec;
        spec.kind = Kind::joint;
        // A count does not depend on a value: any column does.
        spec.x = work.feed({all[a].moments >= 0 ? all[a].value : all[b].value, both});
        spec.y = work.feed({all[b].moments >= 0 ? all[b].value : all[a].value, both});
        pair.joint = work.accumulator(spec);
      } else {
        AccumulatorSpec spec;
        spec.x = work.feed({-1, both});
        pair.overlap = work.accumulator(spec);
      }
      variable.pairs.push_back(pair);
    }
  }
}

}  // namespace

int Work::feed(Feed wanted) {
  const auto found = std::find(feeds.begin(), feeds.end(), wanted);
  const auto position = static_cast<int>(found - feeds.begin());
  if (found == feeds.end()) feeds.push_back(wanted);
  return position;
}

int Work::accumulator(const AccumulatorSpec& wanted) {
  const auto found = std::find(accumulators.begin(), accumulators.end(), wanted);
  const auto position = static_cast<int>(found - accumulators.begin());
  if (found == accumulators.end()) accumulators.push_back(wanted);
  return position;
}

CompiledVariable compile_variable(const std::string& name, const std::string& unit, const std::string& value,
                                  const std::string& where, const Compiler& compiler,
                                  const RunConstants& constants, Work& work) {
  CompiledVariable out;
  out.name = name;
  out.unit = unit;
  const int mask = where.empty() ? -1 : compiler.mask(where, parse(where), work.program);
  const Node node = parse(value);
  out.value = Builder(value, &compiler, &constants, mask, &work, &out).step(node);
  constexpr std::size_t most = 40;
  if (out.aggregates.size() > most)
    fail(value, node.place, fmt::format("more than {} aggregates in one value", most),
         "make several variables");
  make_pairs(out, work);
  return out;
}

void check_row(const std::string& text) {
  const std::function<void(const Node&)> look = [&](const Node& node) {
    const Function* function = find_function(node.word);
    const std::size_t takes = node.word == "where" ? 3 : function != nullptr ? function->arguments() : 0;
    if (node.kind == NodeKind::name && is_name_of_function(node.word)) {
      fail(text, node.place, fmt::format("'{}' is a function", node.word),
           fmt::format("write {}(...); a column of this name cannot be used", node.word));
    }
    if (node.kind == NodeKind::call && takes == 0) unknown_function(text, node);
    if (node.kind == NodeKind::call && node.children.size() != takes)
      fail(text, node.place,
           fmt::format("'{}' takes {} argument{}", node.word, takes, takes == 1 ? "" : "s"));
    if (node.kind != NodeKind::index) std::ranges::for_each(node.children, look);
  };
  look(parse(text));
}

void check_value(const std::string& text) {
  CompiledVariable unused;
  Builder(text, nullptr, nullptr, -1, nullptr, &unused).step(parse(text));
}

}  // namespace xom::expr
