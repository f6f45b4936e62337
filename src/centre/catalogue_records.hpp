#pragma once
#include "yuyue/centre/catalogue.hpp"

namespace yuyue::centre::records {

void insert(store::Transaction& tx, const ServiceGroup& group);
void insert(store::Transaction& tx, const Service& service);
void insert(store::Transaction& tx, const Window& window);
void insert(store::Transaction& tx, const Zone& zone);
/// False: somebody has changed it meanwhile.
bool update(store::Transaction& tx, const ServiceGroup& group);
bool update(store::Transaction& tx, const Service& service);
bool update(store::Transaction& tx, const Window& window);
bool update(store::Transaction& tx, const Zone& zone);

bool exists(store::Snapshot& snapshot, ServiceGroupId id);
bool exists(store::Snapshot& snapshot, ServiceId id);
bool exists(store::Snapshot& snapshot, ServiceWindowId id);
bool exists(store::Snapshot& snapshot, ZoneId id);
bool exists(store::Snapshot& snapshot, DepartmentId id);
bool exists(store::Snapshot& snapshot, CampusId id);
/// Windows or devices of another campus belong to the zone.
bool is_used_elsewhere(store::Snapshot& snapshot, const Zone& zone);

}  // namespace yuyue::centre::records
