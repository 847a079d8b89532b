#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "xom/model/analysis.h"
#include "xom/model/result.h"
#include "xom/model/run.h"
#include "xom/strax/storage.h"

namespace xom::analyses {

/// What a built-in analysis works on. Everything outlives the call.
struct Task {
  const Analysis& analysis;
  const Run& run;
  /// The data set of a type as the analysis wants it (its hash, if it names one).
  std::function<strax::DataSet(std::string_view type)> data;
  std::function<void()> each_block;  ///< Called before each block; throws to end the analysis.
  std::stop_token stop;
};

/// An analysis that needs more than a recipe. It reads in blocks: memory does not grow with the run.
struct BuiltIn {
  std::string name;
  std::string title;
  std::vector<std::string> types;   ///< Data types it reads.
  std::vector<Variable> variables;  ///< All it can give. An analysis may declare some of them.

  /// One result per variable of this list, in its order. Throws Error as strax::Scan does, and
  /// Error{expression} for a selection that does not fit the data. Any thread.
  std::function<std::vector<Result>(const Task&)> compute;
};

/// All of them.
const std::vector<BuiltIn>& list();

/// By name; nullptr if there is none.
const BuiltIn* find(std::string_view name);

BuiltIn photo_ionization();

}  // namespace xom::analyses
