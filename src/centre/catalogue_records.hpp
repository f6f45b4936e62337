#pragma once
#include "yuyue/centre/catalogue.hpp"

namespace yuyue::centre::records {

void insert(store::Transaction& tx, const ServiceGroup& group);
void insert(store::Transaction& tx, const Service& service);
void insert(store::Transaction& tx, const Window& window);
/// False: somebody has changed it meanwhile.
bool update(store::Transaction& tx, const ServiceGroup& group);
bool update(store::Transaction& tx, const Service& service);
bool update(store::Transaction& tx, const Window& window);

bool exists(store::Snapshot& snapshot, ServiceGroupId id);
bool exists(store::Snapshot& snapshot, ServiceId id);
bool exists(store::Snapshot& snapshot, ServiceWindowId id);
bool exists(store::Snapshot& snapshot, DepartmentId id);
bool exists(store::Snapshot& snapshot, CampusId id);

}  // namespace yuyue::centre::records
