#pragma once
#include "yuyue/centre/cases/cases.hpp"

namespace yuyue::centre::cases::records {

/// The next number of a year; nobody else gets it.
std::int64_t take_number(store::Transaction& tx, int year);

void insert(store::Transaction& tx, const access::Vault& vault, const Case& one);
/// State, deadline, person; the version is raised.
void update(store::Transaction& tx, const Case& one);
void put_items(store::Transaction& tx, const Case& one);
void insert(store::Transaction& tx, const access::Vault& vault, std::int64_t id, CaseId of,
            const Event& event);
void insert(store::Transaction& tx, const access::Vault& vault, const Attachment& scan,
            const access::Actor& by);

std::optional<Case> find(store::Snapshot& snapshot, const access::Vault& vault, CaseId id);
std::vector<Case> list(store::Snapshot& snapshot, const access::Vault& vault, const Query& query);
std::vector<CaseId> of_person(store::Snapshot& snapshot, PersonId person);
std::vector<Event> events(store::Snapshot& snapshot, const access::Vault& vault, CaseId id);
std::vector<Attachment> attachments(store::Snapshot& snapshot, const access::Vault& vault,
                                    CaseId id);
std::optional<Attachment> find_attachment(store::Snapshot& snapshot, const access::Vault& vault,
                                          AttachmentId id);
/// By scans or reports.
bool uses_file(store::Snapshot& snapshot, const std::string& file);
/// Its row becomes one of what was taken off.
void remove(store::Transaction& tx, const access::Vault& vault, const Attachment& scan,
            const std::string& reason, const access::Actor& by, Instant now);
std::vector<RemovedScan> removed(store::Snapshot& snapshot, const access::Vault& vault, CaseId id);

}  // namespace yuyue::centre::cases::records
