#include "xom/api/web.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "xom/api/access/same_origin.h"
#include "xom/api/resources/event_feed.h"
#include "xom/api/resources/routes.h"
#include "xom/api/service.h"
#include "xom/base/error.h"
#include "xom/base/log.h"

namespace xom::api {

namespace {

constexpr auto look_interval = std::chrono::milliseconds(50);
constexpr auto message_interval = std::chrono::milliseconds(250);
constexpr auto retry_interval = std::chrono::seconds(2);

std::vector<Endpoint> endpoints(const std::vector<std::string>& texts) {
  std::vector<Endpoint> all;
  for (const auto& text : texts) {
    for (auto& endpoint : parse_endpoint(text)) all.push_back(std::move(endpoint));
  }
  return all;
}

bool any_users(const std::filesystem::path& store) {
  return store::has_store(store) && store::Accounts(store).any_users();
}

AccessOptions access_options(const config::Instance& instance, const std::vector<Endpoint>& listen) {
  AccessOptions options;
  for (const Endpoint& endpoint : listen) {
    if (is_loopback_address(endpoint.address)) continue;
    options.loopback = false;
    if (!instance.web.trusted_proxy.empty() || any_users(instance.store)) continue;
    throw Error(
        ErrorKind::config,
        fmt::format("{}:{} can be reached from other machines, and nobody is known yet: make users with "
                    "`xom user add NAME --role admin`, or name the proxy that does in "
                    "web.trusted_proxy, or listen on 127.0.0.1",
                    endpoint.address, endpoint.port));
  }
  const auto& proxies = instance.web.trusted_proxy;
  options.trusted_proxy = {proxies.begin(), proxies.end()};
  options.user_header = instance.web.user_header;
  for (char& c : options.user_header) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return options;
}

}  // namespace

struct Web::State {
  State(const config::Configuration& with, const std::vector<Endpoint>& listen, const Clock& what_time)
      : clock(what_time),
        service{std::make_shared<const config::Configuration>(with), with.instance.store, what_time,
                routes()} {
    service.access->options = access_options(with.instance, listen);
    ServerOptions options;
    options.listen = listen;
    options.proxies = service.access->options.trusted_proxy;
    options.workers = std::max<std::size_t>(4, std::thread::hardware_concurrency());
    options.heavy_at_once = options.workers - 1;  // the last one is for what is quick
    options.is_heavy = [this](const Incoming& request) { return is_heavy(service, request); };
    for (std::size_t i = 0; i < options.workers; ++i) workers.emplace_back(service);
    server = std::make_unique<Server>(
        std::move(options),
        [this](std::size_t worker, Incoming request) { return workers[worker].answer(std::move(request)); },
        [this](std::size_t worker, const Incoming& head) { return workers[worker].body_limit(head); });
    feeder = std::thread([this] { feed(); });
  }

  ~State() {
    {
      const std::lock_guard lock(mutex);
      ending = true;
    }
    wake.notify_all();
    feeder.join();
    service.stop.request_stop();
    server.reset();
    write_refused(true);
  }

  /// Refused logins whose time has come into the audit.
  void write_refused(bool of_all = false) {
    const auto rows = service.access->refused.take(clock.now(), of_all);
    if (rows.empty()) return;
    try {
      store::Accounts accounts(service.store);
      for (const auto& row : rows) accounts.add_audit(row);
    } catch (const std::exception& error) {
      log_warning(fmt::format("refused logins are not in the audit: {}", error.what()));
    }
  }

  /// True: the end has come.
  bool wait(Duration time) {
    std::unique_lock lock(mutex);
    return wake.wait_for(lock, time, [this] { return ending; });
  }

  void feed() {
    while (!wait(look_interval)) {
      try {
        const store::Store store(service.store, store::Mode::read_only);
        service.tables->runs(store);  // read before the first request needs them
        service.tables->tasks(store);
        EventFeed events(store);
        while (!wait(look_interval)) {
          write_refused();
          auto change = events.next(clock.now());
          if (!change) continue;
          server->broadcast(change->event, std::move(change->text));
          if (wait(message_interval - look_interval)) return;
        }
        return;
      } catch (const std::exception& error) {  // no store yet, or it does not answer: again and again
        log_debug(fmt::format("events: {}", error.what()));
      }
      if (wait(retry_interval)) return;
    }
  }

  const Clock& clock;
  Service service;
  std::vector<Worker> workers;
  std::unique_ptr<Server> server;
  std::mutex mutex;
  std::condition_variable wake;
  bool ending = false;
  std::thread feeder;
};

Web::Web(const config::Configuration& configuration, const std::vector<std::string>& listen,
         const Clock& clock)
    : state_(std::make_unique<State>(
          configuration, endpoints(listen.empty() ? configuration.instance.web.listen : listen), clock)) {}

Web::~Web() = default;

std::vector<std::string> Web::addresses() const {
  std::vector<std::string> all;
  for (const Endpoint& endpoint : state_->server->endpoints()) {
    const bool six = endpoint.address.find(':') != std::string::npos;
    const std::string host = six ? "[" + endpoint.address + "]" : endpoint.address;
    all.push_back(fmt::format("http://{}:{}/", host, endpoint.port));
  }
  return all;
}

bool Web::open() const {
  const auto& instance = state_->service.configuration->instance;
  return state_->service.access->options.loopback && instance.web.trusted_proxy.empty() &&
         !any_users(instance.store);
}

}  // namespace xom::api
