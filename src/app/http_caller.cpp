#include "app/http_caller.hpp"

#include <curl/curl.h>

#include <memory>

namespace yuyue::app {
namespace {

namespace fees = booking::fees;

constexpr long kConnectMs = 3'000;
constexpr long kWholeMs = 10'000;
constexpr std::size_t kMostBytes = 1 << 20;

/// Before main() has threads of its own: libcurl asks for that.
struct Library {
  Library() { curl_global_init(CURL_GLOBAL_DEFAULT); }
  ~Library() { curl_global_cleanup(); }
};

struct FreeHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

/// Fewer bytes taken than given end the transfer.
std::size_t take(const char* bytes, std::size_t, std::size_t count, void* into) {
  auto& body = *static_cast<std::string*>(into);
  if (body.size() + count > kMostBytes) return 0;
  body.append(bytes, count);
  return count;
}

using HeaderList = std::unique_ptr<curl_slist, FreeList>;

HeaderList list_of(const fees::HttpCall& call) {
  HeaderList list;
  for (const auto& [name, value] : call.headers) {
    auto* longer = curl_slist_append(list.get(), (name + ": " + value).c_str());
    if (!longer) throw std::bad_alloc();
    static_cast<void>(list.release());
    list.reset(longer);
  }
  return list;
}

fees::HttpReply send(const fees::HttpCall& call) {
  const std::unique_ptr<CURL, FreeHandle> owner(curl_easy_init());
  auto* curl = owner.get();
  if (!curl) throw std::bad_alloc();
  const auto headers = list_of(call);
  fees::HttpReply reply;
  curl_easy_setopt(curl, CURLOPT_URL, call.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, call.method.c_str());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  if (!call.body.empty()) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, call.body.data());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(call.body.size()));
  }
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, kConnectMs);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, kWholeMs);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &take);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &reply.body);
  if (const auto code = curl_easy_perform(curl); code != CURLE_OK)
    throw fees::ProviderUnavailable(curl_easy_strerror(code));
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  reply.status = static_cast<int>(status);
  return reply;
}

}  // namespace

fees::HttpCaller make_http_caller() {
  return [library = std::make_shared<Library>()](const fees::HttpCall& call) {
    return send(call);
  };
}

}  // namespace yuyue::app
