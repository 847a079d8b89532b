#pragma once

#include <filesystem>
#include <memory>

#include "xom/base/clock.h"
#include "xom/base/deadline.h"
#include "xom/catalogue/tables.h"
#include "xom/config/load.h"
#include "xom/store/store.h"

namespace xom::catalogue {

/// What there is to be asked: a configuration, its store and the tables of its runs and tasks. For one thread
/// at a time; nothing in it writes.
class View {
 public:
  /// Throws as store::Store does in read_only mode. Views of the same store may share `tables`. `clock`
  /// outlives the view. `options`: how much of each result is read.
  View(std::shared_ptr<const config::Configuration> configuration, std::filesystem::path store,
       const Clock& clock, std::shared_ptr<Tables> tables = std::make_shared<Tables>(),
       store::Options options = {});

  const config::Configuration& configuration() const { return *configuration_; }
  const store::Store& store() const { return store_; }
  const std::filesystem::path& store_path() const { return path_; }
  Time now() const { return clock_.now(); }
  std::shared_ptr<const RunTable> runs() const { return tables_->runs(store_); }
  std::shared_ptr<const TaskTable> tasks() const { return tables_->tasks(store_); }

  /// Of the question under way: whatever takes long asks it.
  const Deadline& deadline() const { return *deadline_; }
  /// A new question begins. Reads of the store end with the deadline, too.
  void begin(Deadline deadline) { *deadline_ = std::move(deadline); }

 private:
  std::unique_ptr<Deadline> deadline_ = std::make_unique<Deadline>();  ///< Outlives the store.
  std::shared_ptr<const config::Configuration> configuration_;
  std::filesystem::path path_;
  store::Store store_;
  const Clock& clock_;
  std::shared_ptr<Tables> tables_;
};

}  // namespace xom::catalogue
