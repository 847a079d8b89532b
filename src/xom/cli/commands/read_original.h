#pragma once

#include <string>
#include <vector>

#include "xom/sinks/original.h"

namespace xom::cli {

/// Where results of the original are: files and folders, or a server that answers InfluxQL.
struct OriginalPlace {
  std::vector<std::string> paths;
  std::string url, database = "xom", measurement = "xomdata", user, password_file, token_file, organisation;

  /// For the proof.
  std::string source() const;
};

/// Throws Error{usage} for a URL that is none or holds a secret, and for measurements of the original's
/// tasks.
void check(const OriginalPlace& place);

/// Reads all of it into `reader`. Answers with what could not be read of files, in words: one bad file stops
/// no other. Throws Error of a server that does not answer or refuses, with what to do about it.
std::vector<std::string> read(const OriginalPlace& place, sinks::OriginalReader& reader);

}  // namespace xom::cli
