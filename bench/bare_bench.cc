// Nothing but decompression of the same chunks into a reused buffer: what any reader of these files is
// measured by. The compressed bytes are in memory before the clock starts.

#include <atomic>
#include <cstdio>
#include <thread>

#include "bench/measure.h"
#include <CLI/CLI.hpp>
#include <blosc.h>
#include <nlohmann/json.hpp>
#include <zstd.h>

#include "xom/base/files.h"
#include "xom/strax/storage.h"

int main(int argc, char** argv) try {
  CLI::App app("Bare decompression");
  std::filesystem::path root;
  std::string run;
  int threads = 1;
  app.add_option("folder", root)->required();
  app.add_option("run", run)->required();
  app.add_option("--threads", threads);
  CLI11_PARSE(app, argc, argv);

  const xom::strax::DataSet data = xom::strax::Storage({root}).find(run, "peak_basics");
  if (data.state != xom::strax::State::complete) throw to_error(data);
  const bool zstd = data.metadata->compressor == "zstd";
  std::vector<std::string> files;
  std::vector<std::size_t> sizes;
  for (const auto& chunk : data.metadata->chunks) {
    if (chunk.rows == 0) continue;
    files.push_back(xom::read_file(data.file(chunk), std::size_t{2} << 30));
    sizes.push_back(static_cast<std::size_t>(chunk.bytes.value()));
  }
  const std::size_t largest = *std::max_element(sizes.begin(), sizes.end());

  std::vector<std::vector<char>> buffers(threads,
                                         std::vector<char>(largest));  // Touched: no page faults later.
  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> bytes = 0;
  const double cpu_before = xom::bench::cpu_seconds();
  const xom::bench::Stopwatch watch;
  {
    std::vector<std::jthread> workers;
    for (std::vector<char>& buffer : buffers) {
      workers.emplace_back([&] {
        for (std::size_t i = next++; i < files.size(); i = next++) {
          const std::size_t got =
              zstd ? ZSTD_decompress(buffer.data(), buffer.size(), files[i].data(), files[i].size())
                   : static_cast<std::size_t>(
                         blosc_decompress_ctx(files[i].data(), buffer.data(), buffer.size(), 1));
          bytes += got == sizes[i] ? got : 0;
        }
      });
    }
  }
  const double seconds = watch.seconds();
  const double cpu = xom::bench::cpu_seconds() - cpu_before;
  if (bytes != static_cast<std::size_t>(data.metadata->bytes()))
    throw std::runtime_error("chunks did not decompress");
  std::puts(nlohmann::json({{"seconds", seconds}, {"cpu_s", cpu}, {"bytes", bytes.load()}}).dump().c_str());
  return 0;
} catch (const std::exception& e) {
  std::fprintf(stderr, "bare_bench: %s\n", e.what());
  return 1;
}
