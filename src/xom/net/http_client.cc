#include "xom/net/http_client.h"

#include <atomic>
#include <mutex>

#include <curl/curl.h>
#include <openssl/evp.h>

#include "xom/base/error.h"

namespace xom::net {
namespace {

struct Answer {
  std::string body;
  std::size_t most;
};

/// Takes all that comes, keeps the first bytes.
std::size_t keep(const char* bytes, std::size_t size, std::size_t count, void* into) {
  auto& answer = *static_cast<Answer*>(into);
  const std::size_t length = size * count;
  answer.body.append(bytes, std::min(length, answer.most - answer.body.size()));
  return length;
}

}  // namespace

struct HttpClient::State {
  CURL* curl;
  Duration limit;
  std::atomic<bool> cancelled = false;

  static int look(void* state, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<State*>(state)->cancelled ? 1 : 0;
  }

  explicit State(Duration longest) : limit(longest) {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    curl = curl_easy_init();
    if (curl == nullptr) throw Error(ErrorKind::failed, "libcurl gives no handle");
  }
  ~State() { curl_easy_cleanup(curl); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  Reply perform(const std::string& url, const std::vector<std::string>& headers, std::size_t most) {
    const auto ms = static_cast<long>(std::chrono::duration_cast<std::chrono::milliseconds>(limit).count());
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, std::min(5000L, ms));
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, ms);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "xom");
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, look);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, this);
    Answer answer{{}, most};
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
    char message[CURL_ERROR_SIZE] = "";
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, message);
    curl_slist* list = curl_slist_append(nullptr, "Expect:");  // no round trip before the body
    for (const std::string& header : headers) list = curl_slist_append(list, header.c_str());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);

    const CURLcode code = curl_easy_perform(curl);
    Reply reply;
    if (code == CURLE_OK) {
      long status = 0;
      curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
      reply.status = static_cast<int>(status);
      reply.body = std::move(answer.body);
      curl_off_t seconds = 0;
      if (curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &seconds) == CURLE_OK && seconds > 0) {
        reply.retry_after = std::to_string(seconds);
      }
      curl_header* version = nullptr;
      if (curl_easy_header(curl, "X-Influxdb-Version", 0, CURLH_HEADER, -1, &version) == CURLHE_OK) {
        reply.version = version->value;
      }
    } else {
      reply.body = message[0] != '\0' ? message : curl_easy_strerror(code);
    }
    curl_slist_free_all(list);
    curl_easy_reset(curl);  // keeps the connection
    return reply;
  }
};

HttpClient::HttpClient(Duration limit) : state_(std::make_unique<State>(limit)) {}
HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;

Reply HttpClient::post(const std::string& url, const std::vector<std::string>& headers,
                       std::string_view body) {
  curl_easy_setopt(state_->curl, CURLOPT_POST, 1L);
  curl_easy_setopt(state_->curl, CURLOPT_POSTFIELDS, body.data());
  curl_easy_setopt(state_->curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  return state_->perform(url, headers, 65536);
}

Reply HttpClient::get(const std::string& url, const std::vector<std::string>& headers, std::size_t most) {
  return state_->perform(url, headers, most);
}

void HttpClient::cancel() {
  state_->cancelled = true;
}

std::string basic_authorization(const std::string& user, const std::string& password) {
  const std::string both = user + ":" + password;
  std::string encoded(4 * ((both.size() + 2) / 3) + 1, '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                  reinterpret_cast<const unsigned char*>(both.data()), static_cast<int>(both.size()));
  encoded.pop_back();  // the final zero
  return "Authorization: Basic " + encoded;
}

}  // namespace xom::net
