#pragma once
// SQL of complaints, their assignments and what happened to them.
#include "yuyue/centre/voice/complaints.hpp"

namespace yuyue::centre::voice::records {

/// A number of the year that nobody has had.
std::int64_t take_number(store::Transaction& tx, int year);

/// What is kept sealed, and how it is read and written.
class Book {
 public:
  explicit Book(const access::Vault& vault) : vault_(vault) {}

  std::optional<Complaint> find(store::Snapshot& snapshot, ComplaintId id) const;
  std::optional<Complaint> find(store::Snapshot& snapshot, std::string_view number,
                                const store::Bytes& code_hash) const;
  std::vector<Complaint> list(store::Snapshot& snapshot, const Query& query) const;
  void insert(store::Transaction& tx, const Complaint& complaint,
              const store::Bytes& code_hash) const;
  /// With version + 1.
  void update(store::Transaction& tx, const Complaint& complaint) const;

  std::optional<Assignment> find(store::Snapshot& snapshot, ComplaintAssignmentId id) const;
  std::vector<Assignment> assignments(store::Snapshot& snapshot, ComplaintId id) const;
  std::vector<Assignment> of_office(store::Snapshot& snapshot, VoiceOfficeId office,
                                    bool all) const;
  /// Those to be told of a deadline: not reminded and due by `near`, or past `today` and not told.
  std::vector<Assignment> to_remind(store::Snapshot& snapshot, Day near, Day today,
                                    int limit) const;
  /// Throws store::UniqueViolation: the office has it already.
  void insert(store::Transaction& tx, const Assignment& assignment) const;
  void update(store::Transaction& tx, const Assignment& assignment) const;

  std::vector<Event> events(store::Snapshot& snapshot, ComplaintId id) const;
  void insert(store::Transaction& tx, std::int64_t id, ComplaintId complaint,
              const Event& event) const;

 private:
  Complaint complaint_from(const store::Row& row) const;
  Assignment assignment_from(const store::Row& row) const;
  std::vector<Assignment> all(store::Rows rows) const;

  const access::Vault& vault_;
};

}  // namespace yuyue::centre::voice::records
