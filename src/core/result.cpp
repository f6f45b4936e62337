#include "yuyue/core/result.hpp"

#include <stdexcept>

namespace yuyue {

void throw_exception_from_error(const Refusal& refusal, const boost::source_location& where) {
  throw std::logic_error("refusal not handled: " + refusal.code + " at " + where.to_string());
}

}  // namespace yuyue
