#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "xom/runs/document_watch.h"

namespace xom::runs {

/// Where a run database is and who asks.
struct MongoAddress {
  std::string uri;  ///< "mongodb://host:27017/?replicaSet=rs0", without password.
  std::string user;
  std::string password;
  std::string database;
  std::string collection;
  std::string written_in = "the section [runs]";  ///< Where user and password are, for messages.
};

/// The run documents of a MongoDB collection (or of what speaks its protocol), read with libmongoc 1.23. It
/// reads only, from a secondary where there is one. One object is used by one thread.
class Collection {
 public:
  /// Does not connect yet. Throws Error{config} if the address cannot be understood.
  explicit Collection(const MongoAddress& address);
  ~Collection();

  /// One document of an answer.
  struct Document {
    std::int64_t number = -1;  ///< -1: it has none that is an integer.
    std::uint64_t hash = 0;    ///< Of its bytes.
    /// Relaxed extended JSON, made when asked for. Throws Error{corrupt} if it holds what JSON cannot.
    std::function<std::string()> text;
  };

  /// Calls `each` for every document that answers the question, by ascending number. Large fields that no run
  /// needs are not sent.
  ///
  /// Throws Error{unavailable} if the server does not answer, refuses the user, or stops halfway; the message
  /// says what to do. No password is in it.
  void ask(const DocumentWatch::Question& question, const std::function<void(const Document&)>& each);

  /// "MongoDB 6.0.5"; one round trip. Throws as `ask`.
  std::string server();

  /// "collection xenonnt.runs at mongodb://host:27017"
  std::string description() const;

 private:
  struct Connection;
  std::unique_ptr<Connection> connection_;
};

}  // namespace xom::runs
