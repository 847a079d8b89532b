#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/api/access/context.h"
#include "xom/api/http/answer.h"
#include "xom/api/http/parameters.h"
#include "xom/api/resources/routes.h"
#include "xom/base/error.h"
#include "xom/base/text.h"
#include "xom/catalogue/runs_query.h"
#include "xom/catalogue/variable_search.h"

namespace xom::api {

namespace {

using Json = nlohmann::ordered_json;

struct Page {
  std::string_view title, detail, url;
};
constexpr std::array<Page, 6> pages_to_find = {
    {{"Now", "what is new, late or wrong", "/"},
     {"Runs", "all runs, with a filter", "/runs"},
     {"Trends", "variables along the runs", "/trends"},
     {"Coverage", "runs and analyses, what is done and why not", "/coverage"},
     {"Analyses", "catalogue and workbench", "/analyses"},
     {"Operations", "queue, latency, failures, store", "/operations"}}};

Json entry(std::string_view kind, std::string_view title, std::string_view detail, std::string_view url) {
  return {{"kind", kind}, {"title", title}, {"detail", detail}, {"url", url}};
}

std::string detail(const catalogue::RunTable& runs, const catalogue::RunTable::Row& row) {
  std::string text = runs.mode(row);
  if (row.start_ns != catalogue::RunTable::none) {
    text += (text.empty() ? "" : ", ") + to_iso_seconds(from_ns(row.start_ns));
  }
  return text;
}

/// "53101", "53101..53110", "53101-53110"
void add_runs(Json& list, const catalogue::RunTable& runs, std::string text) {
  const std::size_t dash = text.find('-');
  if (dash != std::string::npos && dash > 0 && text.find("..") == std::string::npos)
    text.replace(dash, 1, "..");
  std::vector<catalogue::FilterTerm> terms;
  try {
    terms = catalogue::parse_runs_filter(text);
  } catch (const Error&) {
    return;  // no run and no range: something else may fit
  }
  if (terms.size() != 1 || terms[0].kind != catalogue::FilterTerm::Kind::run || terms[0].negated) return;
  const auto& term = terms[0];
  if (term.min_run == term.max_run) {
    if (const auto* row = runs.find(*term.min_run)) {
      list.push_back(entry("run", fmt::format("Run {}", row->number), detail(runs, *row),
                           fmt::format("/runs/{}", row->number)));
    }
    return;
  }
  const auto [first, last] = runs.range(term.min_run, term.max_run);
  list.push_back(entry("range", fmt::format("Runs {}", text), fmt::format("{} runs", last - first),
                       "/runs?filter=" + text));
}

/// "tag:messy", "livetime>600 mode:tpc_*": what says more than words or a range.
void add_filter(Json& list, const Context& context, const catalogue::Inventory& inventory,
                const std::string& text) {
  try {
    const auto terms = catalogue::parse_runs_filter(text, {context.now()});
    const auto says_more = [](const catalogue::FilterTerm& term) {
      return term.kind != catalogue::FilterTerm::Kind::word && term.kind != catalogue::FilterTerm::Kind::run;
    };
    if (std::ranges::none_of(terms, says_more)) return;
    const auto table = context.runs();
    const auto rows = catalogue::rows_matching(context, inventory, *table, terms, text);
    list.push_back(entry("filter", "Runs that match " + text,
                         fmt::format("{} {}", rows.size(), rows.size() == 1 ? "run" : "runs"),
                         "/runs?filter=" + percent_encoded(text, ":,*")));
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::usage) throw;  // else no filter, or not yet
  }
}

Response search(Context& context, const Request& request) {
  const Parameters parameters(request);
  const std::string words = parameters.text("q");
  const auto limit = static_cast<std::size_t>(parameters.integer_or("limit", 20, 1, 100));
  Json list = Json::array();
  if (words.empty()) return answer(list);
  add_runs(list, *context.runs(), words);
  const catalogue::Inventory inventory(context);
  add_filter(list, context, inventory, words);
  for (const Analysis* analysis : inventory.newest()) {
    if (catalogue::fitness(words, analysis->name,
                           analysis->name + " " + analysis->title + " " + analysis->description) == 0)
      continue;
    list.push_back(entry("analysis", analysis->title.empty() ? analysis->name : analysis->title,
                         analysis->name + " " + analysis->version, "/analyses/" + analysis->name));
  }
  for (const auto& found : catalogue::search_variables(inventory, words)) {
    if (list.size() >= limit) break;
    const auto& variable = found.variable;
    list.push_back(entry("variable", variable.title.empty() ? variable.name : variable.title,
                         found.key + (variable.unit == "1" ? "" : " [" + variable.unit + "]"),
                         "/trends?v=" + found.key));
  }
  for (const auto& page : pages_to_find) {
    if (catalogue::fitness(words, page.title, std::string(page.title) + " " + std::string(page.detail)) > 0) {
      list.push_back(entry("page", page.title, page.detail, page.url));
    }
  }
  while (list.size() > limit) list.erase(list.size() - 1);
  return answer(list);
}

}  // namespace

std::vector<Route> search_routes() {
  return {heavy({Method::get,
                 "/api/v1/search",
                 Permission::look,
                 {"q", "limit"},
                 "Runs, ranges, filters, analyses, variables and pages",
                 search})};
}

}  // namespace xom::api
