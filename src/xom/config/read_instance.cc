#include "xom/config/read_instance.h"

#include <fmt/format.h>

#include "xom/config/section.h"

namespace xom::config {
namespace fs = std::filesystem;
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;
constexpr auto year = hours(24 * 365);

void read_runs(Section& top, const fs::path& folder, RunSourceOptions& runs, Problems& problems) {
  const Value* value = top.table("runs");
  if (value == nullptr) return;
  Section section(*value, "runs", problems);
  std::string path;
  section.read_word("type", runs.type, {"strax", "jsonl"});
  if (section.read("path", path)) runs.path = folder / path;
  section.read("poll", runs.poll_interval, milliseconds(100), hours(24));
  if (runs.type == "jsonl") section.require("path", "name the file with run documents, one per line");
  if (runs.type == "strax" && section.has("path")) {
    section.fail("path", "is for type = \"jsonl\"; strax data are looked for in the folders of `data`");
  }
  section.finish();
}

void read_rule(Section& retries, std::string_view key, RetryRule& rule, Problems& problems) {
  const Value* value = retries.table(key);
  if (value == nullptr) return;
  Section section(*value, retries.name(key), problems);
  section.read("retries", rule.retries, -1, 1000);
  section.read("first_delay", rule.first_delay, seconds(0), year);
  section.read("longest_delay", rule.longest_delay, seconds(0), year);
  rule.longest_delay = std::max(rule.longest_delay, rule.first_delay);
  section.finish();
}

void read_retries(Section& top, RetryTable& table, Problems& problems) {
  const Value* value = top.table("retries");
  if (value == nullptr) return;
  Section section(*value, "retries", problems);
  read_rule(section, "infrastructure", table.infrastructure, problems);
  read_rule(section, "resource", table.resource, problems);
  read_rule(section, "user_error", table.user_error, problems);
  read_rule(section, "no_data", table.no_data, problems);
  read_rule(section, "corrupt_data", table.corrupt_data, problems);
  section.read("growth", table.growth, 1, 10);
  section.read("horizon", table.horizon, seconds(1), year);
  section.read("later", table.later, seconds(1), year);
  section.finish();
}

void read_data(Section& top, const fs::path& folder, std::vector<fs::path>& data) {
  std::vector<std::string> paths;
  top.require("data", "name the folders with strax data: data = [\"strax_data\"]");
  if (!top.read("data", paths)) return;
  if (paths.empty()) top.fail("data", "names no folder");
  for (const std::string& path : paths) {
    data.push_back((folder / path).lexically_normal());
    std::error_code error;
    if (!fs::exists(data.back(), error)) {
      top.fail("data",
               fmt::format("{} does not exist; paths are relative to this file", data.back().string()));
    } else if (!fs::is_directory(data.back(), error)) {
      top.fail("data", fmt::format("{} is not a folder", data.back().string()));
    }
  }
}

void read_web(Section& top, WebOptions& web, Problems& problems) {
  const Value* value = top.table("web");
  if (value == nullptr) return;
  Section section(*value, "web", problems);
  section.read("listen", web.listen);
  section.read("trusted_proxy", web.trusted_proxy);
  section.read_name("user_header", web.user_header);
  section.read("trends", web.trends);
  if (web.listen.empty()) section.fail("listen", "names no address; an example is \"127.0.0.1:8080\"");
  for (const std::string& trend : web.trends) {
    const auto dot = trend.find('.');
    if (dot == std::string::npos || dot == 0 || dot + 1 == trend.size()) {
      section.fail("trends", fmt::format("\"{}\" is not ANALYSIS.VARIABLE", trend.substr(0, 80)));
    }
  }
  section.finish();
}

/// Every value that was written, by its dotted key.
void collect_origins(const Value& table, const std::string& path, std::map<std::string, Place>& origins) {
  for (const auto& [key, value] : table.table) {
    const std::string name = path.empty() ? key : path + "." + key;
    if (name == "analysis") continue;
    if (value.kind == Value::Kind::table) {
      collect_origins(value, name, origins);
    } else {
      origins[name] = value.place;
    }
  }
}

}  // namespace

Instance read_instance(const Value& root, const fs::path& file, Problems& problems) {
  const fs::path folder = fs::absolute(file).parent_path().lexically_normal();
  Instance instance;
  instance.file = file;
  instance.store = folder / "xom.db";
  instance.job_directory = folder / "jobs";

  Section top(root, "", problems);
  std::string path;
  if (top.read("store", path)) instance.store = (folder / path).lexically_normal();
  read_data(top, folder, instance.data);
  read_runs(top, folder, instance.runs, problems);
  top.read("analyses", instance.analyses);
  top.table("analysis");
  top.read("excluded_run_modes", instance.excluded_run_modes);
  if (top.read("prefix", instance.prefix) && !instance.prefix.empty() && !is_identifier(instance.prefix)) {
    top.fail("prefix",
             fmt::format("\"{}\" is not a name; letters, digits, _ . - are allowed", instance.prefix));
  }
  if (const Value* value = top.table("native")) {
    Section section(*value, "native", problems);
    section.read("threads", instance.native_threads, 0, 1024);
    section.finish();
  }
  if (const Value* value = top.table("local")) {
    Section section(*value, "local", problems);
    section.read("slots", instance.local_slots, 0, 1024);
    if (section.read("job_directory", path)) instance.job_directory = (folder / path).lexically_normal();
    section.finish();
  }
  if (const Value* value = top.table("limits")) {
    Section section(*value, "limits", problems);
    section.read("time", instance.limits.time, seconds(1), hours(24 * 14));
    section.read_bytes("memory", instance.limits.memory_bytes);
    section.read("largest_time", instance.largest.time, seconds(1), hours(24 * 14));
    section.read_bytes("largest_memory", instance.largest.memory_bytes);
    section.finish();
  }
  read_retries(top, instance.retries, problems);
  read_web(top, instance.web, problems);
  top.finish();
  collect_origins(root, "", instance.origins);
  return instance;
}

}  // namespace xom::config
