#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <vector>

#include "xom/api/access/access.h"
#include "xom/api/access/context.h"
#include "xom/api/http/resource.h"

/// From a request to its answer: who asks, may they, which resource, what if it fails. Knows no network.
namespace xom::api {

/// What all workers share; outlives them.
struct Service {
  std::shared_ptr<const config::Configuration> configuration;
  std::filesystem::path store;
  const Clock& clock;
  std::vector<Route> routes;
  std::shared_ptr<Access> access = std::make_shared<Access>();
  std::shared_ptr<catalogue::Tables> tables = std::make_shared<catalogue::Tables>();
  std::stop_source stop{};  ///< Asked: what takes long ends as interrupted.
};

/// May take seconds (Route::heavy).
bool is_heavy(const Service& service, const Incoming& incoming);

/// One per thread.
class Worker {
 public:
  explicit Worker(const Service& service) : service_(service) {}

  /// Never throws: what goes wrong becomes an answer.
  Response answer(Incoming incoming);

  /// Longest body this request may send: what its route takes, if who sends it may use the route; otherwise
  /// what is read of anybody. Never throws.
  std::size_t body_limit(const Incoming& head);

 private:
  Response decide(const Incoming& incoming, Request& request);
  Response call(const Route& route, Request& request);
  std::optional<Response> stranger(const Route& route, Request& request);
  /// The store is opened when it is needed first, and again after it failed.
  Context& context();

  const Service& service_;
  std::unique_ptr<Context> context_;
  const Route* route_ = nullptr;  ///< Of the request under way.
};

}  // namespace xom::api
