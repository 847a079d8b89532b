// What every run source promises (source.h), asked of each: of files, and of a MongoDB that is started here
// on loopback.

#include <array>
#include <cstdio>
#include <fstream>
#include <functional>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <mongoc/mongoc.h>
#include <unistd.h>

#include "xom/base/error.h"
#include "xom/runs/open.h"
#include "xom/testkit/fake_clock.h"

namespace xom::runs {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr int cannot_be_had = 3;  // exit code of tests/services

/// Exit code and standard output of a command.
std::pair<int, std::string> shell(const std::string& command) {
  std::string said;
  std::FILE* pipe = ::popen(command.c_str(), "re");
  if (pipe == nullptr) return {-1, ""};
  std::array<char, 4096> piece{};
  for (std::size_t n = 0; (n = std::fread(piece.data(), 1, piece.size(), pipe)) > 0;)
    said.append(piece.data(), n);
  const int status = ::pclose(pipe);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, said};
}

/// A place where run documents are kept.
class Place {
 public:
  virtual ~Place() = default;
  virtual config::RunSourceOptions options() const = 0;
  /// Adds the document, or puts it in the place of the run's.
  virtual void put(std::int64_t run, const std::string& document) = 0;
  virtual void leave() = 0;
  virtual void come_back() = 0;
};

class FileOfLines final : public Place {
 public:
  explicit FileOfLines(const fs::path& folder) : path_(folder / "runs.jsonl") { std::ofstream file(path_); }
  config::RunSourceOptions options() const override {
    config::RunSourceOptions options;
    options.type = "jsonl";
    options.path = path_;
    return options;
  }
  void put(std::int64_t, const std::string& document) override {
    std::ofstream(path_, std::ios::app) << document << '\n';
  }
  void leave() override { fs::rename(path_, path_.string() + ".away"); }
  void come_back() override { fs::rename(path_.string() + ".away", path_); }

 private:
  fs::path path_;
};

class FolderOfData final : public Place {
 public:
  explicit FolderOfData(fs::path folder) : folder_(std::move(folder)) {}
  config::RunSourceOptions options() const override {
    config::RunSourceOptions options;
    options.type = "strax";
    return options;
  }
  void put(std::int64_t run, const std::string& document) override {
    const fs::path path = folder_ / fmt::format("{:06}-metadata.json", run);
    std::ofstream(path.string() + ".new") << document;
    fs::rename(path.string() + ".new", path);
  }
  void leave() override { fs::rename(folder_, folder_.string() + ".away"); }
  void come_back() override { fs::rename(folder_.string() + ".away", folder_); }

 private:
  fs::path folder_;
};

/// One server for all tests of the process, a collection for each.
class MongoServer {
 public:
  MongoServer() {
    const auto [code, said] = start("0");
    code_ = code;
    const auto at = said.find("mongodb://");
    if (code == 0 && at != std::string::npos) uri_ = said.substr(at, said.find_first_of("'\n", at) - at);
  }
  ~MongoServer() {
    shell(script("mongodb-down"));
    fs::remove_all(folder_);
  }
  int code() const { return code_; }
  const std::string& uri() const { return uri_; }
  void kill() const {
    shell(fmt::format(
        "kill -9 $(cat '{0}/mongodb.pid'); while [ -e /proc/$(cat '{0}/mongodb.pid')/exe ]; do :; done",
        folder_.string()));
  }
  void again() const { ASSERT_EQ(start(uri_.substr(uri_.rfind(':') + 1)).first, 0); }

 private:
  std::string script(const char* name) const {
    return fmt::format("'{}/tests/services/{}' '{}' 2>&1", XOM_SOURCE_DIR, name, folder_.string());
  }
  std::pair<int, std::string> start(const std::string& port) const {
    return shell(fmt::format("'{}/tests/services/mongodb-up' '{}' {} 2>/dev/null", XOM_SOURCE_DIR,
                             folder_.string(), port));
  }

  fs::path folder_ = fs::temp_directory_path() / ("xom-mongodb-" + std::to_string(::getpid()));
  int code_ = -1;
  std::string uri_;
};

class CollectionOfServer final : public Place {
 public:
  explicit CollectionOfServer(const MongoServer& server)
      : server_(server), name_("runs" + std::to_string(++count)) {
    connect();
  }
  config::RunSourceOptions options() const override {
    config::RunSourceOptions options;
    options.type = "mongodb";
    options.uri = server_.uri();
    options.database = "xenonnt";
    options.collection = name_;
    return options;
  }
  void put(std::int64_t number, const std::string& document) override {
    bson_error_t error;
    bson_t* query = BCON_NEW("number", BCON_INT64(number));
    bson_t* body = bson_new_from_json(reinterpret_cast<const std::uint8_t*>(document.c_str()), -1, &error);
    ASSERT_NE(body, nullptr) << error.message;
    EXPECT_TRUE(mongoc_collection_delete_many(collection_.get(), query, nullptr, nullptr, &error))
        << error.message;
    EXPECT_TRUE(mongoc_collection_insert_one(collection_.get(), body, nullptr, nullptr, &error))
        << error.message;
    bson_destroy(query);
    bson_destroy(body);
  }
  void leave() override { server_.kill(); }
  void come_back() override {
    server_.again();
    connect();
  }

 private:
  void connect() {
    collection_.reset();
    client_.reset(mongoc_client_new(server_.uri().c_str()));
    collection_.reset(mongoc_client_get_collection(client_.get(), "xenonnt", name_.c_str()));
  }

  inline static int count = 0;
  const MongoServer& server_;
  std::string name_;
  std::unique_ptr<mongoc_client_t, decltype(&mongoc_client_destroy)> client_{nullptr, &mongoc_client_destroy};
  std::unique_ptr<mongoc_collection_t, decltype(&mongoc_collection_destroy)> collection_{
      nullptr, &mongoc_collection_destroy};
};

class EverySource : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "strax");
    const std::string type = GetParam();
    if (type == "jsonl") place_ = std::make_unique<FileOfLines>(folder_);
    if (type == "strax") place_ = std::make_unique<FolderOfData>(folder_ / "strax");
    if (type == "mongodb") {
      static const MongoServer server;
      if (server.code() == cannot_be_had)
        GTEST_SKIP() << "tests/services/mongodb-up cannot have a server here";
      ASSERT_EQ(server.code(), 0);
      place_ = std::make_unique<CollectionOfServer>(server);
    }
    storage_ = std::make_unique<strax::Storage>(std::vector<fs::path>{folder_ / "strax"});
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::unique_ptr<RunSource> open() const { return runs::open(place_->options(), *storage_, clock_); }
  /// After long enough for any change to be seen.
  Changes later(RunSource& source) const {
    Changes all = source.all_changes();
    for (int i = 0; i < 3; ++i) {
      clock_.advance(std::chrono::hours(1));
      Changes next = source.all_changes();
      std::ranges::move(next.runs, std::back_inserter(all.runs));
      std::ranges::move(next.oddities, std::back_inserter(all.oddities));
    }
    return all;
  }
  void put(std::int64_t run, const std::string& mode) {
    place_->put(
        run,
        fmt::format(
            R"({{"number": {0}, "name": "{0:06}", "mode": "{1}", "tags": [{{"name": "t"}}], )"
            R"("start": {{"$date": "2023-11-20T10:00:00Z"}}, "end": {{"$date": "2023-11-20T11:00:00Z"}}}})",
            run, mode));
  }

  fs::path folder_ = fs::temp_directory_path() / ("xom-sources-" + std::to_string(::getpid()));
  std::unique_ptr<strax::Storage> storage_;
  std::unique_ptr<Place> place_;
  mutable testkit::FakeClock clock_{from_ns(1'700'000'000'000'000'000)};
};

std::vector<std::int64_t> numbers_told(const Changes& changes) {
  std::vector<std::int64_t> result;
  for (const auto& run : changes.runs) result.push_back(run.number);
  return result;
}

TEST_P(EverySource, tells_all_runs_first_by_number_and_then_nothing) {
  for (const int number : {12, 7, 300, 9}) put(number, "kr");
  const auto source = open();
  const Changes first = source->all_changes();
  EXPECT_THAT(numbers_told(first), ElementsAre(7, 9, 12, 300));
  EXPECT_THAT(first.oddities, IsEmpty());
  const xom::Run& run = first.runs[1];
  EXPECT_EQ(run.name, "000009");
  EXPECT_EQ(run.mode, "kr");
  EXPECT_THAT(run.tags, ElementsAre("t"));
  ASSERT_TRUE(run.start && run.end);
  EXPECT_EQ(to_ns(*run.start), 1'700'474'400'000'000'000);
  EXPECT_EQ(*run.end - *run.start, std::chrono::hours(1));
  EXPECT_THAT(later(*source).runs, IsEmpty());
  EXPECT_FALSE(source->description().empty());
}

TEST_P(EverySource, tells_of_a_run_that_came_that_changed_and_that_changed_back) {
  put(1, "a");
  put(2, "a");
  const auto source = open();
  EXPECT_THAT(source->all_changes().runs, SizeIs(2));
  put(3, "a");
  EXPECT_THAT(numbers_told(later(*source)), ElementsAre(3));
  put(1, "b");
  EXPECT_THAT(numbers_told(later(*source)), ElementsAre(1));
  put(1, "a");
  const Changes back = later(*source);
  ASSERT_THAT(numbers_told(back), ElementsAre(1));
  EXPECT_EQ(back.runs[0].mode, "a");
}

TEST_P(EverySource, names_a_strange_document_once_and_tells_all_others) {
  put(1, "a");
  place_->put(
      2, R"({"number": 2, "name": "000002", "start": "yesterday", "tags": [{"user": "u"}, {"name": "t"}]})");
  place_->put(3, R"({"number": "three", "name": "000003"})");
  put(4, "a");
  const auto source = open();
  const Changes changes = source->all_changes();
  EXPECT_THAT(numbers_told(changes), ElementsAre(1, 2, 4));
  EXPECT_THAT(changes.runs[1].tags, ElementsAre("t"));
  EXPECT_FALSE(changes.runs[1].start);
  const std::string said = fmt::format("{}", fmt::join(changes.oddities, "\n"));
  for (const char* part : {"start is not a date", "tags[0] has no name", "is not a run number"}) {
    EXPECT_THAT(said, HasSubstr(part));
  }
  EXPECT_THAT(later(*source).oddities, IsEmpty());
}

TEST_P(EverySource, tells_many_runs_each_once_by_number) {
  std::vector<std::int64_t> wanted;
  for (int number = 1; number <= 100; ++number) {
    put(number, "a");
    wanted.push_back(number);
  }
  EXPECT_EQ(numbers_told(open()->all_changes()), wanted);
}

TEST_P(EverySource, that_is_away_is_unavailable_and_then_tells_only_what_changed) {
  put(1, "a");
  put(2, "a");
  const auto source = open();
  EXPECT_THAT(source->all_changes().runs, SizeIs(2));
  place_->leave();
  try {
    clock_.advance(std::chrono::hours(1));
    const auto changes = source->changes();
    ADD_FAILURE() << "it told " << changes.runs.size() << " runs";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::unavailable) << error.what();
  }
  place_->come_back();
  put(2, "b");
  // A driver asks a server that did not answer again only after some seconds.
  std::vector<std::int64_t> told;
  std::string said;
  for (int tries = 0; tries < 200 && told.empty(); ++tries) {
    try {
      clock_.advance(std::chrono::hours(1));
      told = numbers_told(source->changes());
    } catch (const Error& error) {
      ASSERT_EQ(error.kind(), ErrorKind::unavailable) << error.what();
      said = error.what();
    }
    if (told.empty()) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  EXPECT_THAT(told, ElementsAre(2)) << said;
  EXPECT_THAT(later(*source).runs, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(, EverySource, testing::Values("jsonl", "strax", "mongodb"),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace xom::runs
