#include "xom/sinks/send.h"

#include <algorithm>
#include <array>
#include <set>

namespace xom::sinks {
namespace {

using Write = std::function<Reply(std::string_view)>;

std::string_view measurement(std::string_view line) {
  return line.substr(0, line.find_first_of(", "));
}

/// Lines that stand for all: the first of each measurement, and some evenly between.
std::set<std::size_t> sample(std::span<const std::string> lines) {
  constexpr std::size_t between = 8;
  std::set<std::size_t> chosen;
  std::set<std::string_view> measurements;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (measurements.insert(measurement(lines[i])).second) chosen.insert(i);
  }
  for (std::size_t i = 0; i < between; ++i) chosen.insert(i * (lines.size() - 1) / (between - 1));
  return chosen;
}

/// Whether a refusal is about what a line says (InfluxDB 1, 2 and 3).
bool speaks_of_a_line(std::string_view reason) {
  constexpr std::array words = {"partial write", "unable to parse", "field type conflict", "line protocol"};
  return std::any_of(words.begin(), words.end(),
                     [&](const char* word) { return reason.find(word) != std::string_view::npos; });
}

class Sending {
 public:
  Sending(std::span<const std::string> lines, const Write& write) : lines_(lines), write_(write) {}

  Sent send() && {
    if (lines_.empty() || !send_part(0, lines_.size())) return std::move(sent_);
    if (lines_.size() == 1 && !sent_.refused.empty()) doubt_one();
    return std::move(sent_);
  }

 private:
  /// False: give up, the judgement says why.
  bool send_part(std::size_t first, std::size_t count) {
    const auto reply = ask(first, count);
    if (reply != Verdict::split) return reply == Verdict::taken;
    if (count == 1) {
      sent_.refused.push_back({first, last_reason_});
      return sent_.refused.size() != 2 || !nothing_taken() || look_at_sample();
    }
    const std::size_t half = count / 2;
    return send_part(first, half) && send_part(first + half, count - half);
  }

  /// Two lines are refused, and nothing was taken yet: the lines, or the server? False: the server.
  bool look_at_sample() {
    for (const std::size_t line : sample(lines_)) {
      const auto reply = ask(line, 1);
      if (reply == Verdict::wait || reply == Verdict::stop) return false;
      if (!nothing_taken()) return true;
    }
    blame_the_server();
    return false;
  }

  void doubt_one() {
    if (speaks_of_a_line(last_reason_)) return;
    ++sent_.requests;
    if (judge(write_("")).verdict != Verdict::taken) blame_the_server();
  }

  void blame_the_server() {
    sent_.judgement = {Verdict::stop, {}, "refuses everything: " + last_reason_};
    sent_.refused.clear();
  }

  bool nothing_taken() const { return !taken_ && same_; }

  Verdict ask(std::size_t first, std::size_t count) {
    std::string body;
    for (const std::string& line : lines_.subspan(first, count)) body.append(line).push_back('\n');
    ++sent_.requests;
    Judgement judgement = judge(write_(body));
    const Verdict verdict = judgement.verdict;
    if (verdict == Verdict::taken) {
      taken_ = true;
    } else if (verdict == Verdict::split) {
      same_ = same_ && (last_reason_.empty() || last_reason_ == judgement.reason);
      last_reason_ = std::move(judgement.reason);
    } else {
      sent_.judgement = std::move(judgement);
    }
    return verdict;
  }

  std::span<const std::string> lines_;
  const Write& write_;
  Sent sent_;
  bool taken_ = false;       ///< Something was.
  bool same_ = true;         ///< All refusals said the same.
  std::string last_reason_;  ///< Of a refusal.
};

}  // namespace

Sent send(std::span<const std::string> lines, const Write& write) {
  return Sending(lines, write).send();
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
