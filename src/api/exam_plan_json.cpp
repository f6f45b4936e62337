#include "api/exam_plan_json.hpp"

#include <algorithm>

#include "yuyue/exams/rules.hpp"

namespace yuyue::api {
namespace {

constexpr std::size_t kMostItems = 30;

Json objective_json(const planner::Objective& objective) {
  return {{"days", objective.days},
          {"lastDay", objective.last_day},
          {"onSiteMinutes", objective.on_site},
          {"endMinute", objective.end}};
}

std::vector<booking::AppointmentView> upcoming(store::Snapshot& snapshot, PersonId person,
                                               Instant now) {
  booking::AppointmentQuery query;
  query.filter = booking::AppointmentFilter::upcoming;
  query.people = {person};
  return booking::list_appointments(snapshot, query, now)->items;
}

const std::string& in(bool en, const std::string& zh_text, const std::string& en_text) {
  return en && !en_text.empty() ? en_text : zh_text;
}

}  // namespace

ExamPlaces::ExamPlaces(store::Snapshot& snapshot) : sites_(exams::sites(snapshot)) {
  for (auto& device : exams::devices(snapshot)) devices_.emplace(device.id, device);
}

Json ExamPlaces::of(ExamDeviceId id) const {
  const auto& device = devices_.at(id);
  const auto& site = *std::ranges::find(sites_, device.site, &exams::Site::id);
  return {{"id", to_string(id)},
          {"name", device.name},
          {"nameEn", device.name_en},
          {"place", words(id, false)},
          {"placeEn", words(id, true)},
          {"siteId", to_string(site.id)},
          {"campusId", to_string(site.campus)}};
}

std::string ExamPlaces::words(ExamDeviceId id, bool en) const {
  const auto& device = devices_.at(id);
  const auto& site = *std::ranges::find(sites_, device.site, &exams::Site::id);
  return in(en, site.name, site.name_en) + " " + in(en, device.place, device.place_en);
}

minutes ExamPlaces::walk(ExamDeviceId from, ExamDeviceId to) const {
  return exams::rules::walk(sites_, devices_.at(from).site, devices_.at(to).site);
}

ExamPlanView::ExamPlanView(const Services& with, store::Snapshot& snapshot,
                           const ExamNames& exam_names, const ExamPlaces& exam_places,
                           PersonId person)
    : services(with),
      names(exam_names),
      places(exam_places),
      reports(exams::reports_of(snapshot, person)),
      sheet(with.exam_orders.sheet_of(snapshot, person, with.clock.now())) {
  for (const auto& plan : exams::plans_of(snapshot, person))
    std::ranges::copy(plan.booked(), std::back_inserter(all_booked));
  for (auto& order : exams::orders_of(snapshot, with.vault, person, false))
    orders.emplace(order.id, order);
}

Json ExamPlanView::items(const std::vector<exams::Arranged>& arranged) const {
  Json out = Json::array();
  for (const auto& at : arranged) {
    const auto& exam = names.exam(orders.at(at.order).exam);
    const auto starts = services.time.at(at.day, at.start);
    out.push_back({{"orderId", to_string(at.order)},
                   {"deviceId", to_string(at.device)},
                   {"date", format_day(at.day)},
                   {"start", format_minute(at.start)},
                   {"end", format_minute(at.start + exam.length)},
                   {"startsAt", services.time.rfc3339(starts)},
                   {"exam", names.of(exam.id)},
                   {"device", places.of(at.device)}});
  }
  return out;
}

std::vector<exams::Advice> ExamPlanView::advice(const std::vector<exams::Arranged>& arranged,
                                                Instant told) const {
  std::vector<exams::Stop> stops;
  const exams::Arranged* before = nullptr;
  for (const auto& at : arranged) {
    const bool same_day = before && before->day == at.day;
    const auto& exam = names.exam(orders.at(at.order).exam);
    const bool others = std::ranges::any_of(all_booked, [&](const exams::Arranged& other) {
      return other.day == at.day &&
             std::ranges::find(arranged, other.order, &exams::Arranged::order) == arranged.end();
    });
    auto verdict = exams::rules::verdict(exam, sheet, services.time);
    auto notes = std::move(verdict.warnings);
    std::ranges::move(verdict.delays, std::back_inserter(notes));
    stops.push_back({.exam = exam,
                     .start = services.time.at(at.day, at.start),
                     .walk = same_day ? places.walk(before->device, at.device) : minutes{0},
                     .place = places.words(at.device, false),
                     .place_en = places.words(at.device, true),
                     .others = others,
                     .notes = std::move(notes)});
    before = &at;
  }
  return exams::timeline_of(std::move(stops), told, services.time);
}

Json ExamPlanView::timeline(const std::vector<exams::Arranged>& arranged, Instant told) const {
  Json out = Json::array();
  for (const auto& one : advice(arranged, told)) {
    Json codes = Json::array();
    for (const auto exam : one.exams) codes.push_back(names.exam(exam).code);
    out.push_back({{"at", services.time.rfc3339(one.at)},
                   {"what", exams::name_of(one.what)},
                   {"text", one.text},
                   {"textEn", one.text_en},
                   {"exams", std::move(codes)}});
  }
  return out;
}

Json ExamPlanView::standing(const exams::planning::Planning& planning,
                            const exams::planning::Standing& one) const {
  constexpr std::string_view kWhat[] = {"past", "planned", "appointment"};
  const auto* exam = names.by_code(one.exam);
  const bool body = one.what == exams::planning::Standing::What::past && !exam;
  const bool empty = one.item.bladder == planner::Bladder::empty;
  Json item{{"what",
             body ? (empty ? "empty-bladder" : "meal") : kWhat[static_cast<std::size_t>(one.what)]},
            {"date", format_day(planning.today + date::days{one.day})},
            {"start", format_minute(MinuteOfDay{one.minute})}};
  if (exam) item["exam"] = names.of(exam->id);
  return item;
}

// Staff read it to the patient: what is in each other's way, in words.
Json ExamPlanView::none(const exams::PlanBasis& basis, const exams::NoPlan& none) const {
  Json exams_in = Json::array(), rules_in = Json::array(), standing = Json::array();
  for (const auto order : none.orders)
    exams_in.push_back({{"orderId", to_string(order)}, {"exam", names.of(orders.at(order).exam)}});
  for (const auto& code : none.rules) {
    const auto note = basis.notes.find(code);
    rules_in.push_back({{"code", code},
                        {"note", note == basis.notes.end() ? "" : note->second.first},
                        {"noteEn", note == basis.notes.end() ? "" : note->second.second}});
  }
  for (const auto& one : none.standing) standing.push_back(this->standing(basis.planning, one));
  Json out{{"because", none.because_of_wishes ? "wishes"
                       : none.known           ? "conflict"
                                              : "time"},
           {"exams", std::move(exams_in)},
           {"rules", std::move(rules_in)},
           {"standing", std::move(standing)}};
  if (none.bound) out["bound"] = objective_json(*none.bound);
  return out;
}

Json ExamPlanView::preview(const exams::PlanBasis& basis, const exams::PlanPreview& preview) const {
  Json choices = Json::array(), blocked = Json::array();
  for (const auto& choice : preview.choices)
    choices.push_back({{"kind", exams::name_of(choice.kind)},
                       {"proven", choice.proven},
                       {"bound", objective_json(choice.bound)},
                       {"objective", objective_json(choice.objective)},
                       {"difference", objective_json(choice.difference)},
                       {"items", items(choice.arranged)},
                       {"timeline", timeline(choice.arranged, services.clock.now())}});
  for (const auto& one : basis.blocked) {
    auto item = verdict_json(one.verdict);
    item["orderId"] = to_string(one.order.id);
    item["exam"] = names.of(one.order.exam);
    blocked.push_back(std::move(item));
  }
  Json out{{"choices", std::move(choices)}, {"blocked", std::move(blocked)}};
  if (preview.first_fit_days) out["firstFitDays"] = *preview.first_fit_days;
  if (preview.none) out["none"] = none(basis, *preview.none);
  return out;
}

Json ExamPlanView::change(const exams::PlanBasis& basis, const exams::ChangePreview& change) const {
  const auto shown = [&](const exams::Rearranged& one) {
    Json moved = Json::array();
    for (const auto order : one.moved) moved.push_back(to_string(order));
    return Json{{"items", items(one.arranged)},
                {"moved", std::move(moved)},
                {"proven", one.proven},
                {"bound", objective_json(one.bound)},
                {"objective", objective_json(one.objective)},
                {"timeline", timeline(one.arranged, services.clock.now())}};
  };
  Json out = Json::object();
  if (change.fewest_moves) out["fewestMoves"] = shown(*change.fewest_moves);
  if (change.tighter) out["tighter"] = shown(*change.tighter);
  if (change.none) out["none"] = none(basis, *change.none);
  return out;
}

// Of what is still to be done as well: whoever plans asks when they will know.
Json ExamPlanView::reports_of(const exams::Plan& plan) const {
  Json out = Json::array();
  for (const auto& item : plan.items) {
    if (item.state == exams::PlanItem::State::freed) continue;
    const auto& exam = names.exam(orders.at(item.at.order).exam);
    const auto known = reports.find(item.at.order);
    auto state = known == reports.end() ? exams::ReportState{} : known->second;
    if (!state.expected && !state.ready && exam.turnaround > minutes{0} &&
        item.state == exams::PlanItem::State::booked)
      state.expected = services.time.at(item.at.day, item.at.start) + exam.length + exam.turnaround;
    if (!state.expected && !state.ready) continue;
    auto one = exam_report_json(services.time, state);
    one["orderId"] = to_string(item.at.order);
    one["exam"] = names.of(exam.id);
    out.push_back(std::move(one));
  }
  return out;
}

Json ExamPlanView::plan(const exams::Plan& plan) const {
  const auto booked = plan.booked();
  auto shown = items(booked);
  Json done = Json::array();
  for (const auto& item : plan.items)
    if (item.state == exams::PlanItem::State::done) done.push_back(to_string(item.at.order));
  Json out{{"id", to_string(plan.id)},
           {"version", plan.version},
           {"personId", to_string(plan.person)},
           {"takenAt", services.time.rfc3339(plan.taken_at)},
           {"days", plan.days},
           {"items", std::move(shown)},
           {"doneOrderIds", std::move(done)},
           {"timeline", timeline(booked, plan.taken_at)},
           {"reports", reports_of(plan)}};
  if (plan.first_fit_days) out["firstFitDays"] = *plan.first_fit_days;
  return out;
}

Result<exams::Plan> visible_exam_plan(const Services& services, store::Snapshot& snapshot,
                                      const Call& call) {
  const auto plan = exams::find_plan(snapshot, call.id<ExamPlanId>("plan"));
  const auto member = call.principal.member();
  if (!plan || (member && !services.patients.acts_for(snapshot, *member, plan->person)))
    return Refusal("not-found").with("what", "exam-plan");
  return *plan;
}

exams::PlanWishes read_wishes(Input& in) {
  exams::PlanWishes out;
  const auto given = in.maybe_object("wishes");
  if (!given) return out;
  Input wishes(*given, "/wishes");
  out.not_before = wishes.maybe_minute("notBefore");
  out.not_after = wishes.maybe_minute("notAfter");
  if (const auto dates = wishes.maybe_texts("dates"))
    for (const auto& text : *dates) {
      if (const auto day = parse_day(text))
        out.days.push_back(*day);
      else
        wishes.wrong("dates", "dates");
    }
  out.campus = wishes.maybe_id<CampusId>("campusId");
  out.after = wishes.maybe_id<AppointmentId>("afterAppointmentId");
  in.wrong_inside(wishes.finish());
  return out;
}

std::vector<exams::Arranged> read_arranged(Input& in) {
  std::vector<exams::Arranged> out;
  for (const auto& object : in.objects("items", kMostItems)) {
    Input one(object, "/items");
    out.push_back({one.id<ExamOrderId>("orderId"), one.id<ExamDeviceId>("deviceId"),
                   one.day("date"), one.minute("start")});
    in.wrong_inside(one.finish());
  }
  return out;
}

std::vector<exams::Appointed> appointed(store::Snapshot& snapshot, PersonId person, Instant now) {
  std::vector<exams::Appointed> out;
  for (const auto& view : upcoming(snapshot, person, now))
    out.push_back({.id = view.appointment.id,
                   .day = view.appointment.day,
                   .start = view.slot_start,
                   .length = view.slot_end - view.slot_start,
                   .campus = view.campus_id});
  return out;
}

Json planned_around_json(store::Snapshot& snapshot, PersonId person, Instant now) {
  Json out = Json::array();
  for (const auto& view : upcoming(snapshot, person, now))
    out.push_back({{"id", to_string(view.appointment.id)},
                   {"date", format_day(view.appointment.day)},
                   {"start", format_minute(view.slot_start)},
                   {"end", format_minute(view.slot_end)},
                   {"department", view.department},
                   {"departmentEn", view.department_en}});
  return out;
}

}  // namespace yuyue::api
