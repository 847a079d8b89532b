// Writes the data the scan benchmarks read: peak_basics as strax writes it, in chunks of 200 MB.
//   090001  blosc, --gb    090002  zstd, the same rows    090003  blosc, one chunk of 100 MB

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <random>

#include <CLI/CLI.hpp>

#include "xom/testkit/layouts.h"
#include "xom/testkit/rows.h"
#include "xom/testkit/strax_writer.h"

namespace {

using xom::Interval;
using xom::testkit::Compressor;
using xom::testkit::Rows;

constexpr std::int64_t run_start_ns = 1'700'000'000'000'000'000;
constexpr std::size_t chunk_rows = 200'000'000 / 96;

/// Peaks at 500 Hz: lone light, single electrons, S1s and S2s. Every column is filled and scatters as the
/// measured one does, because that decides how well the rows compress.
class PeakGenerator {
 public:
  Interval fill(Rows& rows, std::size_t count) {
    const std::int64_t start = now_ns_;
    rows.clear();
    for (std::size_t i = 0; i < count; ++i) add(rows);
    return {xom::from_ns(start), xom::from_ns(now_ns_)};
  }

 private:
  double uniform() { return std::generate_canonical<double, 32>(random_); }
  std::int16_t whole(double below) { return static_cast<std::int16_t>(uniform() * below); }

  void add(Rows& rows) {
    const double kind = uniform();
    const int type = kind < 0.4 ? 0 : kind < 0.5 ? 1 : 2;
    const double area = kind < 0.4   ? 1.5 + 10 * uniform() * uniform()
                        : kind < 0.5 ? 3 * std::exp(5 * uniform())
                        : kind < 0.9 ? std::max(31 + 8 * normal_(random_), 5.0)
                                     : std::exp(5 + 7 * uniform());
    const double width = type == 2 ? 300 + 2000 * uniform() * uniform() : 60 + 100 * uniform();
    const auto length = static_cast<std::int32_t>(std::clamp(width / 4, 10.0, 200.0));
    const auto channels =
        static_cast<std::int16_t>(std::clamp(494 * (1 - std::exp(-area / 300)), 2.0, 494.0));
    const double top = type == 2 ? 0.75 + 0.05 * normal_(random_) : 0.3 + 0.1 * normal_(random_);
    rows.add();
    rows.set(time_, now_ns_);
    rows.set(endtime_, now_ns_ + length * 10);
    rows.set(center_time_, now_ns_ + static_cast<std::int64_t>(width * (1 + 0.2 * uniform())));
    rows.set(area_, static_cast<float>(area));
    rows.set(hits_, channels + static_cast<std::int32_t>(area / 3));
    rows.set(channels_, channels);
    rows.set(top_channels_, static_cast<std::int16_t>(channels * std::clamp(top, 0.0, 1.0)));
    rows.set(max_pmt_, whole(494));
    rows.set(max_pmt_area_, static_cast<float>(area * (0.05 + 0.4 * uniform() / std::sqrt(channels))));
    rows.set(saturated_, std::int16_t{0});
    rows.set(range_50_, static_cast<float>(width));
    rows.set(range_90_, static_cast<float>(width * (2 + 0.5 * uniform())));
    rows.set(top_, static_cast<float>(top));
    rows.set(length_, length);
    rows.set(dt_, std::int16_t{10});
    rows.set(median_time_, static_cast<float>(width * (0.9 + 0.2 * uniform())));
    rows.set(rise_time_, static_cast<float>(width * (0.4 + 0.2 * uniform())));
    rows.set(coincidence_, static_cast<std::int16_t>(std::min<int>(channels, 2 + whole(20))));
    rows.set(type_, static_cast<std::int8_t>(type));
    rows.set(merged_, type == 2 && area > 500);
    rows.set(max_diff_, static_cast<std::int32_t>(length * 9 * uniform()));
    rows.set(min_diff_, static_cast<std::int32_t>(10 * uniform()));
    rows.set(first_channel_, whole(494));
    rows.set(last_channel_, whole(494));
    rows.set(vanilla_type_, static_cast<std::int8_t>(type));
    rows.set(som_type_, static_cast<std::int8_t>(type));
    rows.set(som_sub_type_, static_cast<std::int32_t>(whole(20)));
    rows.set(loc_x_, whole(20));
    rows.set(loc_y_, whole(20));
    now_ns_ += length * 10 + static_cast<std::int64_t>(-std::log(1 - uniform()) * 2e6);
  }

  template <class T>
  static Rows::Place<T> place(std::string_view name) {
    static const Rows like(xom::testkit::peak_basics().dtype);
    return like.place<T>(name);
  }
  std::mt19937 random_{1};
  std::normal_distribution<double> normal_;
  std::int64_t now_ns_ = run_start_ns;
  const Rows::Place<std::int64_t> time_ = place<std::int64_t>("time"),
                                  endtime_ = place<std::int64_t>("endtime"),
                                  center_time_ = place<std::int64_t>("center_time");
  const Rows::Place<float> area_ = place<float>("area"), max_pmt_area_ = place<float>("max_pmt_area"),
                           range_50_ = place<float>("range_50p_area"),
                           range_90_ = place<float>("range_90p_area"),
                           top_ = place<float>("area_fraction_top"),
                           median_time_ = place<float>("median_time"), rise_time_ = place<float>("rise_time");
  const Rows::Place<std::int32_t> hits_ = place<std::int32_t>("n_hits"),
                                  length_ = place<std::int32_t>("length"),
                                  max_diff_ = place<std::int32_t>("max_diff"),
                                  min_diff_ = place<std::int32_t>("min_diff"),
                                  som_sub_type_ = place<std::int32_t>("som_sub_type");
  const Rows::Place<std::int16_t> channels_ = place<std::int16_t>("n_channels"),
                                  top_channels_ = place<std::int16_t>("top_n_channels"),
                                  max_pmt_ = place<std::int16_t>("max_pmt"),
                                  saturated_ = place<std::int16_t>("n_saturated_channels"),
                                  dt_ = place<std::int16_t>("dt"),
                                  coincidence_ = place<std::int16_t>("tight_coincidence"),
                                  first_channel_ = place<std::int16_t>("first_channel"),
                                  last_channel_ = place<std::int16_t>("last_channel"),
                                  loc_x_ = place<std::int16_t>("loc_x_som"),
                                  loc_y_ = place<std::int16_t>("loc_y_som");
  const Rows::Place<std::int8_t> type_ = place<std::int8_t>("type"),
                                 vanilla_type_ = place<std::int8_t>("vanilla_type"),
                                 som_type_ = place<std::int8_t>("som_type");
  const Rows::Place<bool> merged_ = place<bool>("merged");
};

xom::testkit::StraxWriter writer(const std::filesystem::path& root, const char* run, Compressor compressor) {
  const xom::testkit::DataType type = xom::testkit::peak_basics();
  return {root,
          {run, type.name, type.kind, type.dtype, type.lineage, compressor, xom::testkit::Naming::current,
           "2.2.3", run_start_ns * 1e-9}};
}

}  // namespace

int main(int argc, char** argv) try {
  CLI::App app("Writes the data of the scan benchmarks");
  std::filesystem::path root;
  double gb = 2;
  app.add_option("folder", root, "Where to")->required();
  app.add_option("--gb", gb, "Size, uncompressed [1e9 bytes]")->check(CLI::Range(0.01, 100.0));
  CLI11_PARSE(app, argc, argv);

  const double ended = run_start_ns * 1e-9 + 3600;
  Rows rows(xom::testkit::peak_basics().dtype);
  {
    PeakGenerator generator;
    auto blosc = writer(root, "090001", Compressor::blosc), zstd = writer(root, "090002", Compressor::zstd);
    for (auto left = static_cast<std::size_t>(gb * 1e9 / 96); left > 0;) {
      const std::size_t now = std::min(left, chunk_rows);
      const Interval span = generator.fill(rows, now);
      blosc.add_chunk(rows.bytes(), span);
      zstd.add_chunk(rows.bytes(), span);
      left -= now;
    }
    blosc.finish(ended);
    zstd.finish(ended);
  }
  PeakGenerator generator;
  auto small = writer(root, "090003", Compressor::blosc);
  const Interval span = generator.fill(rows, chunk_rows / 2);
  small.add_chunk(rows.bytes(), span);
  small.finish(ended);
  return 0;
} catch (const std::exception& e) {
  std::fprintf(stderr, "make_data: %s\n", e.what());
  return 1;
}
