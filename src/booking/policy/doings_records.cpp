#include "booking/policy/doings_records.hpp"

#include "yuyue/core/ids.hpp"

namespace yuyue::booking::policy {
namespace {

int number(store::Snapshot& snapshot, std::string_view sql,
           std::initializer_list<store::Value> values) {
  return static_cast<int>(snapshot.integer(sql, values).value_or(0));
}

// Nobody books a visit of a day gone by: the index leaves out years of visits, each of which lies
// somewhere else in the file.
int made_for(store::Snapshot& snapshot, PersonId person, Instant today) {
  return number(snapshot,
                "SELECT count(*) FROM appointment WHERE person_id = ? AND starts_at >= ?"
                " AND created_at >= ? AND channel NOT IN ('desk', 'phone', 'clinician')",
                {person, today, today});
}

int kept_for(store::Snapshot& snapshot, PersonId person, std::optional<ClaimId> but, Instant today,
             Instant now) {
  return number(snapshot,
                "SELECT count(*) FROM appointment WHERE person_id = ? AND starts_at >= ?"
                " AND pay_until IS NOT NULL",
                {person, today}) +
         number(snapshot,
                "SELECT count(*) FROM place_claim WHERE person_id = ? AND kind = 'held'"
                " AND expires_at > ? AND id <> ?",
                {person, now, but.value_or(ClaimId{})});
}

int kept_by(store::Snapshot& snapshot, MemberId account, std::optional<ClaimId> but, Instant now) {
  return number(snapshot,
                "SELECT count(*) FROM appointment WHERE member_id = ? AND pay_until IS NOT NULL",
                {account}) +
         number(snapshot,
                "SELECT count(*) FROM place_claim WHERE owner_kind = 'patient' AND owner_id = ?"
                " AND kind = 'held' AND expires_at > ? AND id <> ?",
                {account, now, but.value_or(ClaimId{})});
}

}  // namespace

Result<void> within_doings(store::Snapshot& snapshot, const InForce& in_force,
                           const HospitalTime& time, const Doer& doer, bool makes, bool keeps,
                           Instant now) {
  if (is_staff(doer.channel) || (!makes && !keeps)) return {};
  const auto& limits = in_force.policy.limits;
  const auto today = time.day_of(now);
  const auto midnight = time.at(today, MinuteOfDay{0});
  Doings doings{.by_account = doer.account.has_value()};
  if (makes && doer.person && limits.made_per_day)
    doings.made_for_person = made_for(snapshot, *doer.person, midnight);
  if (makes && doer.account && limits.account_made_per_day)
    doings.made_by_account =
        number(snapshot, "SELECT made FROM account_bookings WHERE day = ? AND member_id = ?",
               {today, *doer.account});
  if (keeps && doer.person && limits.open_holds)
    doings.kept_for_person = kept_for(snapshot, *doer.person, doer.uses, midnight, now);
  if (keeps && doer.account && limits.account_open_holds)
    doings.kept_by_account = kept_by(snapshot, *doer.account, doer.uses, now);
  return within_doings(limits, doings, makes, keeps, doer.channel, in_force.civil(time), now);
}

namespace records {

void count_booking(store::Transaction& tx, Day today, MemberId account) {
  tx.execute(
      "INSERT INTO account_bookings (day, member_id, made) VALUES (?, ?, 1)"
      " ON CONFLICT (day, member_id) DO UPDATE SET made = made + 1",
      {today, account});
  tx.execute(
      "DELETE FROM account_bookings WHERE (day, member_id) IN"
      " (SELECT day, member_id FROM account_bookings WHERE day < ? LIMIT 20)",
      {today});
}

}  // namespace records
}  // namespace yuyue::booking::policy
