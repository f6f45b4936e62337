#include "yuyue/exams/devices.hpp"

#include "exams/catalogue_records.hpp"
#include "exams/device_records.hpp"
#include "exams/keeping.hpp"

namespace yuyue::exams {
namespace {

constexpr MinuteOfDay kMidnight{24 * 60};
constexpr minutes kFarthest{480};

std::string hours_text(const Device& device) {
  std::string out;
  for (const auto& one : device.hours)
    out += (out.empty() ? "" : "; ") + std::to_string(one.weekday) + " " +
           format_minute(one.opens) + "-" + format_minute(one.closes) + " x" +
           std::to_string(one.capacity);
  return out;
}
std::string quotas_text(const Device& device) {
  std::string out;
  for (const auto& one : device.quotas)
    out += (out.empty() ? "" : "; ") + std::string(name_of(one.source)) + " " +
           std::to_string(one.places) +
           (one.returned ? " -" + std::to_string(one.returned->count()) : "");
  return out;
}
std::string exams_text(const Device& device) {
  std::string out;
  for (const auto id : device.exams) out += (out.empty() ? "" : "; ") + to_string(id);
  return out;
}
std::string walks_text(const Site& site) {
  std::string out;
  for (const auto& walk : site.walks)
    out +=
        (out.empty() ? "" : "; ") + to_string(walk.to) + " " + std::to_string(walk.length.count());
  return out;
}

template <class List, class Key>
bool twice(List& list, Key key) {
  std::ranges::sort(list, {}, key);
  return std::ranges::adjacent_find(list, {}, key) != list.end();
}

struct SiteTraits {
  static constexpr std::string_view kWord = "exam-site";
  static std::optional<Site> find(store::Snapshot& snapshot, ExamSiteId id) {
    return find_site(snapshot, id);
  }
  static Result<void> complete(store::Snapshot& snapshot, Site& s) {
    if (s.name.empty()) return field("required", "name");
    if (!records::exists(snapshot, s.campus)) return field("unknown-reference", "campus");
    for (const auto& walk : s.walks) {
      if (walk.to == s.id || !records::exists(snapshot, walk.to))
        return field("unknown-reference", "walks");
      if (walk.length < minutes{0} || walk.length > kFarthest)
        return field("field-invalid", "walks");
    }
    if (twice(s.walks, &Walk::to)) return field("field-invalid", "walks");
    return {};
  }
  static Fields fields(const Site& s) {
    return {{"name", s.name},
            {"nameEn", s.name_en},
            {"campus", to_string(s.campus)},
            {"place", s.place},
            {"placeEn", s.place_en},
            {"walks", walks_text(s)},
            {"active", s.active ? "1" : "0"}};
  }
};

bool on_half_hour(MinuteOfDay minute) {
  return minute.count() % planner::kSlotMinutes == 0;
}

Result<void> complete_hours(Device& d) {
  int most = 0;
  for (const auto& one : d.hours) {
    if (one.weekday < 1 || one.weekday > 7 || one.opens < minutes{0} || one.opens >= one.closes ||
        one.closes > kMidnight || !on_half_hour(one.opens) || !on_half_hour(one.closes) ||
        one.capacity < 1 || one.capacity > 200)
      return field("field-invalid", "hours");
    most = std::max(most, one.capacity);
  }
  std::ranges::sort(d.hours, {},
                    [](const DeviceHours& h) { return std::pair(h.weekday, h.opens); });
  for (std::size_t i = 1; i < d.hours.size(); ++i)
    if (d.hours[i].weekday == d.hours[i - 1].weekday && d.hours[i].opens < d.hours[i - 1].closes)
      return field("field-invalid", "hours");
  if (twice(d.quotas, &DeviceQuota::source)) return field("field-invalid", "quotas");
  int kept = 0;
  for (const auto& one : d.quotas) {
    if (one.places < 1) return field("field-invalid", "quotas");
    kept += one.places;
  }
  // More is kept than there is: somebody's places would never be there.
  if (!d.hours.empty() && kept > most) return field("field-invalid", "quotas");
  return {};
}

struct DeviceTraits {
  static constexpr std::string_view kWord = "exam-device";
  static std::optional<Device> find(store::Snapshot& snapshot, ExamDeviceId id) {
    return find_device(snapshot, id);
  }
  static Result<void> complete(store::Snapshot& snapshot, Device& d) {
    if (d.name.empty()) return field("required", "name");
    if (d.modality.empty()) return field("required", "modality");
    if (!records::exists(snapshot, d.site)) return field("unknown-reference", "site");
    for (const auto id : d.exams) {
      const auto exam = find_exam(snapshot, id);
      if (!exam || exam->modality != d.modality) return field("unknown-reference", "exams");
    }
    if (twice(d.exams, std::identity{})) return field("field-invalid", "exams");
    return complete_hours(d);
  }
  static Fields fields(const Device& d) {
    return {{"name", d.name},
            {"nameEn", d.name_en},
            {"site", to_string(d.site)},
            {"place", d.place},
            {"placeEn", d.place_en},
            {"modality", d.modality},
            {"exams", exams_text(d)},
            {"hours", hours_text(d)},
            {"quotas", quotas_text(d)},
            {"active", d.active ? "1" : "0"}};
  }
};

}  // namespace

Result<Site> Devices::add(store::Transaction& tx, Site site, const access::Actor& by,
                          Instant now) const {
  return add_thing<SiteTraits>(env_, tx, std::move(site), by, now);
}
Result<Site> Devices::change(store::Transaction& tx, Site site, const access::Actor& by,
                             Instant now) const {
  return change_thing<SiteTraits>(env_, tx, std::move(site), by, now);
}
Result<Device> Devices::add(store::Transaction& tx, Device device, const access::Actor& by,
                            Instant now) const {
  return add_thing<DeviceTraits>(env_, tx, std::move(device), by, now);
}
Result<Device> Devices::change(store::Transaction& tx, Device device, const access::Actor& by,
                               Instant now) const {
  auto changed = change_thing<DeviceTraits>(env_, tx, std::move(device), by, now);
  if (changed) refit_slots(tx, *changed, now);
  return changed;
}

Result<Closure> Devices::close(store::Transaction& tx, Closure closure, const access::Actor& by,
                               Instant now) const {
  if (!find_device(tx, closure.device)) return Refusal("not-found").with("what", "exam-device");
  if (closure.reason.empty()) return field("required", "reason");
  if (closure.to && (*closure.to <= closure.from || *closure.to <= now))
    return field("field-invalid", "to");
  closure.id = env_.ids->next<ExamClosureId>();
  closure.lifted.reset();
  records::insert(tx, closure, now);
  put_down(env_, tx, "exam-device-closed", closure.device,
           {{"closure", to_string(closure.id)},
            {"kind", std::string(name_of(closure.kind))},
            {"from", env_.time->rfc3339(closure.from)},
            {"to", closure.to ? env_.time->rfc3339(*closure.to) : ""}},
           by, now);
  return closure;
}

Result<Closure> Devices::lift(store::Transaction& tx, ExamClosureId id, const access::Actor& by,
                              Instant now) const {
  auto closure = find_closure(tx, id);
  if (!closure) return Refusal("not-found").with("what", "exam-closure");
  if (closure->until() && *closure->until() <= now) return Refusal("closure-over");
  closure->lifted = now;
  records::lift(tx, id, now);
  put_down(env_, tx, "exam-device-reopened", closure->device, {{"closure", to_string(id)}}, by,
           now);
  return *std::move(closure);
}

}  // namespace yuyue::exams
