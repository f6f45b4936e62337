#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/access/key_rotation.hpp"
#include "yuyue/access/vault.hpp"
#include "yuyue/patients/model.hpp"
#include "yuyue/store/transaction.hpp"

namespace yuyue::patients {

/// For a change of keys.
access::SealedTable sealed_identifiers();

/// One row of who acts for whom, as of now.
struct Link {
  MemberId member;
  PersonId person;
  Relation relation = Relation::other;
  bool is_guardian = false;
};

/// What of one person became another's.
struct MergeTrace {
  PersonId from, into;
  std::string by_kind;
  std::int64_t by_id = 0;
  std::string reason;
  std::vector<IdentifierId> identifiers;
  std::vector<MemberId> members;
  std::vector<PersonId> children;
};

/// The SQL of this module, and the sealing of what it writes.
class Records {
 public:
  explicit Records(const access::Vault& vault) : vault_(vault) {}

  std::optional<Person> find(store::Snapshot& snapshot, PersonId id) const;
  void insert(store::Transaction& tx, const Person& person, Instant now) const;
  /// All of it, with the version given.
  void update(store::Transaction& tx, const Person& person, Instant now) const;

  // Searching: active people, the latest changed first, at most `limit`.
  std::vector<PersonId> by_numbers(store::Snapshot& snapshot, std::string_view number,
                                   int limit) const;
  std::vector<PersonId> by_phone(store::Snapshot& snapshot, std::string_view phone,
                                 int limit) const;
  std::vector<PersonId> by_tail_and_name(store::Snapshot& snapshot, std::string_view tail,
                                         std::string_view name, int limit) const;
  std::vector<PersonId> by_name(store::Snapshot& snapshot, std::string_view name, int limit) const;
  std::vector<PersonId> by_initials(store::Snapshot& snapshot, std::string_view letters,
                                    int limit) const;
  std::vector<PersonId> by_pinyin(store::Snapshot& snapshot, std::string_view letters,
                                  int limit) const;
  std::vector<PersonId> children_of(store::Snapshot& snapshot, PersonId guardian) const;

  std::vector<Identifier> identifiers(store::Snapshot& snapshot, PersonId person) const;
  /// Removed ones too; without the numbers.
  std::vector<NumberTime> number_times(store::Snapshot& snapshot, PersonId person) const;
  /// Whose number it is. A number without an issuer on one side matches the only one there is.
  std::optional<PersonId> owner(store::Snapshot& snapshot, IdentifierType type,
                                std::string_view number, std::string_view issuer) const;
  void add_identifier(store::Transaction& tx, const Identifier& identifier, Instant now) const;
  void remove_identifier(store::Transaction& tx, IdentifierId id, Instant now) const;

  std::vector<Link> links_of(store::Snapshot& snapshot, MemberId member) const;
  std::vector<Link> links_to(store::Snapshot& snapshot, PersonId person) const;
  std::optional<Link> link(store::Snapshot& snapshot, MemberId member, PersonId person) const;
  int links_made_since(store::Snapshot& snapshot, MemberId member, Instant since) const;
  void add_link(store::Transaction& tx, const Link& link, Instant now) const;
  bool end_link(store::Transaction& tx, MemberId member, PersonId person, Instant now) const;

  void move_identifiers(store::Transaction& tx, PersonId from, PersonId into) const;
  void move_children(store::Transaction& tx, PersonId from, PersonId into) const;
  /// Those who became `from` earlier are now `into` at once.
  void shorten_merges(store::Transaction& tx, PersonId from, PersonId into) const;
  void trace(store::Transaction& tx, std::int64_t id, const MergeTrace& trace, Instant now) const;

 private:
  access::Lookups number_lookups(IdentifierType type, std::string_view number) const;
  std::vector<PersonId> by_hash(store::Snapshot& snapshot, std::string_view sql,
                                const access::Lookups& hash, int limit) const;
  const access::Vault& vault_;
};

}  // namespace yuyue::patients
