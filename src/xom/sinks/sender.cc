#include "xom/sinks/sender.h"

#include <exception>

namespace xom::sinks {

Sender::Sender(std::unique_ptr<Sink> sink, Doorbell& doorbell)
    : sink_(std::move(sink)), name_(sink_->describe()), doorbell_(doorbell), thread_([this] { work(); }) {}

Sender::~Sender() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  sink_->cancel();
  changed_.notify_all();
  thread_.join();
}

bool Sender::free() const {
  const std::lock_guard lock(mutex_);
  return !parcel_ && !outcome_;
}

void Sender::bring(Parcel parcel) {
  {
    const std::lock_guard lock(mutex_);
    parcel_ = std::move(parcel);
  }
  changed_.notify_all();
}

std::optional<Sent> Sender::outcome() {
  const std::lock_guard lock(mutex_);
  return std::exchange(outcome_, std::nullopt);
}

void Sender::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [&] { return stop_ || parcel_; });
    if (stop_) return;
    const Parcel& parcel = *parcel_;
    lock.unlock();
    Sent sent;
    try {
      sent = deliver(parcel);
    } catch (const std::exception& e) {
      sent.judgement = {Verdict::wait, {}, e.what()};
    }
    lock.lock();
    outcome_ = std::move(sent);
    parcel_.reset();
    doorbell_.ring();
  }
}

Sent Sender::deliver(const Parcel& parcel) {
  Sent sent;
  std::string note;
  for (const Deletion& deletion : parcel.deletions) {
    ++sent.requests;
    sent.judgement = judge_deletion(sink_->remove(deletion));
    if (sent.judgement.verdict != Verdict::taken) return sent;
    if (!sent.judgement.reason.empty()) note = sent.judgement.reason;
  }
  const std::span<const std::string> lines(parcel.lines);
  for (std::size_t first = 0, count = 0; first < lines.size(); first += count) {
    count = request_lines(lines.subspan(first));
    Sent part = send(lines.subspan(first, count), [&](std::string_view body) { return sink_->write(body); });
    sent.requests += part.requests;
    for (Refused& refused : part.refused)
      sent.refused.push_back({first + refused.line, std::move(refused.reason)});
    if (part.judgement.verdict != Verdict::taken) {
      sent.judgement = std::move(part.judgement);
      return sent;
    }
  }
  sent.judgement = {Verdict::taken, {}, std::move(note)};
  return sent;
}

}  // namespace xom::sinks
