#include "yuyue/centre/sealed_tables.hpp"

namespace yuyue::centre {

std::vector<access::SealedTable> sealed_tables() {
  return {};
}

}  // namespace yuyue::centre
