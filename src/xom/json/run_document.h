#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xom/model/run.h"

namespace xom::json {

/// A run with what was strange about its document.
struct RunDocument {
  Run run;
  std::vector<std::string> oddities;  ///< For people: "tags[2] has no name". At most 20.
  /// Where start and end were plain numbers, without $date and so without a unit; see judge_plain_dates.
  std::optional<double> plain_start, plain_end;
};

/// A document of the run database: MongoDB extended JSON (relaxed, canonical or legacy), as `mongoexport` and
/// strax write it.
///
/// Dates: {"$date": ms | "ISO" | {"$numberLong": "ms"}}, ISO text, or plain numbers, whose
/// unit their size tells (see plain_date), which is an oddity. Numbers: plain or
/// {"$numberInt" | "$numberLong" | "$numberDouble": "..."}. Tags and comments: lists of objects, of strings,
/// or one object. Source: text or {"type": ...}. Unknown fields are ignored; numeric leaves are collected
/// into Run::numbers by dotted path (at most 1000, four levels deep, not below daq_config, data, tags,
/// comments).
///
/// Texts are as safe_text makes them; comments may have lines.
///
/// Only the number (or a decimal name) is required; everything else that is wrong is an oddity, not an error:
/// one strange field must not hide a run. Throws Error{corrupt} if it is not JSON, too deep, longer than 16
/// MiB (the database's own limit), or has no usable number.
RunDocument parse_run_document(std::string_view text);

/// Takes plain dates in the unit that the times of the run's data tell, and says so in the oddities; what
/// fits the data in no unit is left out. Nothing happens without plain dates.
void judge_plain_dates(RunDocument& document, std::optional<Time> data_start, std::optional<Time> data_end);

}  // namespace xom::json
