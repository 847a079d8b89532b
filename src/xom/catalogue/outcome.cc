#include "xom/catalogue/outcome.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/hash.h"
#include "xom/base/parse_json.h"
#include "xom/json/json.h"

namespace xom::catalogue {
namespace {

using Json = nlohmann::ordered_json;

Json results_json(const Outcome& outcome) {
  Json list = Json::array();
  for (std::size_t i = 0; i < outcome.ended.results.size(); ++i) {
    const Result& result = outcome.ended.results[i];
    Json document = parse_json(json::to_json(result));
    if (i < outcome.texts.size())
      document["value"] = parse_json(json::number_json(outcome.texts[i], result.value));
    list.push_back(std::move(document));
  }
  return list;
}

/// Histograms are JSON already, and may be large: as values they would be ten times as large. A word that
/// nothing else is stands for each until the text is made.
class Contents {
 public:
  std::string stand_in(const std::string& json) {
    texts_.push_back(&json);
    return fmt::format("{}-{}", word_, texts_.size() - 1);
  }
  /// The texts in the place of what stands for them.
  std::string put_into(const std::string& document) const {
    std::string whole;
    std::size_t from = 0;
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      const std::string mark = fmt::format("\"{}-{}\"", word_, i);
      const std::size_t at = document.find(mark, from);
      whole.append(document, from, at - from);
      whole += *texts_[i];
      from = at + mark.size();
    }
    return whole.append(document, from);
  }

 private:
  const std::string word_ = random_hex(16);
  std::vector<const std::string*> texts_;
};

Json outcome_json(const Outcome& outcome, Contents& contents) {
  const exec::Ended& ended = outcome.ended;
  Json document{{"run", outcome.runs.back().number}, {"name", outcome.runs.back().name}};
  if (outcome.runs.size() > 1) document["group"] = outcome.task.runs;
  if (!outcome.task.container.empty()) document["container"] = outcome.task.container;
  document["outcome"] = to_string(ended.outcome);
  if (!ended.reason.text.empty()) document["reason"] = ended.reason.text;
  document["results"] = results_json(outcome);
  Json artifacts = Json::array();
  for (const auto& artifact : ended.artifacts) {
    artifacts.push_back({{"name", artifact.name},
                         {"kind", artifact.kind},
                         {"media_type", artifact.media_type},
                         {"bytes", artifact.bytes.size()}});
    if (artifact.kind == "histogram" && !json_or_null(artifact.bytes).is_null())
      artifacts.back()["content"] = contents.stand_in(artifact.bytes);
  }
  document["artifacts"] = std::move(artifacts);
  document["proof"] = parse_json(json::to_json(ended.proof));
  if (ended.exit_code) document["exit_code"] = *ended.exit_code;
  if (ended.signal) document["signal"] = *ended.signal;
  if (ended.outcome != AttemptClass::ok && !ended.log_tail.empty()) document["log_tail"] = ended.log_tail;
  document["stored"] = outcome.stored;
  if (!outcome.not_stored.empty()) document["not_stored"] = outcome.not_stored;
  return document;
}

}  // namespace

std::string outcomes_json(const Analysis& analysis, const std::vector<Outcome>& outcomes) {
  Json runs = Json::array();
  Contents contents;
  for (const auto& outcome : outcomes) runs.push_back(outcome_json(outcome, contents));
  const Json document{{"analysis", analysis.name}, {"version", analysis.version}, {"runs", runs}};
  return contents.put_into(document.dump(2, ' ', false, Json::error_handler_t::replace));
}

}  // namespace xom::catalogue
