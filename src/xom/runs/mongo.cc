#include "xom/runs/mongo.h"

#include <utility>

#include <fmt/format.h>

#include "xom/base/error.h"
#include "xom/json/run_document.h"

namespace xom::runs {

Changes Mongo::changes() {
  const Time now = clock_.now();
  for (const auto& question : watch_.questions(now)) {
    std::vector<std::int64_t> numbers;
    std::int64_t documents = 0;
    collection_.ask(question, [&](const Collection::Document& document) {
      ++documents;
      if (!numbers.empty() && numbers.back() == document.number) {
        if (doubled_.insert(document.number).second)
          odd(document.number, "has more than one document; the first counts");
        return;
      }
      if (document.number < 0) {
        if (nameless_.insert(document.hash).second) learn(document);
        return;
      }
      numbers.push_back(document.number);
      if (watch_.is_news(document.number, document.hash)) learn(document);
    });
    if (!question.slice) continue;
    for (const auto gone : watch_.answered(question, numbers, documents, now)) {
      odd(gone, "its document is gone; its results stay");
    }
  }
  Changes result = std::exchange(pending_, {});
  for (auto& [number, run] : std::exchange(news_, {})) result.runs.push_back(std::move(run));
  result.more = watch_.first_round();
  return result;
}

void Mongo::learn(const Collection::Document& document) {
  try {
    auto read = json::parse_run_document(document.text());
    for (const auto& oddity : read.oddities) odd(read.run.number, oddity);
    if (document.number < 0) return odd(read.run.number, "has no integer as number and is left out");
    watch_.learn(document.number, !read.run.end);
    news_[document.number] = std::move(read.run);
  } catch (const Error& error) {
    odd(document.number, error.what());
  }
}

void Mongo::odd(std::int64_t number, const std::string& what) {
  pending_.oddities.push_back(number < 0 ? "a document: " + what : fmt::format("run {}: {}", number, what));
}

}  // namespace xom::runs
