#pragma once
#include <boost/asio/thread_pool.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "yuyue/access/accounts.hpp"
#include "yuyue/access/api_keys.hpp"
#include "yuyue/access/audit.hpp"
#include "yuyue/access/codes.hpp"
#include "yuyue/access/devices.hpp"
#include "yuyue/access/idempotency.hpp"
#include "yuyue/access/identity.hpp"
#include "yuyue/access/key_rotation.hpp"
#include "yuyue/access/members.hpp"
#include "yuyue/access/sign_ins.hpp"
#include "yuyue/access/throttle.hpp"
#include "yuyue/access/vault.hpp"
#include "yuyue/booking/admission/admissions.hpp"
#include "yuyue/booking/appointments.hpp"
#include "yuyue/booking/availability.hpp"
#include "yuyue/booking/clinic/clinic_day.hpp"
#include "yuyue/booking/clinic/notices.hpp"
#include "yuyue/booking/clinic/waits.hpp"
#include "yuyue/booking/disruption/service.hpp"
#include "yuyue/booking/environment.hpp"
#include "yuyue/booking/fees/callbacks.hpp"
#include "yuyue/booking/fees/fees.hpp"
#include "yuyue/booking/guides/guides.hpp"
#include "yuyue/booking/policy/conduct.hpp"
#include "yuyue/booking/policy/service.hpp"
#include "yuyue/booking/reference.hpp"
#include "yuyue/booking/referral/referrals.hpp"
#include "yuyue/booking/series/series.hpp"
#include "yuyue/booking/sessions.hpp"
#include "yuyue/booking/team/teams.hpp"
#include "yuyue/booking/timetable.hpp"
#include "yuyue/booking/timetable_import.hpp"
#include "yuyue/booking/waitlist.hpp"
#include "yuyue/core/ids.hpp"
#include "yuyue/core/time.hpp"
#include "yuyue/http/message.hpp"
#include "yuyue/notify/outbox.hpp"
#include "yuyue/patients/service.hpp"
#include "yuyue/store/database.hpp"

// Included where they are used.
namespace yuyue::centre {
class Catalogue;
class Visits;
namespace cases {
class Cases;
}
namespace kiosks {
class Kiosks;
}
namespace reports {
class Reports;
}
namespace voice {
class Complaints;
class Satisfaction;
}  // namespace voice
namespace waits {
class Waits;
}
}  // namespace yuyue::centre
namespace yuyue::exams {
class Catalogue;
class Devices;
class Orders;
class Plans;
class Worklist;
}  // namespace yuyue::exams

namespace yuyue::api {

class LiveLines;
class PlanningGate;

/// A clock that a demo may turn; elsewhere the handlers get none.
class AdjustableClock : public Clock {
 public:
  virtual void set(Instant now) = 0;
};

/// Threads that wait for payment providers, apart from all others: a provider that does not answer
/// holds up nobody but who pays.
struct ProviderWorkers {
  explicit ProviderWorkers(int count) : most(count), threads(static_cast<std::size_t>(count)) {}
  /// No more are asked at one time than there are threads: nobody waits in a line for a provider
  /// that is out of order, and a stop never waits for longer than one call may take.
  const int most;
  std::atomic<int> waiting = 0;
  boost::asio::thread_pool threads;
};

/// What the handlers use: references to things that app::Hospital owns and that live as long as the
/// server. Thread-safe, all of it.
struct Services {
  const Clock& clock;
  const HospitalTime& time;
  IdMaker& ids;
  store::Database& database;

  const access::Vault& vault;
  const access::SignIns& sign_ins;
  const access::Accounts& accounts;
  const access::ApiKeys& api_keys;
  const access::Devices& devices;
  const access::Codes& codes;
  const access::Members& members;
  const access::AuditLog& audit;
  const access::Idempotency& idempotency;
  const access::KeyRotation& key_rotation;
  const access::GuessLimit& person_guesses;
  const std::vector<const access::IdentityProvider*>& identity_providers;

  const notify::Outbox& outbox;
  const patients::Service& patients;

  const booking::Environment& booking;
  const booking::ReferenceData& reference;
  const booking::Timetable& timetable;
  const booking::TimetableImport& timetable_import;
  const booking::Sessions& sessions;
  const booking::Appointments& appointments;
  const booking::policy::Policies& policies;
  const booking::policy::Conduct& conduct;
  const booking::places::Places& places;
  const booking::waitlist::Waitlist& waitlist;
  const booking::disruption::Disruptions& disruptions;
  const booking::admission::Lists& admission_lists;
  const booking::admission::Admissions& admissions;
  const booking::referral::Institutions& institutions;
  const booking::referral::Referrals& referrals;
  const booking::series::Courses& courses;
  const booking::guides::Guides& guides;
  const booking::team::Teams& teams;
  const booking::clinic::ClinicDay& clinic_day;
  const booking::clinic::Waits& waits;
  const booking::clinic::Announcements& announcements;
  const centre::Catalogue& service_catalogue;
  const centre::Visits& visits;
  const centre::waits::Waits& centre_waits;
  const centre::cases::Cases& cases;
  const centre::voice::Complaints& complaints;
  const centre::voice::Satisfaction& satisfaction;
  const centre::reports::Reports& reports;
  const centre::kiosks::Kiosks& kiosks;
  const exams::Catalogue& exam_catalogue;
  const exams::Devices& exam_devices;
  const exams::Orders& exam_orders;
  const exams::Plans& exam_plans;
  const exams::Worklist& exam_worklist;
  booking::AvailabilityBoard<http::SharedBody>& board;
  LiveLines& live;
  PlanningGate& planning_gate;

  const booking::fees::Fees& fees;
  booking::fees::LiveSettings& fee_settings;
  const booking::fees::Providers& payment_providers;
  booking::fees::CallbackLog& payment_callbacks;
  ProviderWorkers& provider_workers;

  /// For what would hold an I/O thread too long: password hashes, imports, backups.
  boost::asio::thread_pool& workers;
  std::filesystem::path backup_folder;
  /// Prometheus' text format.
  std::function<std::string()> metrics;
  /// False while starting and stopping: /readyz.
  std::function<bool()> ready;
  /// For the log only; never answered.
  std::function<void(const std::string&)> log_error;

  /// Where patients reach their page, for posters; empty: nobody has said. Set before serving.
  std::string public_page;
  bool secure_cookies = false;  ///< behind TLS
  bool demo = false;
  AdjustableClock* demo_clock = nullptr;  ///< only with demo
};

}  // namespace yuyue::api
