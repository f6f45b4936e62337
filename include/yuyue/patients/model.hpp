#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/core/ids.hpp"
#include "yuyue/core/person_data.hpp"
#include "yuyue/core/time.hpp"

namespace yuyue::patients {

enum class PersonState { active, merged };

/// Somebody who is treated, in clear. Views (PersonView) are what leaves the server.
struct Person {
  PersonId id;
  std::string name;
  std::string phone;  ///< normal form; may be empty
  std::optional<Day> birth_date;
  Sex sex = Sex::unknown;
  std::vector<std::string> needs;  ///< of known_needs()
  std::optional<PersonId> guardian;
  PersonState state = PersonState::active;
  std::optional<PersonId> merged_into;
  std::int64_t version = 1;
  Instant created_at;
};

/// One document or card of a person, in clear.
struct Identifier {
  IdentifierId id;
  PersonId person;
  IdentifierType type = IdentifierType::resident_card;
  std::string number;  ///< normal form
  std::string issuer;  ///< country of a passport, institution of a card; may be empty
};

/// From when on, and until when, a person had a number of a kind.
struct NumberTime {
  IdentifierType type = IdentifierType::resident_card;
  Instant since{};
  std::optional<Instant> until;  ///< when it was removed
};

/// How a member stands to a person they act for.
enum class Relation { self, child, parent, spouse, other };
/// "self", "child", …
std::string_view name_of(Relation relation);
std::optional<Relation> relation_from(std::string_view name);

/// Special needs that every step shows (R05): "wheelchair", "sight", …
const std::vector<std::string>& known_needs();

struct DocumentInput {
  IdentifierType type = IdentifierType::resident_card;
  std::string number;
  std::string issuer;
};

/// A person as the desk registers them.
struct NewPerson {
  std::string name;
  std::vector<DocumentInput> documents;  ///< empty only for newborns
  std::string phone;
  std::optional<Day> birth_date;  ///< needed where no document tells it
  Sex sex = Sex::unknown;
  std::vector<std::string> needs;
  std::optional<PersonId> guardian;  ///< needed under 14
  bool newborn = false;              ///< has no document yet
};

/// A person as a member adds them to those they act for.
struct NewOwnPerson {
  std::string name;
  std::optional<DocumentInput> document;  ///< missing only for newborns
  std::string phone;                      ///< empty: the member's
  Relation relation = Relation::self;
  std::optional<Day> birth_date;
  Sex sex = Sex::unknown;
  bool guardian = false;  ///< the member says to be the guardian (children under 14)
  bool newborn = false;
};

/// What the desk changes; what is missing stays.
struct PersonChange {
  std::optional<std::string> name;
  std::optional<std::string> phone;  ///< "" removes it
  std::optional<Day> birth_date;
  std::optional<Sex> sex;
  std::optional<std::vector<std::string>> needs;
  std::optional<PersonId> guardian;
  std::int64_t version = 0;  ///< that the change is based on
};

struct DocumentView {
  IdentifierId id;
  IdentifierType type = IdentifierType::resident_card;
  std::string number;  ///< masked
  std::string issuer;
};

/// A person as a screen shows them.
struct PersonView {
  PersonId id;
  std::string name;                       ///< whole for one's own people, else masked
  std::optional<DocumentView> document;   ///< the first identity document
  std::vector<DocumentView> identifiers;  ///< all of them
  std::string phone;                      ///< masked; may be empty
  std::optional<Day> birth_date;          ///< one's own people, and the desk's single view
  std::optional<int> age;
  Sex sex = Sex::unknown;
  std::vector<std::string> needs;
  std::optional<Relation> relation;  ///< one's own people
  bool is_guardian = false;          ///< one's own people: acts as guardian
  std::optional<PersonId> guardian;
  std::string guardian_name;  ///< masked; the desk's single view
  PersonState state = PersonState::active;
  std::optional<PersonId> merged_into;
  std::int64_t version = 1;
};

/// How a search text was understood.
enum class MatchedBy { nothing, document, phone, phone_tail_and_name, name, pinyin };
std::string_view name_of(MatchedBy matched);

struct FoundPeople {
  std::vector<PersonView> items;  ///< masked; at most 20, the latest changed first
  MatchedBy matched_by = MatchedBy::nothing;
  bool more = false;  ///< there are others: ask for something narrower
};

struct RevealedPerson {
  std::string name;
  std::string phone;
  std::vector<Identifier> identifiers;
};

struct PossibleDuplicate {
  PersonView person;  ///< masked
  std::string why;    ///< "same-name-and-birth-date", "same-name-and-phone"
};

}  // namespace yuyue::patients
