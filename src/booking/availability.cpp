// What is free, read in one query per page and one each for rooms, quotas and waiting lists.
#include "yuyue/booking/availability.hpp"

#include <algorithm>
#include <unordered_map>

#include "booking/audience.hpp"
#include "booking/policy/bookable.hpp"
#include "booking/session_records.hpp"
#include "yuyue/booking/rules.hpp"
#include "yuyue/booking/waitlist.hpp"

namespace yuyue::booking {
namespace {

const std::string& select_views() {
  static const std::string kSql =
      "SELECT " + std::string(records::kSessionColumns) +
      ", k.code, k.name, k.name_en, p.name, p.name_en, p.title, p.title_en, p.intro,"
      " c.id, c.name, c.name_en, l.id, l.starts_at, l.ends_at, l.capacity, l.taken, d.code"
      " FROM session s JOIN clinic_kind k ON k.id = s.kind_id"
      " JOIN department d ON d.id = s.department_id JOIN campus c ON c.id = d.campus_id"
      " LEFT JOIN practitioner p ON p.id = s.practitioner_id"
      " LEFT JOIN slot l ON l.session_id = s.id WHERE ";
  return kSql;
}

const std::string& select_rooms() {
  static const std::string kSql =
      "SELECT x.session_id, r.id, r.name, b.name, r.floor FROM session s"
      " JOIN session_room x ON x.session_id = s.id JOIN room r ON r.id = x.room_id"
      " LEFT JOIN building b ON b.id = r.building_id WHERE ";
  return kSql;
}

const std::string& select_pools() {
  static const std::string kSql =
      "SELECT q.session_id, q.pool, q.size, q.taken FROM session s"
      " JOIN session_quota q ON q.session_id = s.id WHERE s.quotas = 1 AND ";
  return kSql;
}

const std::string& select_waiting() {
  static const std::string kSql =
      "SELECT w.session_id, count(*) FROM session s JOIN waitlist_entry w ON w.session_id = s.id"
      " WHERE w.state = 'waiting' AND ";
  return kSql;
}

/// The four questions of a page; each asks about the same sessions.
struct PageSql {
  explicit PageSql(std::string_view which);
  std::string sessions, rooms, pools, waiting;
};

constexpr std::string_view kOrder =
    " ORDER BY s.starts_at, coalesce(p.title_rank, 0) DESC, p.name, s.id, l.starts_at";
constexpr std::string_view kRoomOrder = " ORDER BY x.session_id, x.position";
constexpr std::string_view kPoolOrder = " ORDER BY q.session_id, q.pool";
constexpr std::string_view kPerSession = " GROUP BY w.session_id";

PageSql::PageSql(std::string_view which)
    : sessions(select_views() + std::string(which) + std::string(kOrder)),
      rooms(select_rooms() + std::string(which) + std::string(kRoomOrder)),
      pools(select_pools() + std::string(which) + std::string(kPoolOrder)),
      waiting(select_waiting() + std::string(which) + std::string(kPerSession)) {}

/// Turns rows into views and finds out until when they hold.
class PageReader {
 public:
  PageReader(const Environment& env, Audience audience, Instant now)
      : env_(env),
        settings_(env.settings->current()),
        bookable_(env.policies->at(now), *env.time, channel_of(audience), now),
        audience_(audience),
        now_(now) {
    page_.changes_at = env.time->at(env.time->day_of(now) + date::days{1}, MinuteOfDay{0});
    if (const auto next = bookable_.in_force().until) changes_no_later_than(*next);
  }

  SessionPage read(store::Snapshot& snapshot, const PageSql& sql,
                   std::initializer_list<store::Value> which) {
    for (auto rows = snapshot.query(sql.sessions, which); rows.next();) add(rows.row());
    const auto by_id = index();
    for (auto rows = snapshot.query(sql.pools, which); rows.next();)
      if (const auto found = by_id.find(rows->id<SessionId>(0)); found != by_id.end())
        found->second->pools.push_back({pool_from(rows->text(1)).value(),
                                        static_cast<int>(rows->integer(2)),
                                        static_cast<int>(rows->integer(3))});
    for (auto rows = snapshot.query(sql.waiting, which); rows.next();)
      if (const auto found = by_id.find(rows->id<SessionId>(0)); found != by_id.end())
        found->second->waiting = static_cast<int>(rows->integer(1));
    for (auto& view : page_.sessions) finish(view);
    if (audience_ != Audience::staff)
      std::erase_if(page_.sessions, [](const SessionView& view) {
        return view.state == SessionViewState::withdrawn;
      });
    add_rooms(snapshot.query(sql.rooms, which));
    return std::move(page_);
  }

 private:
  void add(const store::Row& row) {
    constexpr int kAt = records::kSessionColumnCount;
    const auto id = row.id<SessionId>(0);
    if (page_.sessions.empty() || page_.sessions.back().session.id != id) {
      SessionView view;
      view.session = records::session_from(row);
      view.kind_code = row.text(kAt);
      view.kind = row.text(kAt + 1);
      view.kind_en = row.text(kAt + 2);
      view.practitioner = view.session.practitioner.value_or(PractitionerId{});
      view.practitioner_name = row.text(kAt + 3);
      view.practitioner_name_en = row.text(kAt + 4);
      view.title = row.text(kAt + 5);
      view.title_en = row.text(kAt + 6);
      view.practitioner_intro = row.text(kAt + 7);
      view.campus = row.id<CampusId>(kAt + 8);
      view.campus_name = row.text(kAt + 9);
      view.campus_name_en = row.text(kAt + 10);
      page_.sessions.push_back(std::move(view));
      places_.push_back({row.text(kAt + 9), row.text(kAt + 16), row.text(kAt)});
    }
    if (!row.is_null(kAt + 11)) add_slot(page_.sessions.back(), row, kAt + 11);
  }

  void changes_no_later_than(Instant at) {
    if (at > now_) page_.changes_at = std::min(page_.changes_at, at);
  }

  void add_slot(SessionView& view, const store::Row& row, int at) {
    SlotView slot;
    slot.id = row.id<SlotId>(at);
    slot.starts_at = row.instant(at + 1);
    const auto ends_at = row.instant(at + 2);
    slot.start = env_.time->minute_of(slot.starts_at);
    slot.end = slot.start + kSlotLength;
    slot.capacity = static_cast<int>(row.integer(at + 3));
    slot.taken = static_cast<int>(row.integer(at + 4));
    if (slot.capacity == 0 && audience_ != Audience::staff) return;
    const auto closes = audience_ == Audience::staff ? ends_at : slot.starts_at;
    changes_no_later_than(closes);
    const auto& bookable = bookable_of(view.session);
    if (now_ >= closes) {
      slot.state = SlotState::past;
    } else if (!bookable.yes()) {
      // Whatever keeps it shut: it opens before it begins, or it never does.
      slot.state = bookable.later(closes) ? SlotState::not_released : SlotState::past;
    } else if (slot.taken >= slot.capacity) {
      slot.state = SlotState::full;
    } else {
      slot.state = SlotState::free;
      if (view.session.state == SessionState::open) slot.free = slot.capacity - slot.taken;
    }
    view.slots.push_back(slot);
  }

  void finish(SessionView& view) {
    if (view.session.quotas) limit_to_pools(view);
    bool all_past = true, none_open = true;
    for (const auto& slot : view.slots) {
      view.capacity += slot.capacity;
      view.taken += slot.taken;
      view.free += slot.free;
      all_past = all_past && slot.state == SlotState::past;
      none_open = none_open && slot.state != SlotState::free && slot.state != SlotState::full;
    }
    if (view.session.state == SessionState::withdrawn) {
      view.state = SessionViewState::withdrawn;
    } else if (view.session.state == SessionState::stopped) {
      view.state = SessionViewState::stopped;
    } else if (all_past) {
      view.state = SessionViewState::past;
    } else if (none_open) {
      view.state = SessionViewState::not_released;
    }
    if (view.session.quotas) view.free = std::min(view.free, open_of(view));
    const auto closes = waitlist::closes_at(view.session.starts_at, settings_->waitlist);
    changes_no_later_than(closes);
    view.waitlist_open = settings_->waitlist.open && view.state == SessionViewState::open &&
                         view.free == 0 && now_ < closes;
  }

  int open_of(const SessionView& view) const {
    const auto returned = places::returned_at(view.session.day, *settings_, *env_.time);
    return open_to(channel_of(audience_), now_ >= returned, view.pools);
  }

  // No slot has more to give than the pools that are open to this audience.
  void limit_to_pools(SessionView& view) {
    std::ranges::sort(view.pools, {}, &PoolCount::pool);
    changes_no_later_than(places::returned_at(view.session.day, *settings_, *env_.time));
    const int open = open_of(view);
    for (auto& slot : view.slots) {
      slot.free = std::min(slot.free, open);
      if (slot.state == SlotState::free && open == 0) slot.state = SlotState::full;
    }
  }

  std::unordered_map<SessionId, SessionView*> index() {
    std::unordered_map<SessionId, SessionView*> by_id;
    for (auto& view : page_.sessions) by_id.emplace(view.session.id, &view);
    return by_id;
  }

  void add_rooms(store::Rows rows) {
    const auto by_id = index();
    while (rows.next()) {
      const auto found = by_id.find(rows->id<SessionId>(0));
      if (found == by_id.end()) continue;
      found->second->rooms.push_back({.id = rows->id<RoomId>(1),
                                      .name = rows->text(2),
                                      .building = rows->text(3),
                                      .floor = rows->text(4)});
    }
  }

  // Of the session read last.
  const policy::Bookable& bookable_of(const Session& session) {
    const auto& bookable = bookable_.of(places_.back(), session.day, session.part);
    if (bookable.changes_at) changes_no_later_than(*bookable.changes_at);
    return bookable;
  }

  const Environment& env_;
  std::shared_ptr<const Settings> settings_;
  policy::BookableNow bookable_;
  std::vector<policy::Place> places_;  // of the sessions, one by one
  Audience audience_;
  Instant now_;
  SessionPage page_;
};

}  // namespace

SessionPage session_page(store::Snapshot& snapshot, const Environment& env, DepartmentId department,
                         Day day, Audience audience, Instant now) {
  static const PageSql kSql("s.department_id = ? AND s.day = ?");
  return PageReader(env, audience, now).read(snapshot, kSql, {department, day});
}

SessionPage session_page(store::Snapshot& snapshot, const Environment& env, Day day, Instant now) {
  static const PageSql kSql("s.day = ?");
  return PageReader(env, Audience::staff, now).read(snapshot, kSql, {day});
}

SessionPage practitioner_page(store::Snapshot& snapshot, const Environment& env,
                              PractitionerId practitioner, Instant now) {
  static const PageSql kSql("s.practitioner_id = ? AND s.day BETWEEN ? AND ?");
  const auto today = env.time->day_of(now);
  const auto until = env.policies->at(now)->horizon_end(*env.time, today);
  return PageReader(env, Audience::patients, now)
      .read(snapshot, kSql, {practitioner, today, until});
}

}  // namespace yuyue::booking
