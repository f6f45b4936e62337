#pragma once
#include "yuyue/access/key_rotation.hpp"
#include "yuyue/access/sealed_files.hpp"
#include "yuyue/centre/cases/model.hpp"

namespace yuyue::centre::cases {

struct NewCase {
  ServiceId service;
  PersonId person;  ///< that there is such a person is the caller's to check
  std::optional<VisitId> visit{};
  std::optional<Helper> asker{};
  std::vector<Item::State> items{};  ///< of the service's papers in their order; empty: all missing
  std::string note{};
};

struct StepRequest {
  Step step = Step::submit;
  std::int64_t version = 0;       ///< that it is based on
  std::string note{};             ///< reason; what the patient is told of missing papers
  std::optional<Helper> taker{};  ///< hand_over
  std::optional<VisitId> visit{};
};

struct NewAttachment {
  std::optional<int> item{};
  std::string type;
  std::int64_t bytes = 0;
  std::string name;
  access::SealedFiles::Kept kept;
};

/// `open`: by deadline. `ended`: the latest first.
struct Query {
  bool ended = false;
  std::optional<State> state{};
  std::optional<Day> late_on{};  ///< only those that are late on that day
  std::string number{};
  std::optional<VisitId> visit{};  ///< received, or something was done, in it
  std::vector<PersonId> people{};  ///< any of these; empty: anybody
  int limit = 200;                 ///< at most 500
  int skip = 0;
};

/// The scan's type by its first bytes; empty: none that is known.
std::string_view type_of(std::string_view bytes);
ScanRules scan_rules(store::Snapshot& snapshot);

/// Told inside the transaction of each event: messages owed, in the server.
class CaseListener {
 public:
  virtual ~CaseListener() = default;
  virtual void happened(store::Transaction& tx, const Case& now_is, const Event& event,
                        Instant now) = 0;
};

/// Whether the hospital's offices work on a day, by its calendar.
using IsWorkingDay = std::function<bool(store::Snapshot&, Day)>;

/// The use cases. Each writes one event and raises the version by one. Thread-safe.
class Cases {
 public:
  /// `listener` may be null.
  Cases(Environment environment, const access::SealedFiles& files, IsWorkingDay is_working_day,
        CaseListener* listener)
      : env_(environment),
        files_(files),
        is_working_day_(std::move(is_working_day)),
        listener_(listener) {}

  const access::SealedFiles& files() const { return files_; }

  std::optional<Case> find(store::Snapshot& snapshot, CaseId id) const;
  std::vector<Case> list(store::Snapshot& snapshot, const Query& query) const;
  std::vector<Event> events(store::Snapshot& snapshot, CaseId id) const;
  /// Oldest first.
  std::vector<Attachment> attachments(store::Snapshot& snapshot, CaseId id) const;
  std::optional<Attachment> find_attachment(store::Snapshot& snapshot, AttachmentId id) const;
  /// Open, at work, and its deadline has passed.
  static bool is_late(const Case& one, Day today);

  /// Refusals: not-found (service), no-case-form (service), visit-of-another, field-invalid
  /// (items).
  Result<Case> receive(store::Transaction& tx, const NewCase& wanted, const access::Actor& by,
                       Instant now) const;
  /// What is there and what is missing. Refusals: not-found, changed-meanwhile, case-state,
  /// field-invalid (items).
  Result<Case> set_items(store::Transaction& tx, CaseId id, std::int64_t version,
                         const std::vector<Item::State>& items, std::optional<VisitId> visit,
                         const access::Actor& by, Instant now) const;
  /// Refusals: not-found, changed-meanwhile, case-state (state), required (reason, taker),
  /// papers-missing (submit), nothing-missing (ask_for_papers), visit-of-another.
  Result<Case> step(store::Transaction& tx, CaseId id, const StepRequest& request,
                    const access::Actor& by, Instant now) const;
  /// Takes back one's own last step, by a slip of the finger. Refusals: not-found, nothing-to-undo
  /// (it was no step, somebody else's, or longer ago than kUndo).
  static constexpr minutes kUndo{2};
  Result<Case> undo(store::Transaction& tx, CaseId id, const access::Actor& by, Instant now) const;
  /// The file is there already. The same scan twice is one. Refusals: not-found, case-over,
  /// field-invalid (item), too-many-scans.
  Result<Attachment> attach(store::Transaction& tx, CaseId id, const NewAttachment& scan,
                            const access::Actor& by, Instant now) const;
  /// Whether a scan would be taken; asked before its file is written.
  Result<void> may_attach(store::Snapshot& snapshot, CaseId id, std::optional<int> item) const;
  /// Takes a wrong scan off; that it was there is kept. `also_ended`: of a case that is over, too.
  /// Refusals: not-found (attachment), required (reason), case-over.
  Result<void> remove_scan(store::Transaction& tx, AttachmentId id, const std::string& reason,
                           bool also_ended, const access::Actor& by, Instant now) const;
  /// Those that were taken off, the oldest first.
  std::vector<RemovedScan> removed_scans(store::Snapshot& snapshot, CaseId id) const;
  /// By its first bytes and the rules. Refusals: scan-type, scan-too-large (most).
  Result<std::string> accepted_type(store::Snapshot& snapshot, std::string_view bytes) const;
  /// Refusals: field-invalid (mostMib, types), changed-meanwhile.
  Result<ScanRules> set_scan_rules(store::Transaction& tx, ScanRules rules, const access::Actor& by,
                                   Instant now) const;
  /// Files to which nothing refers are deleted: their scan was taken off, or its row was never
  /// written (a crash in between).
  int sweep_files(const store::Database& database) const;
  /// Two records of one person became one.
  void move_person(store::Transaction& tx, PersonId from, PersonId into, const access::Actor& by,
                   Instant now) const;

 private:
  Result<Case> present(store::Snapshot& snapshot, CaseId id, std::int64_t version) const;
  Result<void> fits(store::Snapshot& snapshot, const Case& one,
                    const std::optional<VisitId>& visit) const;
  Day due_from(store::Snapshot& snapshot, const CaseForm& form, Instant now) const;
  void note(store::Transaction& tx, Case& one, Event event, const access::Actor& by,
            Instant now) const;

  Environment env_;
  const access::SealedFiles& files_;
  IsWorkingDay is_working_day_;
  CaseListener* listener_;
};

/// Every file that a row refers to, of scans and of reports. Also of a backup.
std::vector<access::ExpectedFile> expected_files(store::Snapshot& snapshot);
/// Each case's state is that of its last event, its events follow each other without gaps, and each
/// is one that the rules allow. Empty: all agree.
std::vector<std::string> check_cases(store::Snapshot& snapshot);
/// The tables with sealed columns, for a change of keys.
std::vector<access::SealedTable> sealed_tables();

}  // namespace yuyue::centre::cases
