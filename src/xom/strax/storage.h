#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xom/base/error.h"
#include "xom/base/time.h"
#include "xom/strax/metadata.h"

namespace xom::strax {

/// What can be said of a data set without decompressing it.
enum class State {
  complete,    ///< Finished, and every chunk file is there with the promised size.
  incomplete,  ///< Being written, or its writer was killed.
  failed,      ///< The writer raised an exception.
  damaged,     ///< Finished, but metadata or files are not what was promised.
  per_chunk,   ///< Finished, but for a part of the run only.
  superrun,    ///< Finished, several runs glued together.
  missing,     ///< Not there.
};

std::string_view to_string(State state);

/// One data type of one run, as found.
struct DataSet {
  std::string run;  ///< As asked for.
  std::string type;
  std::string hash;  ///< Lineage hash of the folder's name. Empty if missing and none was asked for.
  State state = State::missing;
  std::string reason;  ///< Why it is not complete: file, found, promised. Empty if complete.
  bool stored =
      false;  ///< What strax' `is_stored` says; it looks at no chunk file, so damaged data are "stored".
  std::shared_ptr<const Metadata> metadata;  ///< Null if missing or unreadable.
  std::filesystem::path folder;  ///< Directory of the data set, or of the run in the Rucio layout.
  bool rucio = false;

  /// Where the rows of a chunk are.
  std::filesystem::path file(const Chunk& chunk) const;
};

/// The state as an error for somebody who wanted to read: not_found, incomplete (also failed), corrupt,
/// unsupported (per-chunk, superrun).
Error to_error(const DataSet& data);

/// strax data below one or several folders: flat ones (RUN-TYPE-HASH) and local Rucio storage elements
/// (xnt_RUN/AB/CD/FILE); both may lie in one folder. docs/formats/strax-on-disk.md.
///
/// Asking again is cheap: folders are read again only when they changed, metadata likewise; memory is
/// bounded. A root that is not there (unmounted disk) is Error{unavailable} at every call, never "no data".
/// Any thread.
class Storage {
 public:
  /// `may_lack`: see `find_whole`.
  explicit Storage(std::vector<std::filesystem::path> roots, std::optional<Duration> may_lack = {});
  ~Storage();

  /// The data set of a run and type. With a hash: that one. Without: of those that are finished, without
  /// exception and not per-chunk the one whose writing ended last; if there are none, the nearest to it, so
  /// that state and reason tell what is wrong. A superrun is found by its name, with or without its own hash.
  DataSet find(std::string_view run, std::string_view type, std::string_view hash = {}) const;

  /// As `find`; complete data whose chunks span less time than the run are incomplete. `may_lack` of the
  /// constructor may lack; without it a tenth of the run, but 5 s at least and 30 s at most: the clock of the
  /// data acquisition stops some seconds after the data. Without start or end, or with an end that is not
  /// after the start, nothing is compared.
  DataSet find_whole(std::string_view run, const std::optional<Time>& start, const std::optional<Time>& end,
                     std::string_view type, std::string_view hash = {}) const;

  /// All data sets of a run, by type, then hash.
  std::vector<DataSet> list(std::string_view run) const;

  /// Names of all runs that have data or a run document, ascending. Superruns are left out.
  std::vector<std::string> runs() const;

  /// Text of RUN-metadata.json (the run document strax keeps beside the data), if there is one.
  std::optional<std::string> run_document(std::string_view run) const;

  /// strax' seconds_range: seconds after the start of the run (from the run document, otherwise of the first
  /// chunk; floored to whole seconds). Throws Error{usage} if neither tells, or the seconds are not finite.
  Interval seconds_range(const DataSet& data, double from_s, double to_s) const;

 private:
  struct Index;
  std::unique_ptr<Index> index_;
};

}  // namespace xom::strax
