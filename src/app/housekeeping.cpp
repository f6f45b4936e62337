#include "app/housekeeping.hpp"

#include "app/exam_breakdowns.hpp"

#include <algorithm>

namespace yuyue::app {
namespace {

using namespace std::chrono_literals;
constexpr auto kTurn = 1s;
constexpr int kTurnsPerPurge = 600;
constexpr int kTurnsPerOffers = 3;
constexpr int kTurnsPerArrivals = 10;
constexpr int kPlacesAtOnce = 20;

}  // namespace

void note_audit_head(Hospital& hospital, Log& log) {
  const auto head = hospital.database().read(
      [&](store::Snapshot& snapshot) { return hospital.services().audit.head(snapshot); });
  if (head.seq > 0) log.info("audit head " + access::to_text(head));
}

Housekeeping::Housekeeping(Hospital& hospital, Log& log)
    : hospital_(hospital),
      log_(log),
      made_for_(hospital.services().time.day_of(hospital.services().clock.now())),
      providers_([this](const std::stop_token& stop) { run_providers(stop); }),
      keys_([this](const std::stop_token& stop) { run_keys(stop); }),
      waits_([this](const std::stop_token& stop) { run_waits(stop); }),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

Housekeeping::~Housekeeping() = default;

void Housekeeping::run(const std::stop_token& stop) {
  ask_for_the_expired(stop);
  asked_.count_down();
  for (int turn = 0; !stop.stop_requested(); ++turn) {
    try {
      expire_unpaid(stop);
      go_on_with_disruptions(stop);
      pass_places_on();
      if (turn % kTurnsPerOffers == 0) offer_free_places();
      if (turn % kTurnsPerArrivals == 0) find_noshows();
      if (turn % kTurnsPerArrivals == 0) settle_lines(stop);
      if (turn % kTurnsPerArrivals == 0) remind_offices();
      deliver(stop);
      lapse_offers();
      begin_new_day();
      if (turn % kTurnsPerPurge == 0) purge();
    } catch (const std::exception& e) {
      // The next turn tries again; nothing here is lost by waiting.
      log_.error(std::string("housekeeping: ") + e.what());
    }
    rest(stop);
  }
}

void Housekeeping::run_providers(const std::stop_token& stop) {
  asked_.wait();
  while (!stop.stop_requested()) {
    try {
      const auto now = hospital_.services().clock.now();
      const auto stopping = [&] {
        return stop.stop_requested();
      };
      while (hospital_.errands().run_due(hospital_.database(), now, stopping) > 0 && !stopping()) {
      }
    } catch (const std::exception& e) {
      log_.error(std::string("payment providers: ") + e.what());
    }
    rest(stop);
  }
}

// A change of the key that a crash or an end interrupted goes on here, too.
void Housekeeping::run_keys(const std::stop_token& stop) {
  const auto& services = hospital_.services();
  while (!stop.stop_requested()) {
    try {
      while (!stop.stop_requested() &&
             services.key_rotation.step(hospital_.database(), services.clock.now())) {
      }
    } catch (const std::exception& e) {
      log_.error(std::string("change of the key: ") + e.what());
    }
    rest(stop);
  }
}

void Housekeeping::run_waits(const std::stop_token& stop) {
  const auto& clock = hospital_.services().clock;
  const auto each = [&](auto task) {
    try {
      task();
    } catch (const std::exception& e) {
      log_.error(std::string("waiting times: ") + e.what());
    }
  };
  each([&] {
    hospital_.paces().take_up(hospital_.database(), clock.now(),
                              [&] { return stop.stop_requested(); });
  });
  each([&] {
    hospital_.centre_paces().take_up(hospital_.database(), clock.now(),
                                     [&] { return stop.stop_requested(); });
  });
  each([&] {
    const auto today = hospital_.services().time.day_of(clock.now());
    hospital_.database().read([&](store::Snapshot& snapshot) {
      hospital_.kept_forecasts().take_up(snapshot, today);
      hospital_.centre_kept_forecasts().take_up(snapshot, today);
      return true;
    });
  });
  while (!stop.stop_requested()) {
    each([&] { hospital_.kept_forecasts().keep_new(hospital_.database(), clock.now()); });
    each([&] { settle_closed_devices(hospital_.services(), clock.now()); });
    each([&] { settle_exam_repairs(hospital_.services(), clock.now()); });
    each([&] {
      hospital_.database().read([&](store::Snapshot& snapshot) {
        hospital_.services().centre_waits.look(snapshot, clock.now());
        return true;
      });
    });
    each([&] { hospital_.centre_kept_forecasts().keep_new(hospital_.database(), clock.now()); });
    rest(stop);
  }
}

void Housekeeping::rest(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, stop, kTurn, [] { return false; });
}

// Their time ran out while nothing ran here: before their places are given up, the provider is
// asked whether they have paid. It costs what one call may take.
void Housekeeping::ask_for_the_expired(const std::stop_token& stop) {
  const auto& services = hospital_.services();
  const auto now = services.clock.now();
  try {
    const bool any = hospital_.database().read(
        [&](store::Snapshot& snapshot) { return services.fees.has_expired(snapshot, now); });
    if (any)
      hospital_.errands().run_due(hospital_.database(), now, [&] { return stop.stop_requested(); });
  } catch (const std::exception& e) {
    log_.error(std::string("payment providers: ") + e.what());
  }
}

// In small jobs, so that the writer is never held for long.
void Housekeeping::expire_unpaid(const std::stop_token& stop) {
  const auto& services = hospital_.services();
  const auto now = services.clock.now();
  while (!stop.stop_requested() && hospital_.database().read([&](store::Snapshot& snapshot) {
    return services.fees.has_expired(snapshot, now);
  }))
    hospital_.database().write_now(store::Lane::housekeeping, [&](store::Transaction& tx) {
      return services.fees.expire(tx, now);
    });
}

// Whatever a crash interrupted goes on here, too.
void Housekeeping::go_on_with_disruptions(const std::stop_token& stop) {
  const auto& services = hospital_.services();
  const auto now = services.clock.now();
  try {
    while (!stop.stop_requested() && services.disruptions.advance(hospital_.database(), now)) {
    }
  } catch (const std::exception& e) {
    // Whatever keeps one of them from going on must not keep messages from being sent.
    log_.error(std::string("changes of plan: ") + e.what());
  }
}

void Housekeeping::deliver(const std::stop_token& stop) {
  const auto& services = hospital_.services();
  services.outbox.deliver_due(hospital_.database(), hospital_.channel(), services.clock.now(),
                              [&] { return stop.stop_requested(); });
}

void Housekeeping::lapse_offers() {
  const auto& services = hospital_.services();
  const auto now = services.clock.now();
  constexpr int kAtOnce = 20;
  // A look first: most turns have nothing to write.
  const auto due = [&] {
    return hospital_.database().read(
        [&](store::Snapshot& snapshot) { return services.admissions.has_lapsed(snapshot, now); });
  };
  while (due()) {
    hospital_.database().write_now(store::Lane::housekeeping, [&](store::Transaction& tx) {
      return services.admissions.lapse(tx, now, kAtOnce);
    });
  }
}

// A look first: most turns have nothing to write.
void Housekeeping::pass_places_on() {
  const auto& services = hospital_.services();
  auto& database = hospital_.database();
  const auto now = services.clock.now();
  while (database.read([&](store::Snapshot& snapshot) {
    return booking::places::Places::any_expired(snapshot, now);
  }))
    database.write_now(store::Lane::housekeeping, [&](store::Transaction& tx) {
      return services.places.expire(tx, now, kPlacesAtOnce);
    });
  while (database.read(
      [&](store::Snapshot& snapshot) { return services.waitlist.any_to_close(snapshot, now); }))
    database.write_now(store::Lane::housekeeping, [&](store::Transaction& tx) {
      return services.waitlist.close_due(tx, now, kPlacesAtOnce);
    });
}

// Places that appear without being given back are offered in small jobs, and only while that goes
// on: what cannot be offered is not tried again until the next turn.
void Housekeeping::offer_free_places() {
  const auto& services = hospital_.services();
  auto& database = hospital_.database();
  const auto now = services.clock.now();
  int offered = 1;
  while (offered > 0 && database.read([&](store::Snapshot& snapshot) {
    return services.waitlist.any_free(snapshot, now);
  }))
    offered = database.write_now(store::Lane::housekeeping, [&](store::Transaction& tx) {
      return services.waitlist.offer_free(tx, now, kPlacesAtOnce);
    });
}

void Housekeeping::find_noshows() {
  const auto& services = hospital_.services();
  auto& database = hospital_.database();
  const auto now = services.clock.now();
  while (true) {
    const auto missed = database.read([&](store::Snapshot& snapshot) {
      return services.appointments.missed(snapshot, now, kPlacesAtOnce);
    });
    if (missed.empty()) return;
    const int marked = database.write_now(store::Lane::housekeeping, [&](store::Transaction& tx) {
      // Who has arrived or cancelled since the look is refused, and that is right.
      return static_cast<int>(std::ranges::count_if(missed, [&](AppointmentId id) {
        return services.appointments.mark_noshow(tx, id, {}, now).has_value();
      }));
    });
    if (marked == 0) return;
  }
}

// A look first: most turns have nothing to write.
void Housekeeping::remind_offices() {
  const auto& complaints = hospital_.services().complaints;
  const auto now = hospital_.services().clock.now();
  while (hospital_.database().read(
      [&](store::Snapshot& snapshot) { return complaints.any_to_remind(snapshot, now); }))
    hospital_.database().write_now(store::Lane::housekeeping, [&](store::Transaction& tx) {
      return complaints.remind(tx, now, kPlacesAtOnce);
    });
}

// One line at a time, so that the writer is never held for long.
void Housekeeping::settle_lines(const std::stop_token& stop) {
  const auto& services = hospital_.services();
  const auto now = services.clock.now();
  const auto settle = [&](const auto& lines) {
    while (!stop.stop_requested() &&
           hospital_.database().read([&](store::Snapshot& at) { return lines.any_past(at, now); }))
      hospital_.database().write_now(store::Lane::housekeeping, [&](store::Transaction& tx) {
        return lines.settle_past(tx, now);
      });
  };
  settle(services.clinic_day);
  settle(services.visits);
  settle(services.exam_worklist);
}

void Housekeeping::purge() {
  const auto& services = hospital_.services();
  const auto now = services.clock.now();
  const auto each = [&](auto purge_some) {
    // In small jobs, so that the writer is never held for long.
    while (hospital_.database().write_now(store::Lane::housekeeping, purge_some) >= 500) {
    }
  };
  each([&](store::Transaction& tx) { return services.idempotency.purge(tx, now); });
  each([&](store::Transaction& tx) { return services.sign_ins.purge(tx, now); });
  each([&](store::Transaction& tx) { return services.codes.purge(tx, now); });
  each([&](store::Transaction& tx) { return services.devices.purge(tx, now); });
  each([&](store::Transaction& tx) { return services.person_guesses.purge(tx, now); });
  each([&](store::Transaction& tx) { return services.outbox.purge(tx, now); });
  each([&](store::Transaction& tx) { return services.disruptions.purge_links(tx, now); });
  each([&](store::Transaction& tx) { return hospital_.kept_forecasts().purge(tx, now); });
  each([&](store::Transaction& tx) { return queue::purge_nearing(tx, now); });
  services.cases.sweep_files(hospital_.database());
}

void Housekeeping::begin_new_day() {
  const auto& services = hospital_.services();
  const auto now = services.clock.now();
  const auto today = services.time.day_of(now);
  if (today == made_for_) return;
  booking::ensure_sessions(hospital_.database(), services.booking, now);
  note_audit_head(hospital_, log_);
  made_for_ = today;
}

}  // namespace yuyue::app
