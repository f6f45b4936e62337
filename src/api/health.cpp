#include "api/answers.hpp"

namespace yuyue::api {

Answer health(const Services&, const Call&) {
  return http::Response::text(200, "text/plain; charset=utf-8", "ok\n");
}

Answer readiness(const Services& services, const Call&) {
  const bool ready = services.ready();
  return http::Response::text(ready ? 200 : 503, "text/plain; charset=utf-8",
                              ready ? "ready\n" : "not ready\n");
}

Answer metrics(const Services& services, const Call&) {
  return http::Response::text(200, "text/plain; version=0.0.4; charset=utf-8", services.metrics());
}

}  // namespace yuyue::api
