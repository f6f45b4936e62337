#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "yuyue/core/language.hpp"
#include "yuyue/core/time.hpp"

namespace yuyue::http {

enum class Verb { get, head, post, put, patch, del, options };
std::string_view name_of(Verb verb);

/// Which door a request came in by (DESIGN: two listeners, and the operator's Unix socket).
enum class Listener { open, internal, control };

struct HeaderLess {  // names compare without regard to case
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const;
};
using Headers = std::map<std::string, std::string, HeaderLess>;

/// A request, read whole and bounded by the server. Handlers see this, never Beast's types.
struct Request {
  Verb verb = Verb::get;
  std::string path;                           ///< percent-decoded, begins with "/", no ".."
  std::map<std::string, std::string> query;   ///< decoded; of repeated names the last
  std::map<std::string, std::string> params;  ///< the route's {parameters}, filled by the router
  Headers headers;
  std::string body;
  std::string remote;  ///< the peer's address, for throttles and the log
  Listener listener = Listener::open;
  Language language = Language::zh;
  std::string id;  ///< for the log and the X-Request-Id header

  std::string_view header(std::string_view name) const;  ///< empty if absent
  std::string_view cookie(std::string_view name) const;  ///< empty if absent
  std::string_view param(std::string_view name) const;   ///< empty if absent
  std::string_view query_or(std::string_view name, std::string_view otherwise) const;
};

/// Bytes shared between answers and kept ready: one body, its compressed copies, its ETag.
struct SharedBody {
  std::string type;  ///< Content-Type
  std::string etag;  ///< with quotes; empty: none
  std::string identity;
  std::string gzip;    ///< empty: not kept
  std::string brotli;  ///< empty: not kept
};
/// Builds one with an ETag of its bytes and, for text over a kilobyte, a gzip copy. `archival`:
/// made once and sent often, so packed as tightly as pays, and with brotli too; otherwise quickly.
std::shared_ptr<const SharedBody> make_shared_body(std::string type, std::string bytes,
                                                   bool archival);

class EventChannel;

struct Response {
  int status = 200;
  Headers headers;
  std::string body;                          ///< used if `shared` is null
  std::shared_ptr<const SharedBody> shared;  ///< negotiated (encoding, If-None-Match) by the server
  /// Set: the answer goes on with the events of this channel (events.hpp), until one side ends it.
  /// The request says by Last-Event-ID, or `lastEventId` in its query, which one it had last.
  std::shared_ptr<EventChannel> events;
  /// Asked at least every other beat while events are sent; false, or what it throws, ends them: a
  /// sign-in is over.
  std::function<bool()> may_go_on;

  static Response json(int status, std::string body);
  static Response text(int status, std::string type, std::string body);
  static Response no_content();
  static Response stream(std::shared_ptr<EventChannel> events);
};

}  // namespace yuyue::http
