#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "xom/base/time.h"
#include "xom/store/accounts.h"

namespace xom::api {

/// Refused logins as the audit has them: the first of a source at once, all others of the next ten minutes as
/// one row with their number. Whatever comes, that is two rows per source and period. Any thread.
///
/// At most `most_sources` are told apart in a period; the rest is one source with a name that says so.
class RefusedLogins {
 public:
  static constexpr std::size_t most_sources = 500;
  static constexpr auto period = std::chrono::minutes(10);

  /// True: the first of its source for a while, to be written by the caller with all it knows.
  bool is_first(const std::string& source, const std::string& account, Time now);

  /// Rows for sources whose period is over; they are forgotten. `of_all`: the server ends.
  std::vector<store::AuditRow> take(Time now, bool of_all = false);

 private:
  struct Count {
    Time begin{}, last{};
    std::int64_t more = 0;  ///< After the first.
    std::vector<std::string> accounts;
  };
  std::mutex mutex_;
  std::map<std::string, Count> sources_;
  Time next_ = Time::max();  ///< No period ends earlier.
};

}  // namespace xom::api
