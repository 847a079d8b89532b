#include <algorithm>
#include <random>

#include "demo/generate.h"

namespace xom::demo {

std::uint64_t seed_of(const DemoRun& run, const ExperimentOptions& options, int purpose) {
  std::seed_seq sequence{options.seed, static_cast<std::uint64_t>(run.index),
                         static_cast<std::uint64_t>(purpose)};
  std::uint32_t words[2];
  sequence.generate(words, words + 2);
  return (std::uint64_t{words[0]} << 32) | words[1];
}

std::vector<Interval> spans_of(const DemoRun& run) {
  const Duration third = (run.end - run.start) / 3;
  return {{run.start, run.start + third},
          {run.start + third, run.start + 2 * third},
          {run.start + 2 * third, run.end}};
}

DataSet make_vetoes(const DemoRun& run, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  DataSet out{testkit::veto_intervals(), {}, spans_of(run)};
  out.chunks.assign(out.spans.size(), testkit::Rows(out.type.dtype));
  const testkit::Rows& like = out.chunks[0];
  const auto veto_interval = like.place<std::int64_t>("veto_interval"),
             time = like.place<std::int64_t>("time"), endtime = like.place<std::int64_t>("endtime");
  const auto veto_type = like.place<char32_t>("veto_type");

  struct Veto {
    std::int64_t time, length;
    const char* type;
  };
  std::vector<Veto> vetoes;
  const auto add = [&](const char* type, double rate_hz, double mean_s) {
    const int n = std::poisson_distribution<int>(rate_hz * run.seconds())(random);
    std::uniform_int_distribution<std::int64_t> when(to_ns(run.start), to_ns(run.end) - 1);
    std::exponential_distribution<double> length(1 / mean_s);
    for (int i = 0; i < n; ++i) {
      vetoes.push_back({when(random), static_cast<std::int64_t>(length(random) * 1e9) + 1, type});
    }
  };
  add("busy_veto", run.busy_rate, run.busy_length);
  add("hev_veto", 0.01, 0.002);
  for (Veto& veto : vetoes) {  // A chunk holds its rows whole.
    const auto span = std::ranges::find_if(out.spans, [&](Interval s) { return from_ns(veto.time) < s.end; });
    veto.time = std::max(std::min(veto.time, to_ns(span->end) - veto.length), to_ns(span->start));
  }
  std::ranges::sort(vetoes, {}, &Veto::time);

  std::size_t chunk = 0;
  for (const Veto& veto : vetoes) {
    while (from_ns(veto.time) >= out.spans[chunk].end) ++chunk;
    testkit::Rows& rows = out.chunks[chunk];
    rows.add();
    rows.set(veto_interval, veto.length);
    rows.set_text(veto_type, veto.type);
    rows.set(time, veto.time);
    rows.set(endtime, veto.time + veto.length);
  }
  return out;
}

}  // namespace xom::demo
