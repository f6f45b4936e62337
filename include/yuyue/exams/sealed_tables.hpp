#pragma once
#include <vector>

#include "yuyue/access/key_rotation.hpp"

namespace yuyue::exams {

/// The tables with sealed columns, for a change of keys.
std::vector<access::SealedTable> sealed_tables();

}  // namespace yuyue::exams
