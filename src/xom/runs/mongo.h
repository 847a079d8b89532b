#pragma once

#include <map>
#include <set>

#include "xom/base/clock.h"
#include "xom/runs/collection.h"
#include "xom/runs/document_watch.h"
#include "xom/runs/source.h"

namespace xom::runs {

/// Run documents of a MongoDB collection, one per run (docs/formats/run-documents.md). The first call reads
/// all; later ones the newest runs, those being taken, and a slice of the others, so that a change in any
/// document is seen within `round`. Of several documents with one number the oldest counts.
class Mongo final : public RunSource {
 public:
  Mongo(const MongoAddress& address, Duration round, const Clock& clock)
      : collection_(address), watch_(round), clock_(clock) {}

  Changes changes() override;
  std::string probe() override { return collection_.server(); }
  std::string description() const override { return collection_.description(); }

 private:
  void learn(const Collection::Document& document);
  void odd(std::int64_t number, const std::string& what);

  Collection collection_;
  DocumentWatch watch_;
  const Clock& clock_;
  // What was learned and not told yet: it is told later if the server leaves in the middle.
  std::map<std::int64_t, Run> news_;
  Changes pending_;
  std::set<std::uint64_t> nameless_;  ///< Hashes of documents without number that were told.
  std::set<std::int64_t> doubled_;    ///< Numbers with several documents that were told.
};

}  // namespace xom::runs
