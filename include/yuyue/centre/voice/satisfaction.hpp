#pragma once
#include <array>

#include "yuyue/centre/visits.hpp"
#include "yuyue/centre/voice/complaints.hpp"

namespace yuyue::centre::voice {

/// What was visited: a clinic by appointment, or the service centre.
struct Subject {
  std::string kind;  ///< prefix of the id: "apt", "vis"
  std::int64_t id = 0;
  bool operator==(const Subject&) const = default;
};

/// Where the answer was given.
enum class AskedAt { phone, kiosk, desk };
std::string_view name_of(AskedAt where);

struct Mark {
  SatisfactionId id;
  Subject subject;
  Day day{};
  int mark = 5;  ///< 1 (very bad) … 5 (very good)
  std::string remark{};
  AskedAt how = AskedAt::phone;
  Instant given_at{};
  std::optional<ComplaintId> complaint{};  ///< what became of it
};

/// A visit that is over and was not asked about yet.
struct Unmarked {
  Subject subject;
  PersonId person;
  Day day{};
  std::string name, name_en;  ///< the department, or the first service
};

/// By which number of that day, or booking code, it is spoken of at a kiosk; empty: by none.
std::string shown_as(store::Snapshot& snapshot, const Subject& subject);

/// One day of one department or service.
struct Summary {
  Day day{};
  std::string kind;  ///< "department", "service"
  std::string name, name_en;
  std::array<int, 5> marks{};  ///< how many of 1, 2 … 5
  int count() const;
};

/// One question after a visit, asked once. Thread-safe.
class Satisfaction {
 public:
  explicit Satisfaction(Environment environment) : env_(environment) {}

  /// Refusals: not-found, field-invalid (mark), visit-not-over, already-rated, too-late-to-rate.
  Result<Mark> give(store::Transaction& tx, const Subject& subject, int mark,
                    const std::string& remark, AskedAt how, const access::Actor& by,
                    Instant now) const;
  /// Of these people's, the latest first; at most 5.
  std::vector<Unmarked> unmarked(store::Snapshot& snapshot, const std::vector<PersonId>& people,
                                 Instant now) const;
  /// What belongs to a number of today's at the centre, or to a booking code.
  std::optional<Subject> shown(store::Snapshot& snapshot, std::string_view number,
                               Instant now) const;
  /// Both ends included; by day, then name.
  std::vector<Summary> summary(store::Snapshot& snapshot, Day from, Day to) const;
  /// 1 and 2, the latest first; at most 200.
  std::vector<Mark> low(store::Snapshot& snapshot, Day from, Day to) const;
  std::optional<Mark> find(store::Snapshot& snapshot, SatisfactionId id) const;
  /// What it was given for, in the hospital's words.
  std::string place(store::Snapshot& snapshot, const Subject& subject) const;
  /// A low mark becomes a complaint, once. Refusals: not-found, already-complaint, mark-not-low.
  Result<Complaint> complain(store::Transaction& tx, SatisfactionId id,
                             const Complaints& complaints, const access::Actor& by,
                             Instant now) const;

 private:
  Environment env_;
};

}  // namespace yuyue::centre::voice
