#include "xom/strax/stream.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace xom::strax {
namespace {

constexpr std::size_t piece_size = 128u << 10;

}  // namespace

StreamDecoder::StreamDecoder(ChunkFile file, std::uint64_t bytes, std::unique_ptr<Stream> stream)
    : file_(std::move(file)), promised_(bytes), stream_(std::move(stream)), buffer_(piece_size) {}

std::size_t StreamDecoder::piece() const {
  return piece_size;
}

std::size_t StreamDecoder::fill(std::span<std::byte> out) {
  const std::size_t room = out.size();
  while (!out.empty() && !ended_) {
    if (input_.empty() && read_ < file_.size()) {
      const std::size_t n = std::min<std::uint64_t>(buffer_.size(), file_.size() - read_);
      file_.read_at(read_, buffer_.data(), n);
      read_ += n;
      input_ = std::span<const std::byte>(buffer_).first(n);
    }
    const std::size_t in_before = input_.size(), out_before = out.size();
    std::string problem;
    ended_ = stream_->step(input_, out, problem);
    const std::uint64_t at = read_ - input_.size();
    if (!problem.empty()) file_.corrupt(fmt::format("near byte {} of {}: {}", at, file_.size(), problem));
    if (!ended_ && input_.size() == in_before && out.size() == out_before) {
      file_.corrupt(
          fmt::format("is cut off after {} of {} uncompressed bytes", given_ + room - out.size(), promised_));
    }
  }
  return room - out.size();
}

std::size_t StreamDecoder::read(std::byte* out) {
  if (given_ == promised_) return 0;
  const std::size_t n = fill({out, std::min<std::uint64_t>(piece_size, promised_ - given_)});
  given_ += n;
  if (given_ == promised_) {
    check_end();
  } else if (ended_) {
    file_.corrupt(fmt::format("holds {} uncompressed bytes, {} were promised", given_, promised_));
  }
  return n;
}

void StreamDecoder::check_end() {
  std::array<std::byte, 64> beyond{};
  if (fill(beyond) > 0)
    file_.corrupt(fmt::format("holds more than the promised {} uncompressed bytes", promised_));
  const std::uint64_t left = input_.size() + file_.size() - read_;
  if (left > 0) file_.corrupt(fmt::format("{} bytes behind the end of the compressed data", left));
}

}  // namespace xom::strax
