#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace xom::api {

using Text = std::shared_ptr<const std::string>;

/// What was told to all streams within the last minute: for those that begin. One thread.
class RecentMessages {
 public:
  using Time = std::chrono::steady_clock::time_point;

  void add(std::int64_t event, Text text, Time now) {
    list_.push_back({++told_, event, std::move(text), now});
  }
  void forget(Time now) {
    while (!list_.empty() && list_.front().at + std::chrono::minutes(1) < now) list_.pop_front();
  }
  /// Number of the newest message: 1, 2, 3, ... of all that were told.
  std::uint64_t told() const { return told_; }
  /// Told after the message with this number, about this event or later ones.
  std::vector<Text> after(std::uint64_t told, std::int64_t event) const {
    std::vector<Text> texts;
    for (const Message& one : list_) {
      if (one.number > told && one.event >= event) texts.push_back(one.text);
    }
    return texts;
  }

 private:
  struct Message {
    std::uint64_t number;
    std::int64_t event;
    Text text;
    Time at;
  };
  std::deque<Message> list_;
  std::uint64_t told_ = 0;
};

}  // namespace xom::api
