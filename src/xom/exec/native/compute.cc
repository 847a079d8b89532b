#include "xom/exec/native/compute.h"

#include <algorithm>

#include <fmt/format.h>
#include <unistd.h>

#include "xom/analyses/analysis.h"
#include "xom/base/clock.h"
#include "xom/base/error.h"
#include "xom/exec/job/process.h"
#include "xom/exec/native/scan_pass.h"
#include "xom/expr/reduction.h"
#include "xom/expr/run_constants.h"
#include "xom/json/json.h"
#include "xom/strax/scan.h"

namespace xom::exec {

namespace {

void fail(Computed& computed, AttemptClass outcome, Reason reason) {
  computed.outcome = outcome;
  computed.reason = std::move(reason);
  computed.results.clear();
  computed.texts.clear();
  computed.artifacts.clear();
}

/// The data types that are read together.
std::string types_of(const std::vector<DataNeed>& data) {
  std::vector<std::string> types;
  for (const DataNeed& need : data) types.push_back(need.type);
  return fmt::format("{}", fmt::join(types, ", "));
}

void fail(Computed& computed, const Analysis& analysis, const Error& e) {
  const auto of_data = [&](ReasonCode code) { return Reason{{code, types_of(analysis.data)}, e.what()}; };
  switch (e.kind()) {
    case ErrorKind::interrupted:
      throw e;
    case ErrorKind::not_found:
      return fail(computed, AttemptClass::no_data, of_data(ReasonCode::waiting_for_data));
    case ErrorKind::incomplete:
      return fail(computed, AttemptClass::no_data, of_data(ReasonCode::incomplete_data));
    case ErrorKind::corrupt:
      return fail(computed, AttemptClass::corrupt_data, of_data(ReasonCode::damaged_data));
    case ErrorKind::unavailable:
    case ErrorKind::io:
    case ErrorKind::full:
      return fail(computed, AttemptClass::infrastructure,
                  reason_of(ReasonCode::failed_computation, e.what()));
    default:
      return fail(computed, AttemptClass::user_error, reason_of(ReasonCode::failed_analysis, e.what()));
  }
}

Input input(const strax::DataSet& set) {
  return {set.run,
          set.type,
          set.hash,
          set.metadata && set.metadata->hash_checked,
          set.metadata ? set.metadata->lineage_gives : "",
          set.metadata ? set.metadata->rows() : 0,
          set.metadata ? set.metadata->bytes() : 0};
}

class Computation {
 public:
  Computation(const Run& run, const strax::Storage& storage, const ComputeOptions& options)
      : run_(run), storage_(storage), options_(options) {}

  Proof begin(const Analysis& analysis) const {
    Proof proof;
    proof.definition_hash = definition_hash(analysis);
    proof.program_version = options_.program_version;
    proof.host = host_;
    proof.started = SystemClock().now();
    return proof;
  }

  /// All recipes over one list of data types.
  void recipes(const std::vector<const Analysis*>& analyses, const std::vector<Computed*>& answers) const {
    try {
      std::vector<strax::DataSet> sets;
      std::vector<Input> inputs;
      for (const DataNeed& need : analyses.front()->data) {
        sets.push_back(find(need.type, need.hash));
        inputs.push_back(input(sets.back()));
      }
      for (Computed* answer : answers) answer->proof.inputs = inputs;
      reduce(analyses, answers, strax::Scan(std::move(sets)));
    } catch (const Error& e) {
      for (std::size_t i = 0; i < answers.size(); ++i) {
        if (answers[i]->outcome == AttemptClass::ok) fail(*answers[i], *analyses[i], e);
      }
    } catch (const DeadlinePassed&) {
      for (Computed* answer : answers) {
        if (answer->outcome == AttemptClass::ok) late(*answer);
      }
    }
  }

  void built_in(const Analysis& analysis, Computed& answer) const {
    try {
      const analyses::BuiltIn* found = analyses::find(analysis.builtin);
      if (found == nullptr)
        throw Error(ErrorKind::config, "there is no built-in analysis " + analysis.builtin);
      const auto data = [&](std::string_view type) {
        std::string hash;
        for (const DataNeed& need : analysis.data) {
          if (need.type == type) hash = need.hash;
        }
        strax::DataSet set = find(type, hash);
        answer.proof.inputs.push_back(input(set));
        return set;
      };
      choose(analysis, found->compute({analysis, run_, data, in_time(), options_.stop}), answer);
    } catch (const Error& e) {
      fail(answer, analysis, e);
    } catch (const DeadlinePassed&) {
      late(answer);
    }
  }

 private:
  strax::DataSet find(std::string_view type, std::string_view hash) const {
    return storage_.find_whole(run_.name, run_.start, run_.end, type, hash);
  }

  std::function<void()> in_time() const {
    return [deadline = options_.deadline.value_or(Time::max())] {
      if (SystemClock().now() >= deadline) throw DeadlinePassed();
    };
  }

  static void late(Computed& answer) {
    fail(answer, AttemptClass::resource, {{ReasonCode::time_limit, ""}, "had not ended at its time limit"});
  }

  void reduce(const std::vector<const Analysis*>& analyses, const std::vector<Computed*>& answers,
              const strax::Scan& scan) const {
    expr::Reduction reduction(scan.schema(), expr::run_constants(run_));
    std::vector<std::size_t> recipe(analyses.size());
    bool any = false;
    for (std::size_t i = 0; i < analyses.size(); ++i) {
      try {
        recipe[i] = reduction.add(analyses[i]->variables, analyses[i]->histograms);
        any = true;
      } catch (const Error& e) {
        fail(*answers[i], *analyses[i], e);
      }
    }
    if (!any) return;
    const ReadLimits limits{options_.deadline.value_or(Time::max()), options_.most_bytes, options_.stop};
    auto state = read_all(scan, reduction, options_.threads, limits);
    for (std::size_t i = 0; i < analyses.size(); ++i) {
      if (answers[i]->outcome != AttemptClass::ok) continue;
      try {
        take(reduction.finish(state, recipe[i]), *answers[i]);
      } catch (const Error& e) {
        fail(*answers[i], *analyses[i], e);
      }
    }
  }

  static void take(expr::Outcome outcome, Computed& answer) {
    answer.results = std::move(outcome.results);
    answer.texts = std::move(outcome.texts);
    for (const Histogram& histogram : outcome.histograms) {
      answer.artifacts.push_back({histogram.name, "histogram", "application/json", json::to_json(histogram)});
    }
  }

  /// Those the analysis declares, with the unit it declares.
  static void choose(const Analysis& analysis, const std::vector<Result>& all, Computed& answer) {
    for (const Variable& variable : analysis.variables) {
      const auto found =
          std::find_if(all.begin(), all.end(), [&](const Result& r) { return r.variable == variable.name; });
      if (found == all.end()) {
        throw Error(ErrorKind::config,
                    "the built-in analysis " + analysis.builtin + " has no variable " + variable.name);
      }
      if (found->unit != variable.unit) {
        throw Error(ErrorKind::config, variable.name + " of the built-in analysis " + analysis.builtin +
                                           " is in " + found->unit + ", declared is " + variable.unit);
      }
      answer.results.push_back(*found);
    }
  }

  const Run& run_;
  const strax::Storage& storage_;
  const ComputeOptions& options_;
  const std::string host_ = this_process().host;
};

}  // namespace

std::vector<Computed> compute(std::span<const Analysis* const> analyses, const Run& run,
                              const strax::Storage& storage, const ComputeOptions& options) {
  const Computation computation(run, storage, options);
  std::vector<Computed> answers(analyses.size());
  std::vector<bool> done(analyses.size(), false);
  for (std::size_t i = 0; i < analyses.size(); ++i) {
    if (done[i]) continue;
    const Time started = SystemClock().now();
    std::vector<const Analysis*> together;
    std::vector<Computed*> theirs;
    for (std::size_t j = i; j < analyses.size(); ++j) {
      const bool fused =
          j == i || (analyses[i]->kind == AnalysisKind::recipe && analyses[j]->kind == AnalysisKind::recipe &&
                     analyses[j]->data == analyses[i]->data);
      if (!fused) continue;
      done[j] = true;
      answers[j].proof = computation.begin(*analyses[j]);
      together.push_back(analyses[j]);
      theirs.push_back(&answers[j]);
    }
    if (analyses[i]->kind == AnalysisKind::builtin) {
      computation.built_in(*analyses[i], answers[i]);
    } else if (analyses[i]->kind == AnalysisKind::recipe) {
      computation.recipes(together, theirs);
    } else {
      fail(answers[i], AttemptClass::user_error,
           {{ReasonCode::failed_analysis, ""},
            "analysis " + analyses[i]->name + " is a command, not a recipe"});
    }
    const Duration took = SystemClock().now() - started;
    const auto process = process_stat(::getpid());
    for (Computed* answer : theirs) {
      answer->proof.duration = took;
      if (process) answer->proof.peak_memory_bytes = process->resident_bytes;
    }
  }
  return answers;
}

}  // namespace xom::exec
