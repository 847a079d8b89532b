#pragma once

#include <optional>
#include <string>

#include "xom/base/time.h"
#include "xom/net/http_client.h"

namespace xom::sinks {

using net::Reply;

enum class Verdict {
  taken,
  split,  ///< Something in the batch is refused, or it is too large: send halves.
  wait,   ///< The server cannot now: the same again, later.
  stop,   ///< Nothing will get through until a person changes something: wait long, and say so.
};

struct Judgement {
  Verdict verdict = Verdict::taken;
  std::optional<Duration> wait;  ///< What the server asked for; at most 10 min.
  std::string reason;            ///< In words, with what to do; empty if taken.
};

/// What a reply to a write means (InfluxDB 1, 2 and 3, VictoriaMetrics). Pure.
Judgement judge(const Reply& reply);

/// The same of a reply to a deletion. What a server cannot do at all (InfluxDB 3, VictoriaMetrics) is passed
/// over: taken, with a reason.
Judgement judge_deletion(const Reply& reply);

/// A delay for the `failures`-th failure in a row (1: the first): 1 s, doubled each time, at most 5 min,
/// times `jitter` (0.5 to 1.5).
Duration backoff(int failures, double jitter);

}  // namespace xom::sinks
