#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "xom/base/time.h"
#include "xom/config/load.h"

namespace xom::cli {

enum class Health { ok, warning, broken };

std::string_view to_string(Health health);

/// One thing that was looked at.
struct Finding {
  Health health = Health::ok;
  std::string subject;  ///< "data folder /data"
  std::string found;
  std::string to_do;  ///< Empty if nothing has to be done.
};

/// A list that grows.
class Findings {
 public:
  void add(Health health, std::string subject, std::string found, std::string to_do = "");
  /// What `check` throws is its finding.
  void look(const std::string& subject, const std::string& to_do, const std::function<void()>& check);
  /// Whether this user may write the folder, or the one it would be made in.
  void writable(const std::string& subject, std::filesystem::path folder);

  std::vector<Finding> list;
};

/// Looks at everything an engine needs, and changes nothing. `program` is this program's path. With `deep`
/// every stored result and artifact is read. Never throws for what is broken: that is a finding.
std::vector<Finding> check_everything(const config::Configuration& configuration, const std::string& program,
                                      bool deep, Time now);

/// Where a program would be found, as execvp does it. Empty if nowhere.
std::optional<std::string> find_program(const std::string& name, const std::string& folder);

}  // namespace xom::cli
