// What a kiosk lists and prints for whoever has just shown it a document: appointments, numbers,
// and records of visits. What the hospital's own record of a visit says is not here.
#include <algorithm>

#include "api/kiosk_json.hpp"
#include "api/kiosk_shown.hpp"
#include "api/views.hpp"
#include "api/visit_json.hpp"
#include "yuyue/exams/catalogue.hpp"
#include "yuyue/exams/plans.hpp"

namespace yuyue::api {
namespace {

using booking::AppointmentState;

constexpr std::size_t kComing = 20, kPast = 20;

std::vector<booking::AppointmentView> appointments_of(store::Snapshot& snapshot, PersonId person,
                                                      booking::AppointmentFilter filter,
                                                      std::size_t limit, Instant now) {
  booking::AppointmentQuery query;
  query.filter = filter;
  query.people = {person};
  query.limit = limit;
  return booking::list_appointments(snapshot, query, now).value().items;
}

bool is_to_come(const booking::Appointment& a) {
  return a.state == AppointmentState::booked || a.state == AppointmentState::pending;
}
/// They have come, and it is over for them or the day is.
bool is_record(const booking::Appointment& a, Day today) {
  return a.state == AppointmentState::fulfilled ||
         (a.state == AppointmentState::arrived && a.day < today);
}

struct DoneExam {
  Day day{};
  Json exam;
};

std::vector<DoneExam> done_exams(const Services& services, store::Snapshot& snapshot,
                                 PersonId person) {
  std::vector<DoneExam> done;
  std::map<ExamId, Json> names;
  for (const auto& plan : exams::plans_of(snapshot, person))
    for (const auto& item : plan.items) {
      if (item.state != exams::PlanItem::State::done) continue;
      const auto order = exams::find_order(snapshot, services.vault, item.at.order).value();
      if (const auto exam = exams::find_exam(snapshot, order.exam))
        done.push_back({item.at.day, {{"name", exam->name}, {"nameEn", exam->name_en}}});
    }
  return done;
}

/// The visit, and what was examined on its day.
Json record_json(const Services& services, store::Snapshot& snapshot,
                 const booking::AppointmentView& view, const std::vector<DoneExam>& exams,
                 Instant now) {
  auto out = kiosk_appointment_json(services, snapshot, view, now);
  const auto& a = view.appointment;
  if (a.ended_at) out["endedAt"] = services.time.rfc3339(*a.ended_at);
  auto& list = out["exams"] = Json::array();
  for (const auto& done : exams)
    if (done.day == a.day) list.push_back(done.exam);
  return out;
}

/// Today's numbers at the service centre; the screen shows nobody.
Json numbers_json(const Services& services, store::Snapshot& snapshot, const Call& call,
                  PersonId person, Day today) {
  auto visits = centre::visits_of(snapshot, person, today);
  std::erase_if(visits, [](const auto& one) { return one.state != centre::VisitState::open; });
  auto list = visits_seen(services, snapshot, call, visits);
  for (auto& one : list) one["person"] = nullptr;
  return list;
}

}  // namespace

LaterAnswer list_kiosk_records(const Services& services, const Call& call) {
  Input in(call.request);
  const auto holder = read_holder(services, call, in);
  if (auto bad = in.finish()) co_return *bad;
  if (!holder) co_return holder.error();
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    using enum booking::AppointmentFilter;
    const auto person = holder_now(services, tx, *holder);
    if (!person) return person.error();
    const auto today = services.time.day_of(call.now);
    const auto done = done_exams(services, tx, person->id);
    Json coming = Json::array(), records = Json::array();
    const auto sort_in = [&](const booking::AppointmentView& view) {
      if (is_to_come(view.appointment))
        coming.push_back(kiosk_appointment_json(services, tx, view, call.now));
      else if (is_record(view.appointment, today))
        records.push_back(record_json(services, tx, view, done, call.now));
    };
    std::ranges::for_each(appointments_of(tx, person->id, upcoming, kComing, call.now), sort_in);
    // Booked and over: nobody came, or nobody has said so.
    for (const auto& view : appointments_of(tx, person->id, past, kPast, call.now))
      if (!is_to_come(view.appointment)) sort_in(view);
    services.audit.record(tx, call.principal,
                          {.action = "kiosk-records-seen",
                           .subject = person->id,
                           .details = {{"count", std::to_string(coming.size() + records.size())}},
                           .note = {}},
                          call.now);
    return Json{{"appointments", std::move(coming)},
                {"numbers", numbers_json(services, tx, call, person->id, today)},
                {"records", std::move(records)}};
  };
  co_return co_await write(services, call, 200, work);
}

}  // namespace yuyue::api
