#pragma once

#include <deque>
#include <mutex>
#include <set>
#include <string>

#include "xom/api/access/tries.h"
#include "xom/api/access/turns.h"
#include "xom/base/time.h"

namespace xom::api {

/// How often a password may be tried within a minute: so often by one source, so often for one account by all
/// sources, and less often for one account by one source, so that no single source uses up what an account
/// has. Whoever is known (see admit) has tries of their own, which no stranger can use up. Any thread.
///
/// Memory is bounded, whatever comes from how many sources.
class LoginLimit {
 public:
  enum class Admission { too_often, stranger, known };

  /// Counts as a try unless it is too often. `source`: source_of(). `has_session`: it comes with the cookie
  /// of a session of this account; who logged in from this source before is known too.
  Admission admit(const std::string& source, const std::string& account, bool has_session, Time now);
  /// The password was right.
  void succeeded(const std::string& source, const std::string& account);

  /// In which a password is checked: strangers hold up no one who is known.
  Turns& turns(Admission admission) { return admission == Admission::known ? of_known_ : of_strangers_; }

 private:
  std::mutex mutex_;
  Tries by_source_, by_account_, by_pair_, by_known_;
  std::set<std::string> known_;           ///< Pairs that logged in.
  std::deque<std::string> known_oldest_;  ///< The same, oldest first.
  Turns of_strangers_, of_known_;
};

inline constexpr std::size_t tries_of_source = 20;
inline constexpr std::size_t tries_of_account = 20;
inline constexpr std::size_t tries_of_pair = 5;

}  // namespace xom::api
