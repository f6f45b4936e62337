// Whether the file agrees with itself; for `yuyue check` and tests.
#include "yuyue/booking/referral/referrals.hpp"

namespace yuyue::booking::referral {

std::vector<std::string> check_referrals(store::Snapshot& snapshot) {
  std::vector<std::string> problems;
  auto histories = snapshot.query(
      "SELECT r.id FROM referral r LEFT JOIN referral_event e ON e.referral_id = r.id"
      " GROUP BY r.id HAVING count(e.id) <> r.version OR sum(e.what = 'sent') <> 1"
      " OR sum(e.what IN ('refused', 'withdrawn', 'reported')) <> (r.open = 0)");
  while (histories.next())
    problems.push_back(to_string(histories->id<ReferralId>(0)) + ": its history does not add up");
  auto people = snapshot.query(
      "SELECT r.id FROM referral r JOIN appointment a ON a.id = r.appointment_id"
      " WHERE a.person_id <> r.person_id");
  while (people.next())
    problems.push_back(to_string(people->id<ReferralId>(0)) +
                       ": its appointment is somebody else's");
  auto strangers = snapshot.query(
      "SELECT r.id FROM referral r WHERE NOT EXISTS (SELECT 1 FROM institution_person p"
      " WHERE p.institution_id = r.institution_id AND p.person_id = r.person_id)");
  while (strangers.next())
    problems.push_back(to_string(strangers->id<ReferralId>(0)) +
                       ": its institution does not know the person");
  return problems;
}

}  // namespace yuyue::booking::referral
