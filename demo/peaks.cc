#include <algorithm>
#include <cmath>
#include <random>

#include "demo/generate.h"

namespace xom::demo {
namespace {

struct Peak {
  std::int64_t time = 0;
  double area = 0, width = 0, top = 0;
  int type = 0, pmt = 0;
};

class Peaks {
 public:
  Peaks(const DemoRun& run, std::uint64_t seed) : run_(run), random_(seed) {}

  /// `draw` makes one peak; its time is uniform in the run.
  template <class Draw>
  void add(double rate_hz, Draw draw) {
    if (rate_hz <= 0) return;
    const auto n = std::poisson_distribution<int>(rate_hz * run_.seconds())(random_);
    std::uniform_int_distribution<std::int64_t> time(to_ns(run_.start), to_ns(run_.end) - 100'000);
    std::uniform_int_distribution<int> pmt(0, 252);
    for (int i = 0; i < n; ++i) {
      Peak peak;
      peak.time = time(random_);
      peak.pmt = pmt(random_);
      draw(peak);
      peaks_.push_back(peak);
    }
  }
  double normal(double mean, double sigma) { return mean + sigma * normal_(random_); }
  double uniform() { return std::generate_canonical<double, 53>(random_); }

  const std::vector<Peak>& sorted() {
    std::ranges::sort(peaks_, {}, &Peak::time);
    return peaks_;
  }

 private:
  const DemoRun& run_;
  std::mt19937_64 random_;
  std::normal_distribution<double> normal_;
  std::vector<Peak> peaks_;
};

/// All columns of a peak that follow from the few that matter.
class PeakWriter {
 public:
  void write(testkit::Rows& rows, const Peak& peak, std::int64_t limit) const {
    const auto length = static_cast<std::int32_t>(std::clamp(peak.width * 2.5 / 10, 10.0, 2000.0));
    const std::int64_t time = std::min(peak.time, limit - length * 10);
    const auto channels =
        static_cast<std::int16_t>(std::clamp(494 * (1 - std::exp(-peak.area / 200)), 1.0, 494.0));
    const auto hits = static_cast<std::int32_t>(channels + peak.area / 10);
    rows.add();
    rows.set(time_, time);
    rows.set(endtime_, time + length * 10);
    rows.set(center_time_, time + static_cast<std::int64_t>(peak.width * 1.1));
    rows.set(area_, static_cast<float>(peak.area));
    rows.set(hits_, hits);
    rows.set(channels_, channels);
    rows.set(top_channels_, static_cast<std::int16_t>(channels * peak.top));
    rows.set(max_pmt_, static_cast<std::int16_t>(peak.pmt));
    rows.set(max_pmt_area_, static_cast<float>(peak.area * (0.02 + 0.5 / channels)));
    rows.set(range_50_, static_cast<float>(peak.width));
    rows.set(range_90_, static_cast<float>(peak.width * 2.3));
    rows.set(top_, static_cast<float>(peak.top));
    rows.set(length_, length);
    rows.set(dt_, std::int16_t{10});
    rows.set(median_time_, static_cast<float>(peak.width * 1.05));
    rows.set(rise_time_, static_cast<float>(peak.width * 0.6));
    rows.set(coincidence_, static_cast<std::int16_t>(std::min<int>(channels, 40)));
    rows.set(type_, static_cast<std::int8_t>(peak.type));
    rows.set(vanilla_type_, static_cast<std::int8_t>(peak.type));
    rows.set(som_type_, static_cast<std::int8_t>(peak.type));
    rows.set(merged_, peak.type == 2 && peak.area > 1000);
    rows.set(max_diff_, length * 8);
    rows.set(min_diff_, static_cast<std::int32_t>(peak.area) % 10);
  }

 private:
  testkit::Rows like_{testkit::peak_basics().dtype};
  template <class T>
  using Place = testkit::Rows::Place<T>;
  Place<std::int64_t> time_ = like_.place<std::int64_t>("time"),
                      endtime_ = like_.place<std::int64_t>("endtime"),
                      center_time_ = like_.place<std::int64_t>("center_time");
  Place<float> area_ = like_.place<float>("area"), max_pmt_area_ = like_.place<float>("max_pmt_area"),
               range_50_ = like_.place<float>("range_50p_area"),
               range_90_ = like_.place<float>("range_90p_area"),
               top_ = like_.place<float>("area_fraction_top"),
               median_time_ = like_.place<float>("median_time"), rise_time_ = like_.place<float>("rise_time");
  Place<std::int32_t> hits_ = like_.place<std::int32_t>("n_hits"),
                      length_ = like_.place<std::int32_t>("length"),
                      max_diff_ = like_.place<std::int32_t>("max_diff"),
                      min_diff_ = like_.place<std::int32_t>("min_diff");
  Place<std::int16_t> channels_ = like_.place<std::int16_t>("n_channels"),
                      top_channels_ = like_.place<std::int16_t>("top_n_channels"),
                      max_pmt_ = like_.place<std::int16_t>("max_pmt"), dt_ = like_.place<std::int16_t>("dt"),
                      coincidence_ = like_.place<std::int16_t>("tight_coincidence");
  Place<std::int8_t> type_ = like_.place<std::int8_t>("type"),
                     vanilla_type_ = like_.place<std::int8_t>("vanilla_type"),
                     som_type_ = like_.place<std::int8_t>("som_type");
  Place<bool> merged_ = like_.place<bool>("merged");
};

}  // namespace

DataSet make_peaks(const DemoRun& run, std::uint64_t seed) {
  Peaks peaks(run, seed);
  const auto electron = [&](Peak& peak) {
    peak = {peak.time,
            peaks.normal(run.electron_gain, 5),
            peaks.normal(600, 80),
            peaks.normal(s2_area_fraction_top, 0.08),
            2,
            peak.pmt};
  };
  peaks.add(run.small_peaks, [&](Peak& peak) {  // Pile-up of dark counts and lone light.
    peak = {peak.time,
            1.5 + 8.4 * peaks.uniform() * peaks.uniform(),
            60 + 100 * peaks.uniform(),
            peaks.uniform(),
            peaks.uniform() < 0.5 ? 0 : 1,
            peak.pmt};
    peak.type = 0;
  });
  peaks.add(run.single_electrons, [&](Peak& peak) {
    electron(peak);
    if (peak.pmt == hot_pmt) peak.pmt = 0;
  });
  peaks.add(run.hot_spot, [&](Peak& peak) {
    electron(peak);
    peak.pmt = hot_pmt;
  });
  peaks.add(s1_peaks_hz, [&](Peak& peak) {
    peak = {peak.time,
            12 + 300 * -std::log(1 - 0.96 * peaks.uniform()),
            peaks.normal(110, 15),
            peaks.normal(s1_area_fraction_top, 0.05),
            1,
            peak.pmt};
  });
  peaks.add(s2_peaks_hz, [&](Peak& peak) {
    peak = {peak.time,
            std::exp(5.5 + 6 * peaks.uniform()),
            1500 + 6000 * peaks.uniform(),
            peaks.normal(s2_area_fraction_top, 0.03),
            2,
            peak.pmt};
  });

  DataSet out{testkit::peak_basics(), {}, spans_of(run)};
  out.chunks.assign(out.spans.size(), testkit::Rows(out.type.dtype));
  const PeakWriter writer;
  std::size_t chunk = 0;
  for (const Peak& peak : peaks.sorted()) {
    while (from_ns(peak.time) >= out.spans[chunk].end) ++chunk;
    writer.write(out.chunks[chunk], peak, to_ns(out.spans[chunk].end));
  }
  return out;
}

}  // namespace xom::demo
