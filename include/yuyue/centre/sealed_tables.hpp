#pragma once
#include <vector>

#include "yuyue/access/key_rotation.hpp"

namespace yuyue::centre {

/// The tables with sealed columns, of this module and its folders, for a change of keys.
std::vector<access::SealedTable> sealed_tables();

}  // namespace yuyue::centre
