#include "xom/api/server/request_head.h"

#include <algorithm>

#include "xom/api/http/refusal.h"
#include "xom/base/text.h"

namespace xom::api {

namespace {

bool is_named(const std::pair<std::string, std::string>& field, std::string_view name) {
  return lower(field.first) == name;
}

std::ptrdiff_t count(const RequestHead& head, std::string_view name) {
  return std::ranges::count_if(head.fields, [&](const auto& field) { return is_named(field, name); });
}

bool is_framed(const RequestHead& head) {
  const auto coding = [](const auto& field) { return is_named(field, "transfer-encoding"); };
  const auto first = std::ranges::find_if(head.fields, coding);
  if (first == head.fields.end()) return true;
  return count(head, "transfer-encoding") == 1 && head.version == 11 && lower(first->second) == "chunked";
}

}  // namespace

std::optional<std::size_t> head_size(std::string_view bytes) {
  const std::size_t begin = std::min(bytes.find_first_not_of("\r\n"), bytes.size());
  const std::size_t end = bytes.find("\r\n\r\n", begin);
  if (end == std::string_view::npos) return std::nullopt;
  return end + 4;
}

bool is_folded(std::string_view head) {
  return head.find("\r\n ") != std::string_view::npos || head.find("\r\n\t") != std::string_view::npos;
}

std::optional<Response> judge(const RequestHead& head, std::size_t longest_target, const std::string& id) {
  if (head.target.size() > longest_target) {
    return refusal(414, "usage", "the target of the request is longer than 8 KB", id);
  }
  if (head.version != 10 && head.version != 11) {
    return refusal(400, "usage", "the request is not HTTP/1.1", id);
  }
  const auto hosts = count(head, "host");
  if (hosts > 1 || (hosts == 0 && head.version == 11)) {
    return refusal(400, "usage", "the request needs one Host header", id);
  }
  if (!is_framed(head)) {
    return refusal(400, "usage", "the only Transfer-Encoding understood is chunked, in HTTP/1.1", id);
  }
  return std::nullopt;
}

Incoming incoming(const RequestHead& head) {
  Incoming request;
  request.method = head.method;
  request.target = head.target;
  for (const auto& [name, value] : head.fields) {
    const auto [at, is_new] = request.headers.emplace(lower(name), value);
    if (!is_new) at->second += (at->first == "cookie" ? "; " : ", ") + value;
  }
  return request;
}

}  // namespace xom::api
