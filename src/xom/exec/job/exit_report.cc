#include "xom/exec/job/exit_report.h"

#include <nlohmann/json.hpp>

#include "xom/base/error.h"
#include "xom/base/parse_json.h"

namespace xom::exec {

using Json = nlohmann::json;

std::string to_json(const ExitReport& report) {
  Json json = {{"token", report.token},
               {"image_missing", report.image_missing},
               {"timed_out", report.timed_out},
               {"memory_exceeded", report.memory_exceeded},
               {"cancelled", report.cancelled},
               {"says_success", report.says_success},
               {"says_error", report.says_error},
               {"host", report.host},
               {"restarts", report.restarts},
               {"disk_full", report.disk_full},
               {"started_ns", to_ns(report.started)},
               {"ended_ns", to_ns(report.ended)},
               {"peak_memory_bytes", report.peak_memory_bytes},
               {"log_bytes", report.log_bytes},
               {"outputs", Json::array()},
               {"refused", report.refused}};
  if (report.exit_code) json["exit_code"] = *report.exit_code;
  if (report.signal) json["signal"] = *report.signal;
  if (!report.slurm_job.empty()) json["slurm_job"] = report.slurm_job;
  if (!report.start_error.empty()) json["start_error"] = report.start_error;
  for (const OutputFile& file : report.outputs) {
    json["outputs"].push_back({{"name", file.name}, {"size", file.size}, {"sha256", file.sha256}});
  }
  return json.dump(1, ' ', false, Json::error_handler_t::replace);
}

ExitReport parse_exit_report(std::string_view text) {
  const Json json = parse_json(text);
  ExitReport report;
  try {
    report.token = json.at("token");
    if (json.contains("exit_code")) report.exit_code = json["exit_code"].get<int>();
    if (json.contains("signal")) report.signal = json["signal"].get<int>();
    report.start_error = json.value("start_error", "");
    report.image_missing = json.at("image_missing");
    report.timed_out = json.at("timed_out");
    report.memory_exceeded = json.at("memory_exceeded");
    report.cancelled = json.at("cancelled");
    report.says_success = json.at("says_success");
    report.says_error = json.at("says_error");
    report.host = json.at("host");
    report.slurm_job = json.value("slurm_job", "");
    report.restarts = json.value("restarts", 0);
    report.disk_full = json.value("disk_full", false);
    report.started = from_ns(json.at("started_ns"));
    report.ended = from_ns(json.at("ended_ns"));
    report.peak_memory_bytes = json.at("peak_memory_bytes");
    report.log_bytes = json.at("log_bytes");
    for (const Json& file : json.at("outputs")) {
      report.outputs.push_back({file.at("name"), file.at("size"), file.at("sha256")});
    }
    report.refused = json.at("refused").get<std::vector<std::string>>();
  } catch (const Json::exception& e) {
    throw Error(ErrorKind::corrupt, std::string("is not an exit report: ") + e.what());
  }
  const int endings = report.exit_code.has_value() + report.signal.has_value() + !report.start_error.empty();
  if (endings != 1) throw Error(ErrorKind::corrupt, "must have one of exit_code, signal, start_error");
  return report;
}

}  // namespace xom::exec
