#include "xom/cli/run/session.h"

#include <filesystem>
#include <random>

#include <fmt/format.h>

#include "xom/base/counted.h"
#include "xom/base/error.h"
#include "xom/base/log.h"
#include "xom/base/version.h"
#include "xom/cli/check/python_path.h"
#include "xom/cli/terminal/stop.h"
#include "xom/exec/local/local.h"
#include "xom/exec/native/native.h"
#include "xom/exec/slurm/slurm.h"
#include "xom/runs/open.h"
#include "xom/sinks/open.h"

namespace xom::cli {
namespace fs = std::filesystem;

/// A sink, and what brings results to it.
struct Delivered {
  sinks::Sender sender;
  engine::Delivery delivery;
  Delivered(const config::SinkOptions& options, const std::string& prefix, store::Store& store,
            Doorbell& doorbell, const Clock& clock)
      : sender(std::make_unique<sinks::Influx>(sinks::address_of(options)), doorbell),
        delivery(store, options.name, {prefix, options.compat}, sender, clock,
                 [random = std::mt19937_64(std::random_device()())]() mutable {
                   return std::uniform_real_distribution<double>(0.5, 1.5)(random);
                 }) {}
};

struct Session::State {
  config::Configuration configuration;
  SystemClock clock;
  Doorbell doorbell;
  strax::Storage storage;
  store::Store store;
  std::unique_ptr<runs::RunSource> source;
  exec::Native native;
  exec::Local local;
  exec::Slurm slurm;
  std::vector<std::unique_ptr<Delivered>> sinks;
  engine::Engine engine;
  StopSignals stop;

  explicit State(const Globals& globals)
      : configuration(cli::configuration(globals)),
        storage(configuration.instance.data, configuration.instance.data_may_lack),
        // A command of a moment (retry, clean) may hold the store just now.
        store(configuration.instance.store, store::Mode::read_write,
              {.lock_timeout = std::chrono::seconds(2)}),
        source(runs::open(configuration.instance.runs, storage, clock)),
        native({.threads = configuration.instance.native_threads, .program_version = program_version()},
               storage, doorbell),
        local({.jobs = configuration.instance.job_directory,
               .wrapper = {globals.program, "exec-job"},
               .slots = configuration.instance.local_slots,
               .program_version = program_version(),
               .surroundings = {.data = configuration.instance.data,
                                .python_path = python_path(globals.program),
                                .containers = configuration.instance.containers}},
              doorbell),
        slurm(slurm_options(configuration.instance, globals), exec::slurm_commands(), doorbell, clock),
        sinks(open_sinks()),
        engine({store,
                *source,
                storage,
                {{"native", &native}, {"local", &local}, {"slurm", &slurm}},
                clock,
                deliveries()},
               configuration, std::random_device()()),
        stop(doorbell) {
    log_warnings(configuration);
  }

  static exec::SlurmOptions slurm_options(const config::Instance& instance, const Globals& globals) {
    const config::SlurmSettings& settings = instance.slurm;
    exec::SlurmOptions options;
    options.jobs = settings.job_directory;
    options.wrapper = {globals.program, "exec-job"};
    options.slots = settings.slots;
    options.runs_per_job = settings.runs_per_job;
    options.largest_array = settings.largest_array;
    options.poll = settings.poll;
    options.patience.collect_grace = settings.collect_grace;
    options.patience.lost = settings.lost_after;
    options.patience.unknown_submission = settings.submission_grace;
    options.options = settings.options;
    options.program_version = program_version();
    options.surroundings = {.data = instance.data,
                            .python_path = python_path(globals.program),
                            .containers = instance.containers,
                            .configuration = fs::absolute(instance.file)};
    return options;
  }

  std::vector<std::unique_ptr<Delivered>> open_sinks() {
    const auto& instance = configuration.instance;
    std::vector<std::unique_ptr<Delivered>> list;
    std::vector<std::string> names;
    for (const config::SinkOptions& one : instance.sinks) {
      list.push_back(std::make_unique<Delivered>(one, instance.prefix, store, doorbell, clock));
      names.push_back(one.name);
    }
    store.set_sinks(names);
    return list;
  }

  std::vector<engine::Delivery*> deliveries() const {
    std::vector<engine::Delivery*> list;
    for (const auto& one : sinks) list.push_back(&one->delivery);
    return list;
  }

  ~State() {
    try {
      store.renew_lease(clock.now(), Duration(0));  // ended: nobody has to wait for it to expire
    } catch (const Error& error) {
      log_warning(error.what());
    }
  }
};

Session::Session(const Globals& globals) : state_(std::make_unique<State>(globals)) {}
Session::~Session() = default;

engine::Engine& Session::engine() {
  return state_->engine;
}
store::Store& Session::store() {
  return state_->store;
}
Doorbell& Session::doorbell() {
  return state_->doorbell;
}
const config::Configuration& Session::configuration() const {
  return state_->configuration;
}
const std::atomic<bool>& Session::stop() const {
  return state_->stop.asked();
}

std::string describe(const engine::PassReport& report) {
  std::string text;
  const auto say = [&](std::size_t count, const char* one, const char* many) {
    if (count > 0) text += (text.empty() ? "" : ", ") + counted(count, one, many);
  };
  say(report.runs, "run new or changed", "runs new or changed");
  say(report.wanted, "task wanted", "tasks wanted");
  say(report.withdrawn, "withdrawn", "withdrawn");
  say(report.started, "started", "started");
  say(report.done, "done", "done");
  say(report.not_done, "not done", "not done");
  say(report.delivered, "point delivered", "points delivered");
  return text;
}

void PassLog::operator()(const engine::PassReport& report) {
  for (const auto& warning : report.warnings) {
    const Time now = SystemClock().now();
    const auto [said, first] = said_.try_emplace(warning, now);
    if (!first && now - said->second < std::chrono::minutes(10)) continue;
    said->second = now;
    log_warning(warning);
  }
  if (said_.size() > 10'000) said_.clear();
  unsaid_.add(report);
  unsaid_.warnings.clear();
  if (last_ + std::chrono::seconds(2) < SystemClock().now()) flush();
}

void PassLog::flush() {
  const std::string text = describe(unsaid_);
  if (!text.empty()) log_info(text);
  unsaid_ = {};
  last_ = SystemClock().now();
}

void log_warnings(const config::Configuration& configuration) {
  for (const auto& warning : configuration.warnings) log_warning(warning);
}

config::Configuration configuration(const Globals& globals) {
  return config::load(config::find_file(globals.config));
}

store::Store open_store(const config::Configuration& configuration) {
  return {configuration.instance.store, store::Mode::read_only};
}

}  // namespace xom::cli
