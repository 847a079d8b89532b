#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include "demo/generate.h"

namespace xom::demo {
namespace {

constexpr double lxe_w_kev = 0.0137, g1 = 0.1515, g2 = 16.45;
constexpr std::int64_t event_length_ns = 2'700'000;

struct Event {
  std::int64_t time = 0;
  double x = 0, y = 0, z = 0;        ///< [cm]
  double e_light = 0, e_charge = 0;  ///< [keV]
  double cs1 = 0, cs2 = 0;
  double s1_a = 0, s1_b = 0, s2 = 0;  ///< Uncorrected [PE].
  int delay = 0;                      ///< Of the second S1 [ns]; 0: none.
  double radius() const { return std::hypot(x, y); }
  double drift_us() const { return -z / drift_velocity_cm_per_us; }
  bool fiducial() const {
    return radius() < fiducial_radius_cm && z < fiducial_top_cm && z > fiducial_bottom_cm;
  }
};

class Generator {
 public:
  Generator(const DemoRun& run, std::uint64_t seed) : run_(run), random_(seed) {}

  std::vector<Event> events() {
    const auto n = std::poisson_distribution<int>(run_.events * run_.seconds())(random_);
    std::uniform_int_distribution<std::int64_t> time(to_ns(run_.start), to_ns(run_.end) - event_length_ns);
    std::vector<Event> events(static_cast<std::size_t>(n));
    for (Event& event : events) {
      event.time = time(random_);
      place(event);
      run_.krypton() ? krypton(event) : background(event);
      event.s2 = event.cs2 * std::exp(-event.drift_us() / run_.electron_lifetime);
    }
    std::ranges::sort(events, {}, &Event::time);
    return events;
  }
  double normal(double mean, double sigma) { return mean + sigma * normal_(random_); }

 private:
  double uniform() { return std::generate_canonical<double, 53>(random_); }

  void place(Event& event) {
    const double r = tpc_radius_cm * std::sqrt(uniform()), phi = 2 * std::numbers::pi * uniform();
    event.x = r * std::cos(phi);
    event.y = r * std::sin(phi);
    event.z = -tpc_depth_cm * uniform();
  }
  /// Light grows towards the bottom; its mean over the fiducial volume is 1.
  static double collection(const Event& event) {
    constexpr double middle = (fiducial_top_cm + fiducial_bottom_cm) / 2;
    return 1 - 0.3 * (event.z - middle) / tpc_depth_cm;
  }
  double s1(const Event& event, double energy_kev, double yield) {
    const double mean = energy_kev * yield * collection(event);
    return std::max(normal(mean, 1.3 * std::sqrt(mean)), 1.0);
  }
  void krypton(Event& event) {
    const double gap_ns = -156.9 * std::log2(1 - uniform());
    event.s1_a = s1(event, line_a_kev, run_.light_yield);
    event.s1_b = s1(event, line_b_kev, run_.light_yield * line_b_yield_ratio);
    event.delay = static_cast<int>(gap_ns);
    if (gap_ns < separation_ns) {
      event.s1_a += event.s1_b;
      event.s1_b = 0;
      event.delay = 0;
    }
    // Light and charge fluctuate against each other, so that the sum of both is sharper than each.
    const double shift = normal(0, 1);
    event.cs2 = std::max(krypton_cs2_pe * normal(1 - 0.08 * shift, 0.01), 100.0);
    event.e_charge = event.cs2 * lxe_w_kev / g2;
    event.e_light = krypton_kev * normal(1, 0.03) - event.e_charge;
    event.cs1 = event.e_light * g1 / lxe_w_kev;
  }
  void background(Event& event) {
    double pick = uniform();
    std::size_t bin = 0;
    while (bin + 1 < std::size(energy_share) && pick > energy_share[bin]) pick -= energy_share[bin++];
    const double energy = energy_edges[bin] * std::pow(energy_edges[bin + 1] / energy_edges[bin], uniform());
    event.e_light = 0.6 * energy;
    event.e_charge = energy - event.e_light;
    event.cs1 = event.e_light * g1 / lxe_w_kev;
    event.cs2 = event.e_charge * g2 / lxe_w_kev;
    event.s1_a = std::max(event.cs1 * collection(event) * run_.light_yield / 8, 1.0);
  }

  const DemoRun& run_;
  std::mt19937_64 random_;
  std::normal_distribution<double> normal_;
};

template <class Fill>
DataSet data_set(const DemoRun& run, testkit::DataType type, const std::vector<Event>& events, Fill fill) {
  DataSet out{std::move(type), {}, spans_of(run)};
  out.chunks.assign(out.spans.size(), testkit::Rows(out.type.dtype));
  const testkit::Rows& like = out.chunks[0];
  const auto time = like.place<std::int64_t>("time"), endtime = like.place<std::int64_t>("endtime");
  std::size_t chunk = 0;
  for (const Event& event : events) {
    while (from_ns(event.time) >= out.spans[chunk].end) ++chunk;
    testkit::Rows& rows = out.chunks[chunk];
    const std::int64_t start = std::min(event.time, to_ns(out.spans[chunk].end) - event_length_ns);
    rows.add();
    rows.set(time, start);
    rows.set(endtime, start + event_length_ns);
    fill(rows, event);
  }
  return out;
}

/// Columns that event_info and event_info_double share; `a` is what follows "s1" and "s2" in their names.
class EventWriter {
 public:
  EventWriter(const testkit::DataType& type, const std::string& a, Generator& generator)
      : like_(type.dtype), generator_(generator) {
    const auto real = [&](const std::string& name) { return like_.place<float>(name); };
    const auto whole = [&](const std::string& name) { return like_.place<std::int16_t>(name); };
    cs1_ = real("cs1" + a), cs2_ = real("cs2" + a), e_ces_ = real("e_ces"), drift_ = real("drift_time");
    s1_ = real("s1" + a + "_area"), s2_ = real("s2" + a + "_area");
    s1_width_ = real("s1" + a + "_range_50p_area"), s2_width_ = real("s2" + a + "_range_50p_area");
    s1_top_ = real("s1" + a + "_area_fraction_top"), s2_top_ = real("s2" + a + "_area_fraction_top");
    x_ = real("x"), y_ = real("y"), r_ = real("r"), z_ = real("z");
    channels_ = whole("s1" + a + "_n_channels");
    s1_time_ = like_.place<std::int64_t>("s1" + a + "_time");
    number_ = like_.place<std::int64_t>("event_number");
    n_peaks_ = like_.place<std::int32_t>("n_peaks");
  }
  void write(testkit::Rows& rows, const Event& event) {
    rows.set(cs1_, static_cast<float>(event.cs1));
    rows.set(cs2_, static_cast<float>(event.cs2));
    rows.set(e_ces_, static_cast<float>(event.e_light + event.e_charge));
    rows.set(drift_, static_cast<float>(event.drift_us() * 1000));
    rows.set(s1_, static_cast<float>(event.s1_a));
    rows.set(s2_, static_cast<float>(event.s2));
    rows.set(s1_width_, static_cast<float>(generator_.normal(110, 15)));
    rows.set(s2_width_, static_cast<float>(300 + 60 * std::sqrt(event.drift_us())));
    rows.set(s1_top_, static_cast<float>(generator_.normal(s1_area_fraction_top, 0.04)));
    rows.set(s2_top_, static_cast<float>(generator_.normal(s2_area_fraction_top, 0.02)));
    rows.set(x_, static_cast<float>(event.x));
    rows.set(y_, static_cast<float>(event.y));
    rows.set(r_, static_cast<float>(event.radius()));
    rows.set(z_, static_cast<float>(event.z));
    rows.set(channels_, static_cast<std::int16_t>(494 * (1 - std::exp(-event.s1_a / 494))));
    rows.set(s1_time_, event.time + 2'300'000 - static_cast<std::int64_t>(event.drift_us() * 1000));
    rows.set(number_, next_++);
    rows.set(n_peaks_, event.delay > 0 ? 3 : 2);
  }

 private:
  testkit::Rows like_;
  Generator& generator_;
  testkit::Rows::Place<float> cs1_, cs2_, e_ces_, drift_, s1_, s2_, s1_width_, s2_width_, s1_top_, s2_top_,
      x_, y_, r_, z_;
  testkit::Rows::Place<std::int16_t> channels_;
  testkit::Rows::Place<std::int64_t> s1_time_, number_;
  testkit::Rows::Place<std::int32_t> n_peaks_;
  std::int64_t next_ = 0;
};

DataSet event_info(const DemoRun& run, const std::vector<Event>& events, Generator& generator) {
  const testkit::DataType type = testkit::event_info();
  EventWriter writer(type, "", generator);
  const testkit::Rows like(type.dtype);
  const auto e_light = like.place<float>("e_light"), e_charge = like.place<float>("e_charge");
  return data_set(run, type, events, [&](testkit::Rows& rows, const Event& event) {
    writer.write(rows, event);
    rows.set(e_light, static_cast<float>(event.e_light));
    rows.set(e_charge, static_cast<float>(event.e_charge));
  });
}

DataSet event_info_double(const DemoRun& run, const std::vector<Event>& events, Generator& generator) {
  const testkit::DataType type = testkit::event_info_double();
  EventWriter writer(type, "_a", generator);
  const testkit::Rows like(type.dtype);
  const auto s1_b = like.place<float>("s1_b_area");
  const auto delay = like.place<std::int32_t>("ds_s1_dt");
  return data_set(run, type, events, [&](testkit::Rows& rows, const Event& event) {
    writer.write(rows, event);
    rows.set(s1_b, event.delay > 0 ? static_cast<float>(event.s1_b) : std::nanf(""));
    rows.set(delay, event.delay);
  });
}

DataSet cut(const DemoRun& run, const std::vector<Event>& events, std::string_view name,
            std::string_view title, bool (*passes)(const Event&)) {
  testkit::DataType type = testkit::cut(name, title);
  const auto passed = testkit::Rows(type.dtype).place<bool>(name);
  return data_set(run, std::move(type), events,
                  [&](testkit::Rows& rows, const Event& event) { rows.set(passed, passes(event)); });
}

}  // namespace

std::vector<DataSet> make_events(const DemoRun& run, std::uint64_t seed) {
  Generator generator(run, seed);
  const std::vector<Event> events = generator.events();
  std::vector<DataSet> out;
  out.push_back(cut(run, events, "cut_fiducial_volume", "r < 60.5 cm and -140 cm < z < -9 cm",
                    [](const Event& event) { return event.fiducial(); }));
  if (run.krypton()) {
    out.push_back(event_info_double(run, events, generator));
    out.push_back(cut(run, events, "cut_Kr_DoubleS1_SingleS2", "Both S1s of krypton are seen",
                      [](const Event& event) { return event.delay > 0; }));
    out.push_back(cut(run, events, "cut_Kr_SingleS1S2", "Both S1s of krypton are seen as one",
                      [](const Event& event) { return event.delay == 0; }));
  } else {
    out.push_back(event_info(run, events, generator));
  }
  return out;
}

}  // namespace xom::demo
