#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "xom/sinks/reply.h"

namespace xom::sinks {

/// A line the server does not take.
struct Refused {
  std::size_t line;  ///< Index in the batch.
  std::string reason;
};

/// How a batch went.
struct Sent {
  Judgement judgement;           ///< taken: all lines that are not in `refused` are there.
  std::vector<Refused> refused;  ///< Ascending.
  std::size_t requests = 0;
};

/// Writes lines, one request for all of them. If the server refuses something in it, halves are sent, and
/// their halves, until what is refused is single lines: one such line among N costs at most 2 log2(N) + 1
/// requests. A line sent twice is the same point twice, which changes nothing. Gives up at the first reply
/// that asks to wait; then the whole batch has to come again.
///
/// A server that takes nothing at all and always says the same is itself at fault, not the lines: verdict
/// stop, nothing refused. Looked at are the first line of each measurement and some between, so that it costs
/// about 30 requests. A batch of one line is refused if the server speaks of a line, or takes a request
/// without lines.
Sent send(std::span<const std::string> lines, const std::function<Reply(std::string_view body)>& write);

/// Where the next request ends, as the number of lines from the front: at most 5000 lines and 5 MB, at least
/// one line.
std::size_t request_lines(std::span<const std::string> lines);

}  // namespace xom::sinks
