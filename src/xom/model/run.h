#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xom/base/time.h"

namespace xom {

struct Comment {
  std::string user;
  std::optional<Time> date;
  std::string text;
  bool operator==(const Comment&) const = default;
};

/// One place where data of a run are said to be (an entry of the run document's `data`).
struct DataEntry {
  std::string type;      ///< "peak_basics"
  std::string hash;      ///< Lineage hash; empty if the entry does not say.
  std::string host;      ///< "rucio-catalogue", "eb3.xenon.local", ...
  std::string location;  ///< Storage element or path.
  std::string status;    ///< "transferred", ...; empty if the entry does not say.
  bool operator==(const DataEntry&) const = default;
};

/// One period of data taking, as the run source tells it.
struct Run {
  std::int64_t number = 0;             ///< Order and x axis.
  std::string name;                    ///< strax run id, e.g. "053101".
  std::vector<std::string> detectors;  ///< "tpc", "neutron_veto", ...
  std::string mode;                    ///< DAQ configuration; empty if unknown.
  std::string source;                  ///< "none", "Kr83m", ...; empty if unknown.
  std::vector<std::string> tags;
  std::vector<Comment> comments;
  std::optional<Time> start;
  std::optional<Time> end;                ///< Empty while it is being taken (or unknown).
  std::string status;                     ///< State of the transfer; empty if the source has none.
  std::map<std::string, double> numbers;  ///< Numbers of the document by dotted path, e.g. "rate.tpc.avg".
  std::vector<DataEntry> data;
  bool operator==(const Run&) const = default;
};

/// "%06d", the strax id of a numbered run.
std::string run_name(std::int64_t number);

/// end - start; empty while one of them is unknown, and where they are further apart than a Duration can be.
std::optional<Duration> duration(const Run& run);

}  // namespace xom
