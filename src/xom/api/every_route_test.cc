#include <algorithm>
#include <map>
#include <random>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "xom/api/extreme_stores.h"
#include "xom/api/http/conditional.h"
#include "xom/api/http/route_match.h"
#include "xom/api/resources/routes.h"
#include "xom/api/service.h"
#include "xom/testkit/fake_clock.h"

namespace xom::api {
namespace {

using nlohmann::json;
using Query = std::vector<std::pair<std::string, std::string>>;

/// What a request needs to get beyond the check of its parameters. Others are left out.
const std::map<std::string, std::string> usual_values = {
    {"v", "a.x"}, {"analysis", "a"}, {"name", "h"}, {"run", "7"}, {"runs", "1..12"}, {"q", "a"},
};

/// A small number of everything, the largest that something takes, and one more; names that are there and
/// not.
const std::vector<std::string> numbers = {
    "0", "1", "2", "3", "7", "-1", "1000", "1000000", "10000000", "999999999999", "1000000000000"};
const std::vector<std::string> texts = {
    "",
    "9223372036854775807",
    "-9223372036854775808",
    "99999999999999999999",
    "1e308",
    "nan",
    "a",
    "g",
    "h",
    "none",
    "v1",
    "a.x",
    "a.y",
    "g.y",
    "a.none",
    "a.x@v1",
    "a.x@v9!none",
    "a.x,a.y,g.x",
    "-a.y",
    "-number",
    "livetime",
    "mode",
    "-start",
    "12..1",
    "1..999999999999",
    "..",
    "1,1,1..2",
    "-mode:x",
    "a.x>-1e308 a.y<1e308",
    "a:failed",
    "a:none",
    "livetime>1e300",
    "livetime<0",
    "start>=1677-09-22",
    "end<2262-04-11",
    "done,failed,waiting",
    "*",
    "(",
    "\"",
    "%",
};

const std::map<std::string, std::vector<std::string>> bodies_of = {
    {"/api/v1/session", {"name", "password"}},
    {"/api/v1/comments", {"runs", "text"}},
    {"/api/v1/workbench", {"toml", "runs"}},
    {"/api/v1/tasks/actions",
     {"verb", "analysis", "version", "runs", "min_run", "max_run", "states", "priority", "reason"}},
};

std::string encoded(const std::string& text) {
  std::string all;
  for (const char c : text) {
    constexpr char digits[] = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    all += {'%', digits[byte >> 4], digits[byte & 15]};
  }
  return all;
}

/// Cells of each line, by the rules of RFC 4180.
std::vector<std::size_t> cells_of_lines(const std::string& csv) {
  std::vector<std::size_t> lines;
  std::size_t cells = 1;
  bool quoted = false;
  for (std::size_t i = 0; i < csv.size(); ++i) {
    if (csv[i] == '"') quoted = !quoted;
    if (quoted) continue;
    if (csv[i] == ',') ++cells;
    if (csv[i] == '\n') lines.push_back(std::exchange(cells, 1));
  }
  if (quoted || cells != 1) lines.push_back(0);  // it does not end as it should
  return lines;
}

/// Every route on every store: no request ends the process, and each has an answer that can be read.
class EveryRoute : public ExtremeStore, public testing::WithParamInterface<Extreme> {
 protected:
  EveryRoute() : clock_(at(2000)) {
    fill(GetParam());
    config::Configuration configuration;
    configuration.instance.store = path();
    configuration.instance.data = {folder() / "data"};
    if (GetParam() != Extreme::nothing) configuration.analyses = definitions();
    service_ = std::make_unique<Service>(
        Service{std::make_shared<const config::Configuration>(configuration), path(), clock_, routes()});
    worker_ = std::make_unique<Worker>(*service_);
  }

  void ask(const Route& route, const std::string& path, const Query& query, const std::string& body = {}) {
    std::string target = path;
    for (const auto& [name, value] : query)
      target += (target.size() == path.size() ? '?' : '&') + name + '=' + encoded(value);
    SCOPED_TRACE(std::string(to_string(route.method)) + " " + target + " " + body.substr(0, 200));
    Incoming incoming{std::string(to_string(route.method)),
                      target,
                      {{"host", "localhost"}, {"content-type", "application/json"}},
                      body,
                      "id1",
                      "127.0.0.1"};
    const Response response = worker_->answer(std::move(incoming));
    EXPECT_LT(response.status, 500) << response.body.substr(0, 400);
    if (response.status != 204 && response.media_type == "application/json") {
      EXPECT_TRUE(json::accept(response.body)) << response.body.substr(0, 400);
    }
    if (response.media_type.starts_with("text/csv") && response.status == 200) {
      const auto lines = cells_of_lines(response.body);
      ASSERT_FALSE(lines.empty());
      EXPECT_EQ(std::ranges::count(lines, lines[0]), static_cast<std::ptrdiff_t>(lines.size()));
    }
  }

  /// The paths that a pattern stands for.
  static std::vector<std::string> paths(const std::string& pattern) {
    const auto open = pattern.find('{');
    if (open == std::string::npos) return {pattern};
    std::vector<std::string> all;
    for (const char* value : {"7", "1", "0", "13", "999999999999", "9223372036854775807",
                              "99999999999999999999", "-1", "a", "none", "%00"}) {
      std::string path = pattern;
      all.push_back(path.replace(open, path.find('}') - open + 1, value));
    }
    return all;
  }
  static Query usual(const Route& route) {
    Query query;
    for (const auto& name : route.parameters) {
      if (const auto found = usual_values.find(name); found != usual_values.end()) query.push_back(*found);
    }
    return query;
  }
  static void put(Query& query, const std::string& name, const std::string& value) {
    const auto found = std::ranges::find(query, name, &Query::value_type::first);
    if (found != query.end()) {
      found->second = value;
    } else {
      query.emplace_back(name, value);
    }
  }

  /// Each parameter alone, each two of them together, and all of them by chance.
  void ask_with_all_parameters(const Route& route, const std::string& path) {
    const Query base = usual(route);
    ask(route, path, base);
    ask(route, path, {});
    const auto& names = route.parameters;
    for (std::size_t a = 0; a < names.size(); ++a) {
      for (const auto* values : {&numbers, &texts}) {
        for (const auto& value : *values) {
          Query query = base;
          put(query, names[a], value);
          ask(route, path, query);
        }
      }
      for (std::size_t b = 0; b < a; ++b) {
        for (const char* first : {"0", "1", "2", "3", "7", "999999999999"}) {
          for (const char* second : {"0", "1", "2", "7", "999999999999"}) {
            Query query = base;
            put(query, names[a], first);
            put(query, names[b], second);
            ask(route, path, query);
          }
        }
      }
    }
    std::mt19937 chance(1);
    for (int round = 0; round < 20 && names.size() > 2; ++round) {
      Query query = base;
      for (const auto& name : names) {
        const auto& values = chance() % 2 == 0 ? numbers : texts;
        if (chance() % 2 == 0) put(query, name, values[chance() % values.size()]);
      }
      ask(route, path, query);
    }
  }

  void ask_with_all_bodies(const Route& route) {
    const auto keys = bodies_of.find(route.pattern);
    ASSERT_NE(keys, bodies_of.end()) << "name the keys of its body in bodies_of: " << route.pattern;
    const json good{{"name", "anna"},
                    {"password", "secret"},
                    {"runs", {1, 7}},
                    {"text", "pump"},
                    {"verb", "retry"},
                    {"analysis", "a"},
                    {"version", ""},
                    {"reason", "test"},
                    {"min_run", 1},
                    {"max_run", 12},
                    {"states", {"done"}},
                    {"priority", 0},
                    {"toml",
                     "[analysis.t]\nversion='1'\ndata='peaks'\n"
                     "variables.n={value='count()'}"}};
    json base = json::object();
    for (const auto& key : keys->second) base[key] = good[key];
    if (base.contains("min_run")) base.erase("runs");
    const std::vector<json> values = {nullptr,
                                      true,
                                      0,
                                      1,
                                      -1,
                                      1e308,
                                      INT64_MAX,
                                      UINT64_MAX,
                                      "",
                                      "x",
                                      json::array(),
                                      json::object(),
                                      {1, 12},
                                      {INT64_MAX},
                                      {-1},
                                      {"x"},
                                      {{1}},
                                      999999999999,
                                      "recompute",
                                      "exclude",
                                      "prioritise",
                                      "cancel",
                                      "include"};
    ask(route, route.pattern, {}, base.dump());
    for (const char* text : {"", "{}", "[]", "null", "{", "1"}) ask(route, route.pattern, {}, text);
    for (const auto& key : keys->second) {
      for (const auto& value : values) {
        json body = base;
        body[key] = value;
        ask(route, route.pattern, {}, body.dump());
        if (key == "min_run") {
          body["max_run"] = 0;
          ask(route, route.pattern, {}, body.dump());
        }
      }
      json body = base;
      body.erase(key);
      ask(route, route.pattern, {}, body.dump());
    }
  }

  testkit::FakeClock clock_;
  std::unique_ptr<Service> service_;
  std::unique_ptr<Worker> worker_;
};

TEST_P(EveryRoute, answers_every_request) {
  for (const Route& route : service_->routes) {
    if (route.method != Method::get) continue;
    const auto all = paths(route.pattern);
    ask_with_all_parameters(route, all.front());
    for (const auto& path : all) ask(route, path, usual(route));
  }
  for (const Route& route : service_->routes) {  // afterwards: they change the store
    if (route.method == Method::post) ask_with_all_bodies(route);
    if (route.method == Method::del) {
      for (const auto& path : paths(route.pattern)) ask(route, path, {});
    }
  }
}

TEST_P(EveryRoute, refuses_a_range_that_ends_before_it_begins) {
  const auto has = [](const Route& route, const char* name) {
    return std::ranges::find(route.parameters, name) != route.parameters.end();
  };
  const auto status = [&](const std::string& method, const std::string& target, const std::string& body) {
    return worker_
        ->answer({method,
                  target,
                  {{"host", "localhost"}, {"content-type", "application/json"}},
                  body,
                  "id1",
                  "127.0.0.1"})
        .status;
  };
  int asked = 0;
  for (const Route& route : service_->routes) {
    for (const auto& [low, high, runs, filter] :
         {std::tuple("min_run", "max_run", "", ""), std::tuple("", "", "runs", ""),
          std::tuple("", "", "", "filter")}) {
      std::string query;
      if (has(route, low) && has(route, high)) query = "min_run=9&max_run=3";
      if (has(route, runs)) query = "runs=9..3";
      if (has(route, filter)) query = "filter=9..3";
      if (query.empty()) continue;
      ++asked;
      EXPECT_EQ(status("GET", route.pattern + "?" + (has(route, "v") ? "v=a.x&" : "") + query, ""), 400)
          << route.pattern << " " << query;
    }
  }
  EXPECT_GE(asked, 9);
  if (GetParam() < Extreme::no_results) return;  // no analysis is known
  for (const char* verb : {"exclude", "include", "retry"}) {
    const json body{{"verb", verb}, {"analysis", "a"}, {"min_run", 9}, {"max_run", 3}, {"reason", "x"}};
    EXPECT_EQ(status("POST", "/api/v1/tasks/actions", body.dump()), 400) << verb;
  }
}

INSTANTIATE_TEST_SUITE_P(, EveryRoute,
                         testing::Values(Extreme::nothing, Extreme::definitions, Extreme::no_results,
                                         Extreme::one_point, Extreme::only_failed, Extreme::all_nan,
                                         Extreme::far_times, Extreme::huge_numbers, Extreme::equal_numbers));

}  // namespace
}  // namespace xom::api
