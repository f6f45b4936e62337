#include "http/acceptor.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <cerrno>
#include <cstring>

namespace yuyue::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using boost::system::system_error;

namespace {

constexpr int kBacklog = 1024;

void require(const error_code& error, const std::string& what) {
  if (error) throw system_error(error, what);
}

bool somebody_listens(asio::io_context& context, const std::string& path) {
  asio::local::stream_protocol::socket probe(context);
  error_code error;
  probe.connect(path, error);
  return !error;
}

void remove_stale_socket(asio::io_context& context, const std::string& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0 || !S_ISSOCK(status.st_mode)) return;
  if (!somebody_listens(context, path)) ::unlink(path.c_str());
}

Acceptor open_unix(asio::io_context& context, const std::string& path) {
  constexpr std::size_t kLongestPath = 107;  // sockaddr_un::sun_path with its final zero
  if (path.size() > kLongestPath) {
    require(asio::error::name_too_long, "listen on " + path);
  }
  remove_stale_socket(context, path);
  Acceptor acceptor(context);
  error_code error;
  acceptor.open(asio::local::stream_protocol(), error);
  require(error, "listen on " + path);
  // On Linux the file takes the unbound socket's mode, so there is no moment at which another user
  // could connect (and no umask to change, which would be everybody's).
  ::fchmod(acceptor.native_handle(), S_IRUSR | S_IWUSR);
  acceptor.bind(asio::local::stream_protocol::endpoint(path), error);
  require(error, "listen on " + path);
  struct stat made {};
  if (::stat(path.c_str(), &made) != 0 || (made.st_mode & 0777) != (S_IRUSR | S_IWUSR)) {
    require(asio::error::access_denied, "listen on " + path + ": cannot make it private");
  }
  acceptor.listen(kBacklog, error);
  require(error, "listen on " + path);
  return acceptor;
}

Acceptor open_tcp(asio::io_context& context, const std::string& host, unsigned short port) {
  const std::string what = "listen on " + host + ":" + std::to_string(port);
  error_code error;
  const auto address = asio::ip::make_address(host, error);
  require(error, what);
  const tcp::endpoint endpoint(address, port);
  Acceptor acceptor(context);
  acceptor.open(endpoint.protocol(), error);
  require(error, what);
  acceptor.set_option(asio::socket_base::reuse_address(true), error);
  require(error, what);
  if (address.is_v6()) acceptor.set_option(asio::ip::v6_only(false), error);
  // Accepted sockets inherit it: an answer is written in one piece, and must not wait for more.
  acceptor.set_option(tcp::no_delay(true), error);
  require(error, what);
  acceptor.bind(endpoint, error);
  require(error, what);
  acceptor.listen(kBacklog, error);
  require(error, what);
  return acceptor;
}

tcp::endpoint as_tcp(const Endpoint& endpoint) {
  tcp::endpoint result;
  result.resize(endpoint.size());
  std::memcpy(result.data(), endpoint.data(), endpoint.size());
  return result;
}

bool is_tcp(const Endpoint& endpoint) {
  const int family = endpoint.data()->sa_family;
  return endpoint.size() > 0 && (family == AF_INET || family == AF_INET6);
}

}  // namespace

Acceptor open_acceptor(asio::io_context& context, const ListenAddress& address) {
  return address.unix_path.empty() ? open_tcp(context, address.host, address.port)
                                   : open_unix(context, address.unix_path);
}

std::string name_of(const Endpoint& endpoint) {
  if (is_tcp(endpoint)) {
    const auto tcp_endpoint = as_tcp(endpoint);
    const auto host = tcp_endpoint.address().to_string();
    return (tcp_endpoint.address().is_v6() ? '[' + host + ']' : host) + ':' +
           std::to_string(tcp_endpoint.port());
  }
  asio::local::stream_protocol::endpoint local;
  local.resize(endpoint.size());
  std::memcpy(local.data(), endpoint.data(), endpoint.size());
  return local.path();
}

std::string address_of(const Endpoint& endpoint) {
  if (!is_tcp(endpoint)) return "unix";
  const auto address = as_tcp(endpoint).address();
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  }
  return address.to_string();
}

}  // namespace yuyue::http
