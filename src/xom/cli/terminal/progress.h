#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "xom/base/clock.h"

namespace xom::cli {

/// "[########------------]  120 of 300  peak_rate 53101", at most `width` columns.
std::string progress_line(std::size_t done, std::size_t total, std::string_view what, std::size_t width);

/// How far long work is, on standard error: a bar that is redrawn at most ten times a second on a terminal,
/// otherwise a line at most every ten seconds. Silent for work that ends sooner. One
/// thread.
class Progress {
 public:
  /// Where the text goes and how it looks. For tests; normally `standard_error()`.
  struct Output {
    bool terminal = false;
    std::size_t width = 100;
    std::function<void(std::string_view)> write;
  };
  static Output standard_error();

  /// `noun`: of what there are `total`, e.g. "runs". `clock` outlives this object.
  Progress(std::string noun, std::size_t total, const Clock& clock, Output output = standard_error());
  /// Takes the bar away.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `what` is worked on now; `done` are ready.
  void show(std::size_t done, std::string_view what);
  /// Takes the bar away until the next `show`, so that something else can be written.
  void clear();

 private:
  std::string noun_;
  std::size_t total_;
  const Clock& clock_;
  Output output_;
  Time next_;
  bool drawn_ = false;
};

}  // namespace xom::cli
