#include "xom/api/access/login_limit.h"

namespace xom::api {

namespace {

constexpr std::size_t most_known = 10'000;

std::string pair_of(const std::string& source, const std::string& account) {
  return source + '\n' + account;  // no address holds a new line
}

}  // namespace

LoginLimit::Admission LoginLimit::admit(const std::string& source, const std::string& account,
                                        bool has_session, Time now) {
  const std::lock_guard lock(mutex_);
  const std::string pair = pair_of(source, account);
  if (has_session || known_.count(pair) > 0) {
    if (by_known_.within_a_minute(pair, now) >= tries_of_pair) return Admission::too_often;
    by_known_.add(pair, now);
    return Admission::known;
  }
  if (by_source_.within_a_minute(source, now) >= tries_of_source ||
      by_pair_.within_a_minute(pair, now) >= tries_of_pair ||
      by_account_.within_a_minute(account, now) >= tries_of_account) {
    return Admission::too_often;
  }
  by_source_.add(source, now);
  by_pair_.add(pair, now);
  by_account_.add(account, now);
  return Admission::stranger;
}

void LoginLimit::succeeded(const std::string& source, const std::string& account) {
  const std::lock_guard lock(mutex_);
  const std::string pair = pair_of(source, account);
  if (!known_.insert(pair).second) return;
  known_oldest_.push_back(pair);
  if (known_oldest_.size() > most_known) {
    known_.erase(known_oldest_.front());
    known_oldest_.pop_front();
  }
}

}  // namespace xom::api
