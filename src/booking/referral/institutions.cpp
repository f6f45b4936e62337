// Changes to partner institutions and who acts for them.
#include "booking/referral/records.hpp"

namespace yuyue::booking::referral {
namespace {

Result<void> complete(const Institution& institution) {
  if (institution.code.empty()) return Refusal("required").with("name", "code").at("/code");
  if (institution.name.empty()) return Refusal("required").with("name", "name").at("/name");
  return {};
}

Refusal taken(const store::UniqueViolation& violation) {
  if (violation.constraint.find(".code") != std::string::npos)
    return Refusal("code-taken").at("/code");
  return Refusal("name-taken").at("/name");
}

void journal(const Environment& env, store::Transaction& tx, const Actor& by, std::string what,
             InstitutionId id, access::AuditDetails details, Instant now) {
  if (env.journal)
    env.journal->record(
        tx, by, {.what = std::move(what), .subject = id, .details = std::move(details)}, now);
}

}  // namespace

Result<Institution> Institutions::add(store::Transaction& tx, Institution institution,
                                      const Actor& by, Instant now) const {
  if (auto fine = complete(institution); !fine) return fine.error();
  institution.id = env_.ids->next<InstitutionId>();
  institution.version = 1;
  try {
    records::insert(tx, institution);
  } catch (const store::UniqueViolation& violation) {
    return taken(violation);
  }
  journal(env_, tx, by, "institution-added", institution.id, {{"name", institution.name}}, now);
  return institution;
}

Result<Institution> Institutions::change(store::Transaction& tx, Institution institution,
                                         const Actor& by, Instant now) const {
  if (!find_institution(tx, institution.id))
    return Refusal("not-found").with("what", "institution");
  if (auto fine = complete(institution); !fine) return fine.error();
  try {
    if (!records::update(tx, institution)) return Refusal("changed-meanwhile");
  } catch (const store::UniqueViolation& violation) {
    return taken(violation);
  }
  ++institution.version;
  journal(env_, tx, by, "institution-changed", institution.id, {{"name", institution.name}}, now);
  return institution;
}

Result<InstitutionUsers> Institutions::set_users(store::Transaction& tx, InstitutionId id,
                                                 const InstitutionUsers& users, const Actor& by,
                                                 Instant now) const {
  if (!find_institution(tx, id)) return Refusal("not-found").with("what", "institution");
  records::clear_users(tx, id);
  try {
    for (const auto account : users.accounts) records::insert_user(tx, id, "staff", account.value);
    for (const auto key : users.keys) records::insert_user(tx, id, "key", key.value);
  } catch (const store::UniqueViolation&) {
    return Refusal("acts-for-another");
  }
  access::AuditDetails details;
  for (const auto account : users.accounts) details.emplace_back("account", to_string(account));
  for (const auto key : users.keys) details.emplace_back("key", to_string(key));
  journal(env_, tx, by, "institution-users-set", id, std::move(details), now);
  return users_of(tx, id);
}

}  // namespace yuyue::booking::referral
