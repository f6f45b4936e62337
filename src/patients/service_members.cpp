// What members do: adding the people they act for, and no longer acting for them.
#include <algorithm>

#include "patients/steps.hpp"
#include "patients/views.hpp"
#include "yuyue/patients/service.hpp"

namespace yuyue::patients {
namespace {

constexpr std::chrono::hours kChangesWindow{24 * 30};

/// What is settled about somebody before they are linked.
struct Candidate {
  Person person;  ///< known: as in the file; else to be inserted
  bool known = false;
  bool completed = false;  ///< known, and something was learned that the file lacked
  CheckedDocuments documents;
};

/// One call of register_own_person.
class OwnRegistration {
 public:
  OwnRegistration(store::Transaction& tx, const Records& records, IdMaker& ids, MemberId member,
                  std::string member_phone, const NewOwnPerson& input, Day today)
      : tx_(tx),
        records_(records),
        ids_(ids),
        member_(member),
        member_phone_(std::move(member_phone)),
        input_(input),
        today_(today),
        rules_(read_rules(tx)),
        links_(records.links_of(tx, member)) {}

  Result<void> check_limits(Instant now) const {
    if (static_cast<int>(links_.size()) >= rules_.family_limit) {
      return Refusal("family-limit").with("limit", std::to_string(rules_.family_limit));
    }
    if (records_.links_made_since(tx_, member_, now - kChangesWindow) >= rules_.family_changes) {
      return Refusal("family-changes-limit").with("limit", std::to_string(rules_.family_changes));
    }
    if (input_.relation == Relation::self && self()) {
      return Refusal("self-exists").at("/relation");
    }
    return {};
  }

  Result<Candidate> candidate() const {
    auto name = check_name(input_.name);
    if (!name) return name.error();
    if (!input_.document) return newborn(*name);
    return documented(*name);
  }

  /// Who acts for a child is its guardian, grown up, and known by their own document.
  Result<Link> link_for(Candidate& candidate) const {
    Link link{member_, candidate.person.id, input_.relation, false};
    const auto is_linked = [&](const Link& other) {
      return other.person == link.person;
    };
    if (candidate.known && std::any_of(links_.begin(), links_.end(), is_linked)) {
      return Refusal("person-already-yours").with("person", to_string(link.person));
    }
    if (candidate.person.birth_date &&
        !needs_guardian(*candidate.person.birth_date, today_, rules_)) {
      return link;
    }
    if (input_.relation == Relation::self ||
        (input_.relation != Relation::child && !input_.guardian)) {
      return Refusal("guardian-required")
          .with("age", std::to_string(rules_.guardian_until))
          .at("/guardian");
    }
    auto guardian = guarding_self();
    if (!guardian) return guardian.error();
    if (!candidate.person.guardian) {
      candidate.person.guardian = guardian->id;
      candidate.completed = true;
    }
    link.is_guardian = true;
    return link;
  }

 private:
  std::optional<PersonId> self() const {
    for (const Link& link : links_) {
      if (link.relation == Relation::self) return link.person;
    }
    return std::nullopt;
  }

  Result<Person> guarding_self() const {
    const auto own = self();
    if (!own) return Refusal("own-person-first");
    return suitable_guardian(records_, tx_, *own, today_, rules_);
  }

  Result<Candidate> newborn(const std::string& name) const {
    if (!input_.newborn || input_.relation != Relation::child) {
      return Refusal("document-required").at("/document");
    }
    auto birth_date = check_newborn(input_.birth_date, today_, rules_);
    if (!birth_date) return birth_date.error();
    auto guardian = guarding_self();
    if (!guardian) return guardian.error();
    if (const auto known = known_newborn(records_, tx_, guardian->id, name, *birth_date)) {
      return Candidate{*records_.find(tx_, *known), true, false, {}};
    }
    return fresh(name, *birth_date, input_.sex, {});
  }

  Result<Candidate> documented(const std::string& name) const {
    if (!is_identity_document(input_.document->type)) {
      return Refusal("document-type-not-accepted").at("/document/type");
    }
    auto checked = check_documents({*input_.document});
    if (!checked) {
      Refusal refusal = checked.error();
      refusal.field = "/document/number";
      return refusal;
    }
    const DocumentInput& document = checked->documents.front();
    auto birth_date = settle_birth_date(checked->birth_date, input_.birth_date, today_);
    if (!birth_date) return birth_date.error();
    const auto owner = records_.owner(tx_, document.type, document.number, document.issuer);
    if (!owner) {
      const Sex sex = checked->sex == Sex::unknown ? input_.sex : checked->sex;
      return fresh(name, *birth_date, sex, std::move(*checked));
    }
    Person known = *records_.find(tx_, *owner);
    if (name_key(known.name) != name_key(name)) {
      return Refusal("document-name-mismatch").at("/name");
    }
    if (known.birth_date && *known.birth_date != *birth_date) {
      // The same answer: another would tell that the name was right.
      return Refusal("document-name-mismatch").at("/name");
    }
    const bool completed = !known.birth_date;
    known.birth_date = *birth_date;
    return Candidate{std::move(known), true, completed, std::move(*checked)};
  }

  Result<Candidate> fresh(const std::string& name, Day birth_date, Sex sex,
                          CheckedDocuments documents) const {
    auto phone = optional_phone(input_.phone);
    if (!phone) return phone.error();
    Candidate candidate;
    candidate.person.id = ids_.next<PersonId>();
    candidate.person.name = name;
    candidate.person.phone = phone->empty() ? member_phone_ : *phone;
    candidate.person.birth_date = birth_date;
    candidate.person.sex = sex;
    candidate.documents = std::move(documents);
    return candidate;
  }

  store::Transaction& tx_;
  const Records& records_;
  IdMaker& ids_;
  MemberId member_;
  std::string member_phone_;
  const NewOwnPerson& input_;
  Day today_;
  Rules rules_;
  std::vector<Link> links_;
};

}  // namespace

Result<PersonView> Service::register_own_person(store::Transaction& tx, const access::Principal& by,
                                                MemberId member, const NewOwnPerson& person,
                                                Instant now) const {
  const Records records(vault_);
  const Day today = time_.day_of(now);
  const OwnRegistration registration(tx, records, ids_, member, members_.phone(tx, member), person,
                                     today);
  if (auto free = registration.check_limits(now); !free) return free.error();
  auto candidate = registration.candidate();
  if (!candidate) return candidate.error();
  auto link = registration.link_for(*candidate);
  if (!link) return link.error();

  Person& settled = candidate->person;
  if (!candidate->known) {
    records.insert(tx, settled, now);
    add_documents(records, tx, ids_, settled.id, candidate->documents.documents, now);
  } else if (candidate->completed) {
    ++settled.version;
    records.update(tx, settled, now);
  }
  records.add_link(tx, *link, now);
  audit_.record(
      tx, by,
      {candidate->known ? "person-linked" : "person-registered",
       settled.id,
       {{"member", to_string(member)}, {"relation", std::string(name_of(link->relation))}},
       {}},
      now);
  return own_view(settled, records.identifiers(tx, settled.id), *link, today);
}

std::vector<PersonView> Service::own_people(store::Snapshot& snapshot, MemberId member,
                                            Instant now) const {
  const Records records(vault_);
  const Day today = time_.day_of(now);
  std::vector<PersonView> found;
  for (const Link& link : records.links_of(snapshot, member)) {
    if (const auto person = records.find(snapshot, link.person)) {
      found.push_back(own_view(*person, records.identifiers(snapshot, person->id), link, today));
    }
  }
  return found;
}

Result<bool> Service::end_link(store::Transaction& tx, const access::Principal& by, MemberId member,
                               PersonId person, Instant now) const {
  if (!Records(vault_).end_link(tx, member, person, now)) return Refusal("not-your-person");
  audit_.record(tx, by, {"person-unlinked", person, {{"member", to_string(member)}}, {}}, now);
  return true;
}

bool Service::acts_for(store::Snapshot& snapshot, MemberId member, PersonId person) const {
  return Records(vault_).link(snapshot, member, person).has_value();
}

std::vector<PersonId> Service::people_of(store::Snapshot& snapshot, MemberId member) const {
  std::vector<PersonId> found;
  for (const Link& link : Records(vault_).links_of(snapshot, member)) found.push_back(link.person);
  return found;
}

}  // namespace yuyue::patients
