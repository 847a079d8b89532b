#include "xom/sinks/send.h"

namespace xom::sinks {
namespace {

/// False: give up, `sent.judgement` says why.
bool send_part(std::span<const std::string> lines, std::size_t first,
               const std::function<Reply(std::string_view)>& write, Sent& sent) {
  std::string body;
  for (const std::string& line : lines) body.append(line).push_back('\n');
  ++sent.requests;
  const Judgement judgement = judge(write(body));
  if (judgement.verdict == Verdict::taken) return true;
  if (judgement.verdict != Verdict::split) {
    sent.judgement = judgement;
    return false;
  }
  if (lines.size() == 1) {
    sent.refused.push_back({first, judgement.reason});
    return true;
  }
  const std::size_t half = lines.size() / 2;
  return send_part(lines.first(half), first, write, sent) &&
         send_part(lines.subspan(half), first + half, write, sent);
}

}  // namespace

Sent send(std::span<const std::string> lines, const std::function<Reply(std::string_view)>& write) {
  Sent sent;
  if (!lines.empty()) send_part(lines, 0, write, sent);
  return sent;
}

std::size_t request_lines(std::span<const std::string> lines) {
  constexpr std::size_t most_lines = 5000, most_bytes = 5'000'000;
  std::size_t count = 0, bytes = 0;
  while (count < lines.size() && count < most_lines) {
    bytes += lines[count].size() + 1;
    if (count > 0 && bytes > most_bytes) break;
    ++count;
  }
  return count;
}

}  // namespace xom::sinks
