#pragma once
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/access/audit.hpp"
#include "yuyue/access/key_rotation.hpp"
#include "yuyue/access/members.hpp"
#include "yuyue/access/vault.hpp"
#include "yuyue/core/result.hpp"
#include "yuyue/patients/model.hpp"
#include "yuyue/patients/rules.hpp"
#include "yuyue/store/transaction.hpp"

namespace yuyue::patients {

/// The tables with sealed columns, for a change of keys.
std::vector<access::SealedTable> sealed_tables();

/// Another module that keeps things by person. Told, inside the transaction, that `from` becomes
/// `into`; it moves what it has, or refuses, and then nothing is merged.
class MergeListener {
 public:
  virtual ~MergeListener() = default;
  virtual Result<void> merging(store::Transaction& tx, PersonId from, PersonId into,
                               Instant now) = 0;
};

/// People who are treated, their numbers, and who may act for them.
///
/// Looks that belong in the audit take a Transaction; plain reads for other modules take a Snapshot
/// and leave the audit to the use case they are part of.
class Service {
 public:
  Service(const access::Vault& vault, IdMaker& ids, const access::AuditLog& audit,
          const access::Members& members, const HospitalTime& time)
      : vault_(vault), ids_(ids), audit_(audit), members_(members), time_(time) {}
  /// At wiring time only. The listener must outlive the service.
  void add_merge_listener(MergeListener& listener) { listeners_.push_back(&listener); }

  // ---- for members ----

  /// Adds somebody to those the member acts for: somebody new, or, if the document is known and the
  /// name is theirs, the person who is there already. Refusals: name-invalid, phone-invalid,
  /// document-required, document-number-invalid, document-type-not-accepted,
  /// document-name-mismatch, birth-date-…, family-limit, family-changes-limit, self-exists,
  /// person-already-yours, guardian-required, own-person-first, guardian-unsuitable,
  /// newborn-too-old.
  Result<PersonView> register_own_person(store::Transaction& tx, const access::Principal& by,
                                         MemberId member, const NewOwnPerson& person,
                                         Instant now) const;
  std::vector<PersonView> own_people(store::Snapshot& snapshot, MemberId member, Instant now) const;
  /// Ends the link; the person stays. Refusal: not-your-person.
  Result<bool> end_link(store::Transaction& tx, const access::Principal& by, MemberId member,
                        PersonId person, Instant now) const;
  bool acts_for(store::Snapshot& snapshot, MemberId member, PersonId person) const;
  std::vector<PersonId> people_of(store::Snapshot& snapshot, MemberId member) const;

  // ---- for the desk ----

  /// Refusals: as above, and document-known (person: the id of who has it).
  Result<PersonView> register_person(store::Transaction& tx, const access::Principal& by,
                                     const NewPerson& person, Instant now) const;
  /// Refusals: person-unknown, person-merged (person: into whom), changed-meanwhile, name-invalid,
  /// phone-invalid, need-unknown, birth-date-mismatch, guardian-unsuitable.
  Result<PersonView> change_person(store::Transaction& tx, const access::Principal& by, PersonId id,
                                   const PersonChange& change, Instant now) const;
  /// Refusals: person-unknown, person-merged, document-number-invalid, document-known,
  /// birth-date-mismatch.
  Result<PersonView> add_identifier(store::Transaction& tx, const access::Principal& by,
                                    PersonId id, const DocumentInput& document, Instant now) const;
  /// Refusals: person-unknown, person-merged, identifier-unknown, last-document.
  Result<PersonView> remove_identifier(store::Transaction& tx, const access::Principal& by,
                                       PersonId id, IdentifierId identifier, Instant now) const;
  /// By any number, phone, the phone's last four and the name, name, or pinyin. Audited.
  FoundPeople find(store::Transaction& tx, const access::Principal& by, std::string_view text,
                   Instant now) const;
  /// The single masked view, with birth date. Audited. Refusal: person-unknown.
  Result<PersonView> look(store::Transaction& tx, const access::Principal& by, PersonId id,
                          Instant now) const;
  /// In clear; audited with the reason. Refusals: person-unknown, reason-required.
  Result<RevealedPerson> reveal(store::Transaction& tx, const access::Principal& by, PersonId id,
                                std::string_view reason, Instant now) const;
  /// Who may be the same person. Audited. Refusal: person-unknown.
  Result<std::vector<PossibleDuplicate>> duplicates(store::Transaction& tx,
                                                    const access::Principal& by, PersonId id,
                                                    Instant now) const;
  /// `from` becomes `into`: identifiers, links, children and what listeners keep move; what `into`
  /// lacks is taken over; a trace stays. Refusals: person-unknown, person-merged, same-person,
  /// reason-required, merge-contradiction (two birth dates), and what listeners say.
  Result<PersonView> merge(store::Transaction& tx, const access::Principal& by, PersonId from,
                           PersonId into, std::string_view reason, Instant now) const;

  // ---- for other modules: no audit of their own ----

  /// In clear. A merged person is answered with whom they became.
  std::optional<Person> person(store::Snapshot& snapshot, PersonId id) const;
  /// Masked, as `find` shows them; in the order given, merged and unknown ids left out.
  std::vector<PersonView> views(store::Snapshot& snapshot, std::span<const PersonId> ids,
                                Instant now) const;
  /// What kinds of documents and cards the person has.
  std::set<IdentifierType> number_kinds(store::Snapshot& snapshot, PersonId id) const;
  /// Every number there was, and when; removed ones too.
  std::vector<NumberTime> number_history(store::Snapshot& snapshot, PersonId id) const;
  /// Whoever has this number on a document or card of any kind.
  std::vector<PersonId> by_number(store::Snapshot& snapshot, std::string_view number) const;
  std::optional<PersonId> by_document(store::Snapshot& snapshot, IdentifierType type,
                                      std::string_view number) const;

 private:
  const access::Vault& vault_;
  IdMaker& ids_;
  const access::AuditLog& audit_;
  const access::Members& members_;
  const HospitalTime& time_;
  std::vector<MergeListener*> listeners_;
};

}  // namespace yuyue::patients
