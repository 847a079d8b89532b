#include "xom/config/show.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/config/toml_text.h"

namespace xom::config {
namespace {

class Lines {
 public:
  explicit Lines(const Instance& instance) : origins_(instance.origins) {}

  void add(std::string key, std::string value) {
    const auto origin = origins_.find(key);
    list.push_back(
        {std::move(key), std::move(value), origin == origins_.end() ? "default" : origin->second.text()});
  }
  void text(std::string key, const std::string& value) { add(std::move(key), toml_text(value)); }
  void duration(std::string key, Duration value) { add(std::move(key), duration_text(value)); }
  void number(std::string key, std::int64_t value) { add(std::move(key), std::to_string(value)); }
  void rule(const std::string& key, const RetryRule& value) {
    number(key + ".retries", value.retries);
    duration(key + ".first_delay", value.first_delay);
    duration(key + ".longest_delay", value.longest_delay);
  }
  std::vector<Entry> list;

 private:
  const std::map<std::string, Place>& origins_;
};

void show_run_database(const RunSourceOptions& runs, Lines& lines) {
  if (!runs.sites.empty()) lines.add("runs.sites", list_text(runs.sites));
  if (runs.type != "mongodb") return;
  if (!runs.uri.empty()) lines.text("runs.uri", runs.uri);
  if (!runs.user.empty()) lines.text("runs.user", runs.user);
  if (!runs.secret.empty()) lines.text("runs.password_file", runs.secret.string());
  if (!runs.credentials.empty()) lines.text("runs.credentials", runs.credentials.string());
  if (!runs.database.empty()) lines.text("runs.database", runs.database);
  lines.text("runs.collection", runs.collection);
  lines.duration("runs.round", runs.round);
}

}  // namespace

std::vector<Entry> entries(const Instance& instance) {
  Lines lines(instance);
  lines.text("store", instance.store.string());
  std::vector<std::string> folders;
  for (const auto& path : instance.data) folders.push_back(path.string());
  lines.add("data", list_text(folders));
  if (instance.data_may_lack) lines.duration("data_may_lack", *instance.data_may_lack);
  lines.add("analyses", list_text(instance.analyses));
  lines.add("excluded_run_modes", list_text(instance.excluded_run_modes));
  lines.text("prefix", instance.prefix);
  lines.text("runs.type", instance.runs.type);
  if (!instance.runs.path.empty()) lines.text("runs.path", instance.runs.path.string());
  lines.duration("runs.poll", instance.runs.poll_interval);
  show_run_database(instance.runs, lines);
  lines.number("native.threads", instance.native_threads);
  lines.number("local.slots", instance.local_slots);
  lines.text("local.job_directory", instance.job_directory.string());
  const SlurmSettings& slurm = instance.slurm;
  lines.number("slurm.slots", slurm.slots);
  lines.text("slurm.job_directory", slurm.job_directory.string());
  lines.add("slurm.options", list_text(slurm.options));
  lines.number("slurm.runs_per_job", slurm.runs_per_job);
  lines.number("slurm.largest_array", slurm.largest_array);
  lines.duration("slurm.poll", slurm.poll);
  lines.duration("slurm.collect_grace", slurm.collect_grace);
  lines.duration("slurm.lost_after", slurm.lost_after);
  lines.duration("slurm.submission_grace", slurm.submission_grace);
  lines.duration("limits.time", instance.limits.time);
  lines.add("limits.memory", bytes_text(instance.limits.memory_bytes));
  lines.duration("limits.largest_time", instance.largest.time);
  lines.add("limits.largest_memory", bytes_text(instance.largest.memory_bytes));
  lines.duration("retries.horizon", instance.retries.horizon);
  lines.duration("retries.later", instance.retries.later);
  lines.add("retries.growth", fmt::format("{}", instance.retries.growth));
  lines.rule("retries.infrastructure", instance.retries.infrastructure);
  lines.rule("retries.resource", instance.retries.resource);
  lines.rule("retries.user_error", instance.retries.user_error);
  lines.rule("retries.no_data", instance.retries.no_data);
  lines.rule("retries.corrupt_data", instance.retries.corrupt_data);
  lines.add("web.listen", list_text(instance.web.listen));
  lines.add("web.trusted_proxy", list_text(instance.web.trusted_proxy));
  lines.text("web.user_header", instance.web.user_header);
  lines.add("web.trends", list_text(instance.web.trends));
  const ContainerOptions& containers = instance.containers;
  lines.text("containers.kind", containers.kind);
  if (containers.kind != "none") {
    if (!containers.program.empty()) lines.text("containers.program", containers.program);
    lines.text("containers.images", containers.images.string());
    std::vector<std::string> binds;
    for (const Bind& bind : containers.binds) binds.push_back(bind_text(bind));
    lines.add("containers.binds", list_text(binds));
    lines.add("containers.options", list_text(containers.options));
  }
  for (const SinkOptions& sink : instance.sinks) {
    const std::string key = "sinks." + sink.name + ".";
    lines.text(key + "type", sink.type);
    if (!sink.compat.empty()) lines.text(key + "compat", sink.compat);
    lines.number(key + "api", sink.api);
    if (!sink.url.empty()) lines.text(key + "url", sink.url);
    lines.text(key + (sink.api == 1 ? "database" : "bucket"), sink.database);
    if (!sink.organisation.empty()) lines.text(key + "org", sink.organisation);
    if (!sink.user.empty()) lines.text(key + "user", sink.user);
    if (!sink.secret.empty())
      lines.text(key + (sink.api == 1 ? "password_file" : "token_file"), sink.secret.string());
    if (!sink.credentials.empty()) lines.text(key + "credentials", sink.credentials.string());
  }
  return std::move(lines.list);
}

std::string show(const Instance& instance) {
  std::string text;
  for (const Entry& entry : entries(instance)) {
    const std::string line = fmt::format("{} = {}", entry.key, entry.value);
    text += fmt::format("{:<58}  # {}\n", line, entry.origin);
  }
  return text;
}

nlohmann::ordered_json show_document(const Instance& instance) {
  nlohmann::ordered_json values = nlohmann::ordered_json::object();
  for (const Entry& entry : entries(instance)) {
    values[entry.key] = {{"value", entry.value}, {"origin", entry.origin}};
  }
  return {{"file", instance.file.string()}, {"values", values}};
}

std::string show_json(const Instance& instance) {
  return show_document(instance).dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace xom::config
