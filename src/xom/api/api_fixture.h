#pragma once

#include <memory>
#include <string>

#include "xom/api/access/context.h"
#include "xom/api/resources/routes.h"
#include "xom/store/store_fixture.h"
#include "xom/testkit/fake_clock.h"

namespace xom::api {

/// Tests only: a store with 10 runs and the analysis `ly` v1 (variables `ly` [PE/keV], range 7 to 9, and
/// `empty`); runs 1 to 6 are done, 7 failed, 8 waits, 9 is noise (not wanted), 10 is under way. Handlers are
/// called without a server.
class ApiTest : public store::StoreFixture {
 protected:
  static constexpr std::int64_t second = 1'000'000'000;

  ApiTest() : clock_(at(2000)) {
    Analysis analysis;
    analysis.name = "ly";
    analysis.version = "v1";
    analysis.title = "Light yield";
    analysis.runs.run_mode = {"tpc_*"};
    analysis.data = {{"peak_basics", ""}};
    Variable value;
    value.name = "ly";
    value.title = "Light yield of the line";
    value.unit = "PE/keV";
    value.low = 7;
    value.high = 9;
    value.value = "mean(area)";
    Variable empty;
    empty.name = "empty";
    empty.value = "count()";
    analysis.variables = {value, empty};
    configuration_.analyses = {analysis};
    configuration_.instance.store = path();

    auto store = open();
    std::vector<xom::Run> runs;
    for (std::int64_t number = 1; number <= 10; ++number) {
      runs.push_back(example_run(number));
      runs.back().start = at(number * 100);
      runs.back().end = at(number * 100 + 50);
    }
    runs[1].tags = {"messy", "<b>"};
    runs[2].source = "Kr83m";
    runs[8].mode = "noise";
    store.put_runs(runs, at(1));
    store.put_definitions(configuration_.analyses, at(1));
    for (std::int64_t number = 1; number <= 6; ++number) {
      Result none = result("empty", std::numeric_limits<double>::quiet_NaN());
      none.unit = "1";
      none.status = ResultStatus::empty;
      none.reason = "no rows";
      compute(store, wanted(number), {result("ly", 8 + 0.1 * static_cast<double>(number)), none},
              at(number * 100 + 60));
    }
    const auto open_tasks =
        store.want(std::vector{wanted(7), wanted(8, "ly", TaskState::waiting), wanted(10)}, "plan", at(1000));
    const auto begun =
        store.begin_attempts(std::vector{attempt(open_tasks[0]), attempt(open_tasks[2])}, at(1001));
    store.end_attempts(std::vector{failed(begun[0].id, AttemptClass::user_error, TaskState::failed)},
                       at(1002));
  }

  /// The answer of a route, as the router would find it.
  Response call(Method method, const std::string& pattern,
                std::map<std::string, std::string, std::less<>> variables,
                std::vector<std::pair<std::string, std::string>> query = {}, std::string body = {}) {
    if (!context_) {
      context_ = std::make_unique<Context>(std::make_shared<const config::Configuration>(configuration_),
                                           path(), clock_);
    }
    for (const auto& route : routes()) {
      if (route.method != method || route.pattern != "/api/v1" + pattern) continue;
      Request request;
      request.method = method;
      request.variables = std::move(variables);
      request.query = std::move(query);
      request.body = std::move(body);
      return route.handle(*context_, request);
    }
    ADD_FAILURE() << "no route " << pattern;
    return {};
  }
  /// After a change of the configuration.
  void renew() { context_.reset(); }
  /// What a request is refused with; empty: it is not.
  std::string refusal(const std::string& pattern, std::vector<std::pair<std::string, std::string>> query) {
    try {
      call(Method::get, pattern, {}, std::move(query));
    } catch (const Error& e) {
      EXPECT_TRUE(e.kind() == ErrorKind::usage || e.kind() == ErrorKind::not_found) << e.what();
      return e.what();
    }
    return {};
  }

  config::Configuration configuration_;
  testkit::FakeClock clock_;

 private:
  std::unique_ptr<Context> context_;
};

}  // namespace xom::api
