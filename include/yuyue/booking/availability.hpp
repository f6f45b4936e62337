#pragma once
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "yuyue/booking/sessions.hpp"

namespace yuyue::booking {

// What is free, as pages show it. Plain values; the api layer turns them into JSON once and keeps
// the bytes on an AvailabilityBoard.

enum class SlotState { free, full, past, not_released };
std::string_view name_of(SlotState state);  ///< "free", "full", "past", "not-released"

struct SlotView {
  SlotId id;
  MinuteOfDay start{}, end{};
  Instant starts_at{};
  int capacity = 0, taken = 0;
  int free = 0;  ///< bookable now: 0 unless state is free
  SlotState state = SlotState::free;
};

struct RoomView {
  RoomId id;
  std::string name, building, floor;
};

enum class SessionViewState { open, stopped, withdrawn, not_released, past };
std::string_view name_of(SessionViewState state);

struct SessionView {
  Session session;
  std::string kind_code, kind, kind_en;
  /// Empty id when it is a department session.
  PractitionerId practitioner;
  std::string practitioner_name, practitioner_name_en, title, title_en, practitioner_intro;
  CampusId campus;
  std::string campus_name, campus_name_en;
  std::vector<RoomView> rooms;
  std::vector<SlotView> slots;
  SessionViewState state = SessionViewState::open;
  int capacity = 0, taken = 0;
  int free = 0;                  ///< that this audience can take: no more than its pools have
  std::vector<PoolCount> pools;  ///< empty: no quotas
  bool waitlist_open = false;    ///< somebody may join it
  int waiting = 0;
};

/// The sessions of one department on one day, or of one practitioner over the horizon.
struct SessionPage {
  std::vector<SessionView> sessions;  ///< by time, then title rank, then name
  /// When it would read differently without anybody doing anything (release, a slot beginning, a
  /// new day); the page may be kept until then.
  Instant changes_at{};
};

enum class DayState { open, full, not_released, closed };
std::string_view name_of(DayState state);

struct DayView {
  Day day{};
  DayState state = DayState::closed;
  int free = 0;
  std::string holiday, holiday_en;
  std::optional<Instant> released_at;  ///< when not released yet
};
/// The day strip of a department: every day from today to the end of the horizon.
struct DepartmentDays {
  std::vector<DayView> days;
  Instant changes_at{};
};

/// Patients see open and stopped sessions and can book until a slot begins; staff also see
/// withdrawn ones and slots without places, and can book until a slot ends. Of a session with
/// quotas patients see what can be had by the web, staff what can be had at the desk, partner
/// institutions what they can have; for the rest these see what patients see.
enum class Audience { patients, staff, partners };

SessionPage session_page(store::Snapshot& snapshot, const Environment& environment,
                         DepartmentId department, Day day, Audience audience, Instant now);
/// All departments, for staff.
SessionPage session_page(store::Snapshot& snapshot, const Environment& environment, Day day,
                         Instant now);
SessionPage practitioner_page(store::Snapshot& snapshot, const Environment& environment,
                              PractitionerId practitioner, Instant now);
DepartmentDays department_days(store::Snapshot& snapshot, const Environment& environment,
                               DepartmentId department, Instant now,
                               Audience audience = Audience::patients);

/// Pages kept in memory until what they show changes.
///
/// Never keeps a page made from data older than the last change: the builder's ticket is taken
/// before its snapshot, and a change in between makes it void. Thread-safe; builds outside the
/// lock.
template <class Key, class Page, class Hash = std::hash<Key>>
class CachedPages {
 public:
  using Handle = std::shared_ptr<const Page>;

  explicit CachedPages(std::size_t limit = 4096) : limit_(limit) {}

  /// The kept page, or what `build()` returns: a pair of the page and the moment until which it
  /// holds. `build` opens its snapshot itself.
  template <class Build>
  Handle get(const Key& key, Instant now, Build&& build) {
    std::uint64_t ticket = 0;
    {
      std::lock_guard lock(mutex_);
      auto& entry = entry_of(key);
      if (entry.page && now < entry.holds_until) return entry.page;
      ticket = entry.changes;
    }
    std::pair<Page, Instant> built = build();
    auto page = std::make_shared<const Page>(std::move(built.first));
    std::lock_guard lock(mutex_);
    auto found = entries_.find(key);
    if (found != entries_.end() && found->second.changes == ticket) {
      found->second.page = page;
      found->second.holds_until = built.second;
    }
    return page;
  }

  void drop(const Key& key) {
    std::lock_guard lock(mutex_);
    auto found = entries_.find(key);
    if (found == entries_.end()) return;
    found->second.changes = ++changes_;
    found->second.page.reset();
  }
  void drop_all() {
    std::lock_guard lock(mutex_);
    entries_.clear();
  }

 private:
  struct Entry {
    Handle page;
    Instant holds_until{};
    std::uint64_t changes = 0;
  };
  Entry& entry_of(const Key& key) {
    auto found = entries_.find(key);
    if (found != entries_.end()) return found->second;
    // Keys come from outside: a bound, so that asking for many of them costs time, not memory.
    if (entries_.size() >= limit_) entries_.clear();
    auto& entry = entries_[key];
    // A number never given before, so that no ticket of an entry dropped earlier fits this one.
    entry.changes = ++changes_;
    return entry;
  }

  const std::size_t limit_;
  std::mutex mutex_;
  std::uint64_t changes_ = 0;
  std::unordered_map<Key, Entry, Hash> entries_;
};

struct DepartmentDay {
  DepartmentId department;
  Day day{};
  bool operator==(const DepartmentDay&) const = default;
};
struct DepartmentDayHash {
  std::size_t operator()(const DepartmentDay& key) const noexcept {
    const auto day = static_cast<std::uint64_t>(key.day.time_since_epoch().count());
    return std::hash<std::uint64_t>{}(static_cast<std::uint64_t>(key.department.value) * 31 + day);
  }
};

struct DepartmentDayFor {
  DepartmentDay of;
  Audience audience = Audience::patients;
  bool operator==(const DepartmentDayFor&) const = default;
};
struct DepartmentDayForHash {
  std::size_t operator()(const DepartmentDayFor& key) const noexcept {
    return DepartmentDayHash{}(key.of) * 4 + static_cast<std::size_t>(key.audience);
  }
};

struct OpenPlace;

/// The pages everybody asks for, dropped by the commits that change them. `Page` is the api layer's
/// (ready-made bytes with an ETag).
template <class Page>
class AvailabilityBoard final : public AvailabilityWatcher {
 public:
  CachedPages<DepartmentDay, Page, DepartmentDayHash> sessions;
  CachedPages<DepartmentId, Page> days;
  CachedPages<PractitionerId, Page> practitioners;
  /// What can be had, for the offers that go with a refusal (open_places.hpp).
  CachedPages<DepartmentDayFor, std::vector<OpenPlace>, DepartmentDayForHash> open;
  CachedPages<int, Page> departments;  ///< lists and other pages that change with reference data

  void changed(DepartmentId department, Day day, std::optional<PractitionerId> who) override {
    sessions.drop({department, day});
    for (const auto audience : {Audience::patients, Audience::staff, Audience::partners})
      open.drop({{department, day}, audience});
    days.drop(department);
    if (who) practitioners.drop(*who);
  }
  void everything_changed() override {
    sessions.drop_all();
    open.drop_all();
    days.drop_all();
    practitioners.drop_all();
    departments.drop_all();
  }
};

}  // namespace yuyue::booking
