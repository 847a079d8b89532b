#include "xom/sinks/reply.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace xom::sinks {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr Duration longest_wait = minutes(10);

/// Servers wrap their message as {"error":"..."} or {"code":"...","message":"..."}: shown as it came,
/// shortened.
std::string said(const Reply& reply) {
  std::string text = reply.body.substr(0, 300);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text.empty() ? fmt::format("HTTP status {}", reply.status)
                      : fmt::format("HTTP status {}: {}", reply.status, text);
}

}  // namespace

Judgement judge(const Reply& reply) {
  if (reply.status >= 200 && reply.status < 300) return {};
  switch (reply.status) {
    case 0:
      return {Verdict::wait, {}, "no answer: " + reply.body};
    case 400:
    case 413:
    case 422:
      if (reply.body.find("field type conflict") != std::string::npos) {
        return {Verdict::split,
                {},
                said(reply) +
                    "; points that somebody else wrote into this measurement (the original XOM?) hold that "
                    "field as "
                    "another type: give xom.toml another prefix, or the sink a database of its own"};
      }
      return {Verdict::split, {}, said(reply)};
    case 401:
    case 403:
      return {Verdict::stop, {}, said(reply) + "; the user, password or token of this sink may not write"};
    case 404:
      if (reply.body.find("rganization") != std::string::npos)  // InfluxDB 2 looks for it before the bucket
        return {Verdict::stop, {}, said(reply) + "; correct org"};
      return {
          Verdict::stop, {}, said(reply) + "; make the database or bucket, or correct its name and the URL"};
    default:
      break;
  }
  if (reply.status == 429 || reply.status >= 500) {
    std::optional<Duration> wait = parse_duration(reply.retry_after);
    if (wait) wait = std::min(*wait, longest_wait);
    return {Verdict::wait, wait, said(reply)};
  }
  return {Verdict::stop, {}, said(reply) + "; is this the address of an InfluxDB?"};
}

Judgement judge_deletion(const Reply& reply) {
  Judgement judgement = judge(reply);
  const bool may_not = reply.status == 401 || reply.status == 403;
  if (judgement.verdict == Verdict::split || (judgement.verdict == Verdict::stop && !may_not) ||
      reply.status == 501) {
    judgement = {
        Verdict::taken, {}, "cannot delete, so points that are no longer wanted stay: " + said(reply)};
  }
  return judgement;
}

Duration backoff(int failures, double jitter) {
  const double whole = std::min(300.0, std::ldexp(1.0, std::clamp(failures - 1, 0, 20)));
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(whole * jitter));
}

}  // namespace xom::sinks
