#include "xom/runs/collection.h"

#include <cstring>

#include <fmt/format.h>
#include <mongoc/mongoc.h>
#include <sys/mman.h>
#include <unistd.h>

#include "xom/base/error.h"

namespace xom::runs {
namespace {

template <auto destroy>
struct Destroy {
  template <class T>
  void operator()(T* pointer) const {
    destroy(pointer);
  }
};
using Uri = std::unique_ptr<mongoc_uri_t, Destroy<mongoc_uri_destroy>>;
using Client = std::unique_ptr<mongoc_client_t, Destroy<mongoc_client_destroy>>;
using Handle = std::unique_ptr<mongoc_collection_t, Destroy<mongoc_collection_destroy>>;
using Cursor = std::unique_ptr<mongoc_cursor_t, Destroy<mongoc_cursor_destroy>>;

/// A document that frees itself (std::unique_ptr would drop the type's alignment).
class Bson {
 public:
  explicit Bson(const std::string& json) {
    bson_error_t error;
    bson_ = bson_new_from_json(reinterpret_cast<const std::uint8_t*>(json.data()),
                               static_cast<ssize_t>(json.size()), &error);
    if (bson_ == nullptr) throw Error(ErrorKind::failed, fmt::format("query {}: {}", json, error.message));
  }
  Bson(const Bson&) = delete;
  Bson& operator=(const Bson&) = delete;
  ~Bson() { bson_destroy(bson_); }
  const bson_t* get() const { return bson_; }

 private:
  bson_t* bson_ = nullptr;
};

/// A pass of the engine is bounded, so an answer has to come soon.
constexpr int connect_ms = 5'000;
constexpr int socket_ms = 20'000;
constexpr int authentication_failed = 18;
constexpr int unauthorized = 13;

/// Debian's driver starts itself when the program is loaded, with counters in /dev/shm/mongoc-PID for a tool
/// of its own. Taken away at once: a killed process would leave it, and the next of that number would warn on
/// stderr.
const int counters_unlinked = shm_unlink(fmt::format("/mongoc-{}", getpid()).c_str());

/// The driver's own state, once per process.
struct Driver {
  Driver() {
    mongoc_init();
    mongoc_log_set_handler([](mongoc_log_level_t, const char*, const char*, void*) {}, nullptr);
  }
  ~Driver() { mongoc_cleanup(); }
};

/// FNV-1a over words of 8 bytes: tells changed documents from unchanged ones, no more.
std::uint64_t hash_of(const std::uint8_t* bytes, std::size_t size) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (; size >= 8; bytes += 8, size -= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, 8);
    hash = (hash ^ word) * 1099511628211ULL;
    hash ^= hash >> 29;
  }
  for (; size > 0; ++bytes, --size) hash = (hash ^ *bytes) * 1099511628211ULL;
  return hash;
}

std::int64_t number_of(const bson_t* document) {
  bson_iter_t iter;
  if (!bson_iter_init_find(&iter, document, "number")) return -1;
  if (BSON_ITER_HOLDS_INT32(&iter) || BSON_ITER_HOLDS_INT64(&iter)) return bson_iter_as_int64(&iter);
  if (!BSON_ITER_HOLDS_DOUBLE(&iter)) return -1;
  const double value = bson_iter_double(&iter);
  if (!(value >= 0 && value < 9e15)) return -1;
  const auto number = static_cast<std::int64_t>(value);
  return static_cast<double>(number) == value ? number : -1;
}

std::string filter_of(const DocumentWatch::Question& question) {
  if (!question.from) return "{}";
  std::string range = fmt::format(R"({{"number": {{"$gte": {}}}}})", *question.from);
  if (question.also.empty()) return range;
  return fmt::format(R"({{"$or": [{}, {{"number": {{"$in": [{}]}}}}]}})", range,
                     fmt::join(question.also, ", "));
}

}  // namespace

struct Collection::Connection {
  std::string name;
  std::string written_in;
  std::string database, collection;
  Uri uri;
  Client client;
  Handle handle;  ///< Of the client.
  bool failed = false;

  /// A client that has seen its server away takes it for away for seconds, and asked often enough for ever:
  /// after a failure there is a new one.
  void begin() {
    if (client && !failed) return;
    failed = false;
    bson_error_t error;
    handle.reset();
    client.reset(mongoc_client_new_from_uri_with_error(uri.get(), &error));
    if (!client) {
      throw Error(ErrorKind::config, fmt::format("{}: {}", name, error.message));
    }
    mongoc_client_set_error_api(client.get(), MONGOC_ERROR_API_VERSION_2);
    mongoc_client_set_appname(client.get(), "xom");
    handle.reset(mongoc_client_get_collection(client.get(), database.c_str(), collection.c_str()));
  }

  [[noreturn]] void fail(const bson_error_t& error) {
    failed = true;
    std::string hint;
    if (error.domain == MONGOC_ERROR_CLIENT || error.code == authentication_failed) {
      hint = "; check user and password in " + written_in;
    } else if (error.code == unauthorized) {
      hint = "; the user needs the right to read this collection";
    }
    throw Error(ErrorKind::unavailable, fmt::format("{} does not answer: {}{}", name, error.message, hint));
  }
};

Collection::Collection(const MongoAddress& address) : connection_(std::make_unique<Connection>()) {
  static const Driver driver;
  bson_error_t error;
  connection_->uri.reset(mongoc_uri_new_with_error(address.uri.c_str(), &error));
  mongoc_uri_t* uri = connection_->uri.get();
  if (uri == nullptr) {
    throw Error(ErrorKind::config,
                fmt::format("runs.uri \"{}\": {}; an example is \"mongodb://localhost:27017\"", address.uri,
                            error.message));
  }
  const auto default_to = [&](const char* option, int value) {
    if (!mongoc_uri_has_option(uri, option)) mongoc_uri_set_option_as_int32(uri, option, value);
  };
  default_to(MONGOC_URI_CONNECTTIMEOUTMS, connect_ms);
  default_to(MONGOC_URI_SERVERSELECTIONTIMEOUTMS, connect_ms);
  default_to(MONGOC_URI_SOCKETTIMEOUTMS, socket_ms);
  if (!mongoc_uri_has_option(uri, MONGOC_URI_READPREFERENCE)) {
    const std::unique_ptr<mongoc_read_prefs_t, Destroy<mongoc_read_prefs_destroy>> secondary(
        mongoc_read_prefs_new(MONGOC_READ_SECONDARY_PREFERRED));
    mongoc_uri_set_read_prefs_t(uri, secondary.get());
  }
  connection_->written_in = address.written_in;
  connection_->name =
      fmt::format("collection {}.{} at {}", address.database, address.collection, address.uri);
  if (!address.user.empty()) {
    mongoc_uri_set_username(uri, address.user.c_str());
    mongoc_uri_set_password(uri, address.password.c_str());
  }
  connection_->database = address.database;
  connection_->collection = address.collection;
  connection_->begin();
}

Collection::~Collection() = default;

std::string Collection::description() const {
  return connection_->name;
}

void Collection::ask(const DocumentWatch::Question& question,
                     const std::function<void(const Document&)>& each) {
  connection_->begin();
  const Bson filter(filter_of(question));
  const Bson options(fmt::format(
      R"({{"sort": {{"number": 1, "_id": 1}}, "batchSize": 1000, "limit": {},
           "projection": {{"daq_config": 0, "deleted_data": 0, "deleted_tags": 0, "data.meta": 0}}}})",
      question.limit));
  const Cursor cursor(
      mongoc_collection_find_with_opts(connection_->handle.get(), filter.get(), options.get(), nullptr));
  const bson_t* bson = nullptr;
  while (mongoc_cursor_next(cursor.get(), &bson)) {
    Document document;
    document.number = number_of(bson);
    document.hash = hash_of(bson_get_data(bson), bson->len);
    document.text = [bson] {
      std::size_t size = 0;
      const std::unique_ptr<char, Destroy<bson_free>> text(bson_as_relaxed_extended_json(bson, &size));
      if (!text) throw Error(ErrorKind::corrupt, "holds text that is not UTF-8, or is far too deep");
      return std::string(text.get(), size);
    };
    each(document);
  }
  bson_error_t error;
  if (mongoc_cursor_error(cursor.get(), &error)) connection_->fail(error);
}

std::string Collection::server() {
  connection_->begin();
  const Bson command(R"({"buildInfo": 1})");
  bson_t reply;
  bson_error_t error;
  const bool answered = mongoc_client_command_simple(connection_->client.get(), "admin", command.get(),
                                                     nullptr, &reply, &error);
  bson_iter_t iter;
  std::string version = "of unknown version";
  if (answered && bson_iter_init_find(&iter, &reply, "version") && BSON_ITER_HOLDS_UTF8(&iter)) {
    version = bson_iter_utf8(&iter, nullptr);
  }
  bson_destroy(&reply);
  if (!answered) connection_->fail(error);
  return "MongoDB " + version;
}

}  // namespace xom::runs
