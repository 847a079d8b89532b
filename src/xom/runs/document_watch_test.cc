#include "xom/runs/document_watch.h"

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace xom::runs {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

const Time start = from_ns(1'700'000'000'000'000'000);

/// A database as a map of number -> hash, asked as DocumentWatch says.
struct Database {
  std::map<std::int64_t, std::uint64_t> documents;
  std::size_t sent = 0;

  struct News {
    std::vector<std::int64_t> changed;
    std::vector<std::int64_t> gone;
  };

  News poll(DocumentWatch& watch, Time now) {
    News news;
    for (const auto& question : watch.questions(now)) {
      std::vector<std::int64_t> numbers;
      for (const auto& [number, hash] : documents) {
        const bool also = std::ranges::find(question.also, number) != question.also.end();
        if (number < question.from.value_or(0) && !also) continue;
        if (question.limit != 0 && static_cast<std::int64_t>(numbers.size()) == question.limit) break;
        numbers.push_back(number);
        if (watch.is_news(number, hash)) news.changed.push_back(number);
      }
      sent += numbers.size();
      if (!question.slice) continue;
      const auto gone = watch.answered(question, numbers, static_cast<std::int64_t>(numbers.size()), now);
      news.gone.insert(news.gone.end(), gone.begin(), gone.end());
    }
    return news;
  }
};

Database with_runs(std::int64_t from, std::int64_t to) {
  Database database;
  for (std::int64_t number = from; number <= to; ++number) database.documents[number] = 1;
  return database;
}

TEST(DocumentWatch, a_first_round_of_slices_tells_everything_once) {
  auto database = with_runs(1, 125'000);
  DocumentWatch watch(seconds(300));
  std::size_t told = 0;
  int calls = 0;
  for (; watch.first_round(); ++calls) told += database.poll(watch, start).changed.size();
  EXPECT_EQ(told, 125'000U);
  EXPECT_EQ(calls, 3);
  EXPECT_THAT(database.poll(watch, start).changed, IsEmpty());
}

TEST(DocumentWatch, an_empty_database_is_asked_again) {
  Database database;
  DocumentWatch watch(seconds(300));
  EXPECT_THAT(database.poll(watch, start).changed, IsEmpty());
  database.documents[7] = 1;
  EXPECT_THAT(database.poll(watch, start + seconds(1)).changed, ElementsAre(7));
}

TEST(DocumentWatch, a_new_run_and_a_change_of_a_recent_one_are_seen_at_once) {
  auto database = with_runs(1, 5'000);
  DocumentWatch watch(seconds(300));
  database.poll(watch, start);
  database.documents[5'001] = 1;
  database.documents[4'990] = 2;
  EXPECT_THAT(database.poll(watch, start + seconds(1)).changed, ElementsAre(4'990, 5'001));
}

TEST(DocumentWatch, a_run_that_is_still_being_taken_is_asked_for_however_old) {
  auto database = with_runs(1, 5'000);
  DocumentWatch watch(seconds(300));
  database.poll(watch, start);
  watch.learn(4'000, true);
  database.documents[4'000] = 2;
  EXPECT_THAT(database.poll(watch, start + seconds(1)).changed, ElementsAre(4'000));
  watch.learn(4'000, false);
  database.documents[4'000] = 3;
  EXPECT_THAT(database.poll(watch, start + seconds(2)).changed, IsEmpty());
}

TEST(DocumentWatch, a_late_change_of_any_run_is_seen_within_a_round_and_the_work_is_spread) {
  auto database = with_runs(1, 60'000);
  DocumentWatch watch(seconds(300));
  while (watch.first_round()) database.poll(watch, start);
  std::mt19937 random(1);
  Time now = start;
  for (int trial = 0; trial < 20; ++trial) {
    const std::int64_t number = 1 + static_cast<std::int64_t>(random() % 59'000);
    ++database.documents[number];
    bool seen = false;
    int polls = 0;
    for (; !seen && polls < 200; ++polls) {
      now += seconds(5);
      database.sent = 0;
      const auto news = database.poll(watch, now);
      seen = !news.changed.empty();
      EXPECT_LE(database.sent, 1'200U);
    }
    EXPECT_TRUE(seen);
    EXPECT_LE(polls, 300 / 5 + 2);
  }
}

TEST(DocumentWatch, after_a_long_pause_everything_is_compared_a_slice_at_a_time) {
  auto database = with_runs(1, 5'000);
  DocumentWatch watch(seconds(300));
  database.poll(watch, start);
  database.documents[10] = 2;
  EXPECT_THAT(database.poll(watch, start + seconds(100'000)).changed, ElementsAre(10));
}

TEST(DocumentWatch, a_document_that_is_gone_is_told_once_and_may_come_back) {
  auto database = with_runs(1, 300);
  DocumentWatch watch(seconds(10));
  database.poll(watch, start);
  database.documents.erase(17);
  const auto news = database.poll(watch, start + seconds(10));
  EXPECT_THAT(news.gone, ElementsAre(17));
  EXPECT_THAT(database.poll(watch, start + seconds(20)).gone, IsEmpty());
  database.documents[17] = 1;
  EXPECT_THAT(database.poll(watch, start + seconds(30)).changed, ElementsAre(17));
}

TEST(DocumentWatch, random_histories_are_followed_completely) {
  std::mt19937 random(20231114);
  for (int round = 0; round < 50; ++round) {
    auto database = with_runs(1, 1 + static_cast<std::int64_t>(random() % 2'000));
    std::map<std::int64_t, std::uint64_t> mirror;
    DocumentWatch watch(seconds(1 + random() % 60));
    Time now = start;
    const auto poll = [&] {
      const auto news = database.poll(watch, now);
      for (const auto number : news.gone) mirror.erase(number);
      for (const auto number : news.changed) mirror[number] = database.documents.at(number);
    };
    for (int step = 0; step < 40; ++step) {
      const std::int64_t number = 1 + static_cast<std::int64_t>(random() % 2'500);
      if (random() % 4 == 0) {
        database.documents.erase(number);
      } else {
        database.documents[number] = random();
      }
      now += seconds(random() % 20);
      poll();
    }
    // Two rounds later nothing is missing.
    for (int i = 0; i < 50; ++i) {
      now += seconds(5);
      poll();
    }
    EXPECT_EQ(mirror, database.documents);
  }
}

}  // namespace
}  // namespace xom::runs
