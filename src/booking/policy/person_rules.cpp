// Who may have a slot, beside what they have already.
#include <algorithm>

#include "booking/policy/civil_days.hpp"
#include "yuyue/booking/booking_code.hpp"
#include "yuyue/booking/policy/rules.hpp"

namespace yuyue::booking::policy {
namespace {

/// What the person has, less the appointment that would be moved.
class Others {
 public:
  Others(std::span<const Having> having, std::optional<AppointmentId> instead_of)
      : having_(having), instead_of_(instead_of) {}
  template <class Test>
  const Having* find(Test test) const {
    for (const auto& other : having_)
      if (other.id != instead_of_ && test(other.visit)) return &other;
    return nullptr;
  }
  template <class Test>
  int count(Test test) const {
    return static_cast<int>(std::ranges::count_if(
        having_, [&](const Having& h) { return h.id != instead_of_ && test(h.visit); }));
  }

 private:
  std::span<const Having> having_;
  std::optional<AppointmentId> instead_of_;
};

Refusal taken(const char* code, const Having& other) {
  return Refusal(code)
      .with("code", spaced_code(other.code))
      .with("date", format_day(other.visit.day));
}

Result<void> once(const Rules& rules, const Visit& wanted, const Others& others) {
  const auto& per = rules.once_per_day;
  if (const auto* other = others.find([&](const Visit& v) {
        return v.session == wanted.session ||
               (per.contains(OncePer::department) && v.day == wanted.day &&
                v.department == wanted.department);
      }))
    return taken("already-booked", *other);
  if (const auto* other = others.find([&](const Visit& v) {
        if (v.day != wanted.day || v.practitioner != wanted.practitioner) return false;
        return (per.contains(OncePer::department_practitioner) &&
                v.department == wanted.department) ||
               (per.contains(OncePer::practitioner) && wanted.practitioner);
      }))
    return taken("already-booked-clinician", *other);
  return {};
}

Result<void> within_limits(const Limits& limits, const Visit& wanted, const Others& others,
                           Instant now) {
  const auto reached = [](const std::optional<int>& limit, int count) {
    return limit && count >= *limit;
  };
  const auto refusal = [](const char* code, int limit) {
    return Refusal(code).with("limit", std::to_string(limit));
  };
  const auto counts = [&](const Visit& v) {
    return v.ends > now && !v.in_course;
  };
  if (!wanted.in_course && reached(limits.active, others.count(counts)))
    return refusal("too-many-bookings", *limits.active);
  if (reached(limits.per_day, others.count([&](const Visit& v) { return v.day == wanted.day; })))
    return refusal("too-many-that-day", *limits.per_day).with("date", format_day(wanted.day));
  if (reached(limits.per_week, others.count([&](const Visit& v) {
        return monday_of(v.day) == monday_of(wanted.day);
      })))
    return refusal("too-many-that-week", *limits.per_week).with("date", format_day(wanted.day));
  return {};
}

Result<void> of_age(const Ages& ages, const PersonFacts& person, Day day) {
  if (!ages.min && !ages.max) return {};
  if (!person.birth_date) return Refusal("birth-date-needed");
  const auto age = age_on(*person.birth_date, day);
  if (ages.min && age < *ages.min)
    return Refusal("too-young").with("age", std::to_string(*ages.min));
  if (ages.max && age > *ages.max) return Refusal("too-old").with("age", std::to_string(*ages.max));
  return {};
}

Result<void> first_visit(const FirstVisit& rule, const PersonFacts& person, Day day) {
  if (auto fits = of_age(rule.ages, person, day); !fits) return fits;
  const auto has = [&](IdentifierType type) {
    return person.documents.contains(type);
  };
  if (!rule.documents.empty() && std::ranges::none_of(rule.documents, has)) {
    std::string names;
    for (const auto type : rule.documents)
      names += (names.empty() ? "" : " ") + std::string(name_of(type));
    return Refusal("first-visit-document").with("documents", names);
  }
  if (rule.document_required && std::ranges::none_of(person.documents, &is_identity_document))
    return Refusal("first-visit-at-desk");
  return {};
}

Result<void> answered(const std::vector<Question>& questions, const PersonFacts& person) {
  for (const auto& question : questions) {
    const auto answer = person.answers.find(question.code);
    if (answer == person.answers.end())
      return Refusal("question-open")
          .with("question", question.code)
          .with("text", question.text)
          .with("textEn", question.text_en.empty() ? question.text : question.text_en);
    if (answer->second)
      return Refusal("goes-elsewhere")
          .with("question", question.code)
          .with("advice", question.advice)
          .with("adviceEn", question.advice_en.empty() ? question.advice : question.advice_en);
  }
  return {};
}

}  // namespace

Result<void> fits_person(const Rules& rules, const Limits& limits, const Visit& wanted,
                         std::span<const Having> having, std::optional<AppointmentId> instead_of,
                         const Civil& civil, Instant now) {
  const Others others(having, instead_of);
  if (auto fits = once(rules, wanted, others); !fits) return fits;
  if (const auto* other = others.find(
          [&](const Visit& v) { return v.starts < wanted.ends && wanted.starts < v.ends; }))
    return taken("collides", *other)
        .with("start", format_minute(civil.time.minute_of(other->visit.starts)));
  return within_limits(limits, wanted, others, now);
}

Result<void> may_person_book(const Rules& rules, const PersonFacts& person, Day visit_day,
                             Channel channel) {
  if (rules.exempt.contains(channel)) return {};
  if (auto fits = of_age(rules.ages, person, visit_day); !fits) return fits;
  if (person.first_visit) {
    if (auto fits = first_visit(rules.first_visit, person, visit_day); !fits) return fits;
  }
  return answered(rules.questions, person);
}

}  // namespace yuyue::booking::policy
