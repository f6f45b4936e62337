#pragma once
#include <boost/asio/basic_socket_acceptor.hpp>
#include <string>

#include "http/server_state.hpp"

namespace yuyue::http {

using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::generic::stream_protocol,
                                                    boost::asio::io_context::executor_type>;
using Endpoint = boost::asio::generic::stream_protocol::endpoint;

/// Binds and listens. Throws boost::system::system_error with the address in its text; a Unix
/// socket's file that nobody listens on any more is replaced.
Acceptor open_acceptor(boost::asio::io_context& context, const ListenAddress& address);
/// "127.0.0.1:8080", "[::1]:8080", or the Unix socket's path.
std::string name_of(const Endpoint& endpoint);
/// "127.0.0.1" (also for ::ffff:127.0.0.1), "::1", "unix".
std::string address_of(const Endpoint& endpoint);

}  // namespace yuyue::http
