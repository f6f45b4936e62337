// Asio's own code, compiled once for the whole program (BOOST_ASIO_SEPARATE_COMPILATION): other
// files then pay only for its declarations. It lives in core because the store's writer resumes
// coroutines too.
#include <boost/asio/impl/src.hpp>
