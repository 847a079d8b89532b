#include "xom/strax/part_reader.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

namespace xom::strax {

PartReader::PartReader(const DataSet& data, std::int64_t first, std::int64_t last)
    : data_(data), row_size_(data.metadata->dtype->row_size), left_(last - first) {
  for (const Chunk& chunk : data.metadata->chunks) {
    if (first < chunk.rows) break;
    first -= chunk.rows;
    ++chunk_;
  }
  for (const columns::Field& field : data.metadata->dtype->fields) {
    const bool plain = field.scalar == columns::Scalar::int64 && !field.big_endian && field.shape.empty();
    if (field.name == "time" && plain) time_ = &field;
  }
  to_drop_ = static_cast<std::uint64_t>(first) * row_size_;
}

std::size_t PartReader::ready() {
  if (left_ == 0) return 0;
  if (end_ - begin_ < row_size_) {
    try {
      fill();
    } catch (const Error& error) {
      const Chunk& chunk = data_.metadata->chunks[open_];
      throw Error(error.kind(), fmt::format("run {}, {}-{}: chunk {} ({} rows promised): {}", data_.run,
                                            data_.type, data_.hash, chunk.number, chunk.rows, error.what()));
    }
  }
  return std::min<std::size_t>((end_ - begin_) / row_size_, static_cast<std::size_t>(left_));
}

void PartReader::consume(std::size_t rows) {
  begin_ += rows * row_size_;
  left_ -= static_cast<std::int64_t>(rows);
}

void PartReader::open_next_chunk() {
  const auto& chunks = data_.metadata->chunks;
  while (chunk_ < chunks.size() && chunks[chunk_].rows == 0) ++chunk_;
  if (chunk_ == chunks.size()) throw Error(ErrorKind::corrupt, "there are fewer rows than promised");
  open_ = chunk_++;
  const Chunk& chunk = chunks[open_];
  ChunkFile file(data_.file(chunk).string());
  if (chunk.file_bytes && file.size() != static_cast<std::uint64_t>(*chunk.file_bytes)) {
    file.corrupt(fmt::format("has {} bytes, {} were promised", file.size(), *chunk.file_bytes));
  }
  const std::uint64_t bytes = static_cast<std::uint64_t>(chunk.rows) * row_size_;
  decoder_ = open_decoder(data_.metadata->compressor, std::move(file), bytes);
  at_start_ = to_drop_ == 0;
  to_come_ = bytes - to_drop_;
  to_drop_ -= decoder_->skip(to_drop_);
  if (buffer_.size() < row_size_ + decoder_->piece()) buffer_.resize(row_size_ + decoder_->piece());
}

void PartReader::fill() {
  if (end_ > begin_) std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  while (end_ < row_size_) {
    if (!decoder_) open_next_chunk();
    std::byte* to = buffer_.data() + end_;
    std::size_t got = decoder_->read(to);
    if (got == 0) {
      decoder_.reset();
      continue;
    }
    const std::size_t dropped = std::min<std::uint64_t>(got, to_drop_);
    got -= dropped;
    to_drop_ -= dropped;
    if (dropped > 0) std::memmove(to, to + dropped, got);
    end_ += got;
    to_come_ -= got;
  }
  const Chunk& chunk = data_.metadata->chunks[open_];
  if (at_start_) check_time(begin_, chunk.first_time, "first");
  at_start_ = false;
  if (to_come_ == 0) check_time(end_ - row_size_, chunk.last_time, "last");
}

void PartReader::check_time(std::size_t at, std::optional<std::int64_t> promised,
                            std::string_view which) const {
  if (time_ == nullptr) return;
  std::int64_t time = 0;
  std::memcpy(&time, buffer_.data() + at + time_->offset, sizeof time);
  if (promised && time != *promised) {
    throw Error(ErrorKind::corrupt,
                fmt::format("its {} row has time {}, {} was promised", which, time, *promised));
  }
  const Chunk& chunk = data_.metadata->chunks[open_];
  if (chunk.start && chunk.end && (time < *chunk.start || time >= *chunk.end)) {
    throw Error(ErrorKind::corrupt, fmt::format("its {} row has time {}, outside of the chunk's {} to {}",
                                                which, time, *chunk.start, *chunk.end));
  }
}

}  // namespace xom::strax
