#include <algorithm>
#include <bit>
#include <cstring>
#include <tuple>

#include "xom/store/state.h"
#include "xom/store/store_error.h"

namespace xom::store {

namespace {

// A trend is stored as blocks of points, packed, because SQLite needs some 0.2 us for each row it shows. One
// block holds the points of 32 runs: with one task per run 1280 bytes, which stay inside an 8 KiB page.
constexpr int runs_in_block_bits = 5;
static_assert(sizeof(Point) == 40 && std::is_trivially_copyable_v<Point> &&
              std::endian::native == std::endian::little);

std::int64_t block_of(std::int64_t run) {
  return run >> runs_in_block_bits;
}

bool before(const Point& a, const Point& b) {
  return std::tie(a.run, a.task) < std::tie(b.run, b.task);
}

void append(std::vector<Point>& points, std::string_view packed) {
  if (packed.size() % sizeof(Point) != 0) {
    throw StoreError(ErrorKind::corrupt, "the store has a trend block of " + std::to_string(packed.size()) +
                                             " bytes (restore the last backup)");
  }
  const std::size_t first = points.size();
  points.resize(first + packed.size() / sizeof(Point));
  if (!packed.empty()) std::memcpy(points.data() + first, packed.data(), packed.size());
}

/// Later changes of a point win.
void apply(std::vector<Point>& points, const std::vector<Trends::Change>& changes) {
  for (const auto& [point, remove] : changes) {
    const auto at = std::lower_bound(points.begin(), points.end(), point, before);
    const bool there = at != points.end() && !before(point, *at);
    if (remove) {
      if (there) points.erase(at);
    } else if (there) {
      *at = point;
    } else {
      points.insert(at, point);
    }
  }
}

}  // namespace

void Trends::put(std::int64_t series, const Point& point) {
  changes_[{series, block_of(point.run)}].push_back({point, false});
}

void Trends::remove(std::int64_t series, std::int64_t run, std::int64_t task) {
  changes_[{series, block_of(run)}].push_back({{.run = run, .task = task}, true});
}

void Trends::write(Database& database) {
  Statement look = database.prepare("SELECT points FROM trend WHERE series = ?1 AND block = ?2");
  Statement put =
      database.prepare("INSERT OR REPLACE INTO trend (series, block, points) VALUES (?1, ?2, ?3)");
  Statement drop = database.prepare("DELETE FROM trend WHERE series = ?1 AND block = ?2");
  std::vector<Point> points;
  for (const auto& [key, changes] : changes_) {
    points.clear();
    if (look.bind(key.first, key.second).step()) append(points, look.view(0));
    look.reset();
    apply(points, changes);
    if (points.empty()) {
      drop.bind(key.first, key.second).run();
      continue;
    }
    put.bind(key.first, key.second);
    put.put_blob(3, {reinterpret_cast<const char*>(points.data()), points.size() * sizeof(Point)});
    put.run();
  }
  changes_.clear();
}

void add_points(Store::State& state, std::int64_t task) {
  Statement row = state.database.prepare(
      "SELECT result.series, result.run, result.value, result.error, result.n FROM task JOIN series ON "
      "series.stream = task.stream CROSS JOIN result ON result.series = series.id AND result.run = task.run "
      "AND result.task = task.id WHERE task.id = ?1");
  row.bind(task);
  while (row.step()) {
    state.trends.put(row.integer(0), {row.integer(1), task, row.real(2), row.real(3), row.integer(4)});
  }
}

void drop_points(Store::State& state, std::int64_t task) {
  Statement row = state.database.prepare(
      "SELECT series.id, task.run FROM task JOIN series ON series.stream = task.stream WHERE task.id = ?1");
  row.bind(task);
  while (row.step()) state.trends.remove(row.integer(0), row.integer(1), task);
}

std::vector<Point> Store::trend(std::int64_t series, std::optional<std::int64_t> min_run,
                                std::optional<std::int64_t> max_run) const {
  const std::int64_t first = min_run.value_or(INT64_MIN), last = max_run.value_or(INT64_MAX);
  std::vector<Point> points;
  Statement row = state_->database.prepare(
      "SELECT points FROM trend WHERE series = ?1 AND block >= ?2 AND block <= ?3 ORDER BY block");
  row.bind(series, block_of(first), block_of(last));
  while (row.step()) append(points, row.view(0));
  std::erase_if(points, [&](const Point& point) { return point.run < first || point.run > last; });
  return points;
}

}  // namespace xom::store
