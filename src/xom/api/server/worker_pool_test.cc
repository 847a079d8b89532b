#include "xom/api/server/worker_pool.h"

#include <atomic>
#include <future>
#include <latch>
#include <set>

#include <gmock/gmock.h>

namespace xom::api {
namespace {

TEST(Workers, do_what_is_queued_oldest_first) {
  std::vector<int> done;
  std::promise<void> all;
  WorkerPool pool(1);
  for (int i = 0; i < 100; ++i) {
    pool.add([&, i](std::size_t) {
      done.push_back(i);
      if (i == 99) all.set_value();
    });
  }
  all.get_future().wait();
  ASSERT_EQ(done.size(), 100U);
  EXPECT_TRUE(std::is_sorted(done.begin(), done.end()));
}

TEST(Workers, work_at_the_same_time_each_under_its_own_number) {
  constexpr std::size_t count = 4;
  std::latch met(count);
  std::mutex mutex;
  std::set<std::size_t> numbers;
  {
    WorkerPool pool(count);
    std::latch ended(count);
    for (std::size_t i = 0; i < count; ++i) {
      pool.add([&](std::size_t worker) {
        met.arrive_and_wait();  // nobody goes on before all are here
        {
          const std::lock_guard lock(mutex);
          numbers.insert(worker);
        }
        ended.count_down();
      });
    }
    ended.wait();
  }
  EXPECT_THAT(numbers, testing::ElementsAre(0U, 1U, 2U, 3U));
}

TEST(Workers, do_what_is_light_while_as_much_as_may_be_is_heavy) {
  std::promise<void> go_on, light;
  const std::shared_future<void> may_go_on = go_on.get_future().share();
  std::latch both(2), third(1);
  std::atomic<int> at_once = 0, most = 0;
  WorkerPool pool(3, 2);
  for (int i = 0; i < 5; ++i) {
    pool.add(
        [&, i](std::size_t) {
          most = std::max<int>(most, ++at_once);
          if (i < 2) both.count_down();
          may_go_on.wait();
          --at_once;
          if (i == 4) third.count_down();
        },
        Weight::heavy);
  }
  both.wait();
  pool.add([&](std::size_t) { light.set_value(); });  // behind three that wait
  light.get_future().wait();
  go_on.set_value();
  third.wait();
  EXPECT_EQ(most, 2);
}

TEST(Workers, end_what_they_began_and_begin_nothing_more) {
  std::promise<void> begun, go_on;
  std::atomic<bool> ended = false, more = false;
  std::thread ending;
  {
    auto pool = std::make_unique<WorkerPool>(1);
    pool->add([&](std::size_t) {
      begun.set_value();
      go_on.get_future().wait();
      ended = true;
    });
    begun.get_future().wait();
    pool->add([&, held = std::make_shared<int>(1)](std::size_t) { more = true; });
    std::weak_ptr<int> watched;
    {
      auto shared = std::make_shared<int>(2);
      watched = shared;
      pool->add([shared](std::size_t) {});
    }
    ending = std::thread([&, pool = std::move(pool)]() mutable { pool.reset(); });
    while (!watched.expired()) std::this_thread::yield();  // the queue is dropped before the first one ends
    go_on.set_value();
  }
  ending.join();
  EXPECT_TRUE(ended);
  EXPECT_FALSE(more);
}

}  // namespace
}  // namespace xom::api
