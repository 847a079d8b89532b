#include "xom/engine/delivery.h"

#include <fmt/format.h>

#include "xom/base/log.h"

namespace xom::engine {
namespace {

constexpr std::size_t batch_rows = 2000;
constexpr auto until_a_person_acts = std::chrono::seconds(60);

}  // namespace

Delivery::Delivery(store::Store& store, std::string name, sinks::Layout layout, sinks::Sender& sender,
                   const Clock& clock, std::function<double()> jitter)
    : store_(store),
      name_(std::move(name)),
      layout_(std::move(layout)),
      sender_(sender),
      clock_(clock),
      jitter_(std::move(jitter)),
      outbox_(store, name_),
      guard_(outbox_.tag_values(sinks::TagGuard::most_values)) {
  // What stopped the process before may be over.
  store_.set_fact("sink." + name_ + ".problem", "");
}

std::size_t Delivery::step() {
  std::size_t arrived = 0;
  if (auto sent = sender_.outcome()) arrived = conclude(std::move(*sent));
  if (!batch_ && (!retry_ || *retry_ <= clock_.now())) begin();
  return arrived;
}

bool Delivery::idle() const {
  if (batch_) return false;
  if (retry_) return *retry_ > clock_.now();
  return !more_ && outbox_.waiting() == 0;
}

std::size_t Delivery::conclude(sinks::Sent sent) {
  const auto batch = std::exchange(batch_, std::nullopt);
  const Time now = clock_.now();
  if (sent.judgement.verdict != sinks::Verdict::taken) {
    ++failures_;
    const Duration wait = sent.judgement.verdict == sinks::Verdict::stop
                              ? Duration(until_a_person_acts)
                              : sent.judgement.wait.value_or(sinks::backoff(failures_, jitter_()));
    retry_ = now + wait;
    set_problem(sent.judgement.reason);
    return 0;
  }
  if (!moved_.empty()) {
    outbox_.know(moved_, true);
  } else {
    for (auto& refused : sent.refused) refused_.emplace_back(lines_[refused.line], std::move(refused.reason));
    outbox_.told(*batch, refused_, now);
  }
  store_.set_fact("sink." + name_ + ".told_ns", std::to_string(to_ns(now)));
  failures_ = 0;
  retry_.reset();
  set_problem(sent.judgement.reason);
  for (const auto& [line, reason] : refused_) {
    log_warning(fmt::format("sink {} does not take {}: {}", name_, line, reason));
  }
  return lines_.size() - sent.refused.size();
}

void Delivery::begin() {
  store::Batch batch = outbox_.next(batch_rows);
  more_ = !batch.empty();
  if (!more_) return;
  sinks::Work work = sinks::work_for(batch, layout_);
  if (!work.fresh.empty()) outbox_.know(work.fresh, false);
  sinks::Parcel parcel;
  parcel.deletions = std::move(work.deletions);
  parcel.lines.reserve(work.points.size());
  refused_.clear();
  for (const sinks::Point& point : work.points) {
    std::string line = sinks::line_of(point);
    if (std::string why = guard_.refuse(point); !why.empty()) {
      refused_.emplace_back(std::move(line), std::move(why));
    } else {
      parcel.lines.push_back(std::move(line));
    }
  }
  moved_ = std::move(work.moved);
  lines_ = parcel.lines;
  batch_ = std::move(batch);
  sender_.bring(std::move(parcel));
}

/// Said when it begins and when it ends; the words of a network change with every try.
void Delivery::set_problem(std::string problem) {
  if (problem == problem_) return;
  if (problem_.empty()) log_warning(fmt::format("sink {} ({}): {}", name_, sender_.describe(), problem));
  if (problem.empty()) log_info(fmt::format("sink {} ({}) takes points again", name_, sender_.describe()));
  problem_ = std::move(problem);
  store_.set_fact("sink." + name_ + ".problem", problem_);
}

}  // namespace xom::engine
