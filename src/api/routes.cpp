// Every endpoint of the program: method, path, where it exists, who may call it, what it does.
#include "api/dispatch.hpp"
#include "api/handlers.hpp"

namespace yuyue::api {
namespace {

using enum http::Verb;
using enum Doors;
using enum access::Permission;


const Endpoint kEndpoints[] = {
    // The server itself
    {get, "/healthz", everywhere, {anyone}, &health, "The process answers"},
    {get, "/readyz", everywhere, {anyone}, &readiness, "The store reads and writes"},
    {get, "/metrics", staff_side, {metrics_read}, &metrics, "Figures for Prometheus"},

    // What everybody sees
    {get, "/api/v1/hospital", everywhere, {anyone}, &show_hospital, "The hospital, its campuses and booking rules"},
    {get, "/api/v1/departments", everywhere, {anyone}, &list_departments, "Departments that can be booked"},
    {get, "/api/v1/departments/{department:dep}/days", everywhere, {anyone}, &list_days, "Day strip: what is left on each day"},
    {get, "/api/v1/departments/{department:dep}/sessions", everywhere, {anyone}, &list_department_sessions, "Sessions and 30-minute slots of one day"},
    {get, "/api/v1/practitioners/{practitioner:pra}/sessions", everywhere, {anyone}, &list_practitioner_sessions, "Sessions of one clinician"},

    // Signing in
    {post, "/api/v1/sign-in-codes", everywhere, {anyone}, &send_code, "Send a one-time code to a phone"},
    {post, "/api/v1/sign-ins", everywhere, {anyone}, &sign_in, "Sign in"},
    {del, "/api/v1/sign-ins/current", everywhere, {anyone}, &sign_out, "Sign out"},
    {get, "/api/v1/me", everywhere, {anyone}, &show_me, "Who is signed in and what they may do"},
    {put, "/api/v1/me/password", staff_side, {staff}, &change_own_password, "Change one's own password"},

    // A patient's own people
    {get, "/api/v1/me/people", everywhere, {patient}, &list_own_people, "People one may book for"},
    {post, "/api/v1/me/people", everywhere, {patient}, &add_own_person, "Add somebody"},
    {del, "/api/v1/me/people/{person:per}", everywhere, {patient}, &remove_own_person, "Remove somebody from one's list"},

    // Appointments
    {post, "/api/v1/appointments", everywhere, {patient, book_for_others}, &book_appointment, "Book a slot"},
    {get, "/api/v1/appointments", everywhere, {patient, book_for_others}, &list_appointments, "Own people's appointments; staff: by day, person or code"},
    {get, "/api/v1/appointments/{appointment:apt}", everywhere, {patient, book_for_others}, &show_appointment, "One appointment with its history"},
    {post, "/api/v1/appointments/{appointment:apt}/cancellation", everywhere, {patient, book_for_others}, &cancel_appointment, "Cancel"},
    {post, "/api/v1/appointments/{appointment:apt}/rescheduling", everywhere, {patient, book_for_others}, &reschedule_appointment, "Move to another slot"},
    {get, "/api/v1/appointments/{appointment:apt}/qr.svg", everywhere, {patient, book_for_others}, &appointment_qr, "The booking code as a QR code"},
    {get, "/api/v1/appointments/{appointment:apt}/calendar.ics", everywhere, {patient, book_for_others}, &appointment_calendar, "As a calendar entry"},

    // The desk: people
    {get, "/api/v1/patients", staff_side, {patients_find}, &find_patients, "Find people by number, phone, name or booking code"},
    {post, "/api/v1/patients", staff_side, {patients_edit}, &register_patient, "Register somebody"},
    {get, "/api/v1/patients/{person:per}", staff_side, {patients_find}, &show_patient, "One person, masked"},
    {patch, "/api/v1/patients/{person:per}", staff_side, {patients_edit}, &change_patient, "Change a person's data"},
    {post, "/api/v1/patients/{person:per}/identifiers", staff_side, {patients_edit}, &add_identifier, "Add a document or card"},
    {del, "/api/v1/patients/{person:per}/identifiers/{identifier:idn}", staff_side, {patients_edit}, &remove_identifier, "Remove a document or card"},
    {post, "/api/v1/patients/{person:per}/reveal", staff_side, {patients_find}, &reveal_patient, "Unmasked, with a reason"},
    {get, "/api/v1/patients/{person:per}/duplicates", staff_side, {patients_find}, &list_duplicates, "Who may be the same person"},
    {post, "/api/v1/patients/{person:per}/merge", staff_side, {patients_edit}, &merge_patients, "Two records are one person"},

    // Sessions of a day
    {get, "/api/v1/sessions", staff_side, {timetable_read}, &list_sessions, "All sessions of a day"},
    {patch, "/api/v1/sessions/{session:ses}", staff_side, {timetable_edit}, &change_session, "Stop or reopen a session"},
    {patch, "/api/v1/slots/{slot:slo}", staff_side, {timetable_edit}, &change_slot, "Change a slot's capacity"},

    // The hospital's own data
    {get, "/api/v1/campuses", staff_side, {timetable_read}, &list_campuses, "Campuses"},
    {post, "/api/v1/campuses", staff_side, {timetable_edit}, &add_campus, "Add a campus"},
    {patch, "/api/v1/campuses/{campus:cam}", staff_side, {timetable_edit}, &change_campus, "Change a campus"},
    {get, "/api/v1/buildings", staff_side, {timetable_read}, &list_buildings, "Buildings"},
    {post, "/api/v1/buildings", staff_side, {timetable_edit}, &add_building, "Add a building"},
    {patch, "/api/v1/buildings/{building:bld}", staff_side, {timetable_edit}, &change_building, "Change a building"},
    {get, "/api/v1/rooms", staff_side, {timetable_read}, &list_rooms, "Rooms"},
    {post, "/api/v1/rooms", staff_side, {timetable_edit}, &add_room, "Add a room"},
    {patch, "/api/v1/rooms/{room:roo}", staff_side, {timetable_edit}, &change_room, "Change a room"},
    {get, "/api/v1/admin/departments", staff_side, {timetable_read}, &list_all_departments, "All departments"},
    {post, "/api/v1/admin/departments", staff_side, {timetable_edit}, &add_department, "Add a department"},
    {patch, "/api/v1/admin/departments/{department:dep}", staff_side, {timetable_edit}, &change_department, "Change a department"},
    {get, "/api/v1/practitioners", staff_side, {timetable_read}, &list_practitioners, "Clinicians"},
    {post, "/api/v1/practitioners", staff_side, {timetable_edit}, &add_practitioner, "Add a clinician"},
    {patch, "/api/v1/practitioners/{practitioner:pra}", staff_side, {timetable_edit}, &change_practitioner, "Change a clinician"},
    {get, "/api/v1/clinic-kinds", staff_side, {timetable_read}, &list_clinic_kinds, "Kinds of clinic and their fees"},
    {post, "/api/v1/clinic-kinds", staff_side, {timetable_edit}, &add_clinic_kind, "Add a kind of clinic"},
    {patch, "/api/v1/clinic-kinds/{kind:kin}", staff_side, {timetable_edit}, &change_clinic_kind, "Change a kind of clinic"},
    {get, "/api/v1/specialties", staff_side, {timetable_read}, &list_specialties, "National list of clinical specialities"},

    // The timetable
    {get, "/api/v1/schedules", staff_side, {timetable_read}, &list_schedules, "Rows of the weekly timetable"},
    {post, "/api/v1/schedules", staff_side, {timetable_edit}, &add_schedule, "Add a row"},
    {patch, "/api/v1/schedules/{schedule:sch}", staff_side, {timetable_edit}, &change_schedule, "Change or end a row"},
    {get, "/api/v1/schedule-exceptions", staff_side, {timetable_read}, &list_schedule_exceptions, "Days on which rows do not hold"},
    {post, "/api/v1/schedule-exceptions", staff_side, {timetable_edit}, &add_schedule_exception, "Add an exception"},
    {del, "/api/v1/schedule-exceptions/{exception:exc}", staff_side, {timetable_edit}, &remove_schedule_exception, "Remove an exception"},
    {get, "/api/v1/calendar-days", staff_side, {timetable_read}, &list_calendar_days, "Holidays and make-up workdays"},
    {post, "/api/v1/calendar-days", staff_side, {timetable_edit}, &add_calendar_day, "Add a special day"},
    {patch, "/api/v1/calendar-days/{day:day}", staff_side, {timetable_edit}, &change_calendar_day, "Change a special day"},
    {del, "/api/v1/calendar-days/{day:day}", staff_side, {timetable_edit}, &remove_calendar_day, "Make it an ordinary day"},
    {post, "/api/v1/timetable-imports", staff_side, {timetable_edit}, &import_timetable, "Import the weekly timetable from a spreadsheet file", "text/csv", 8 * 1024 * 1024},

    // Running the place
    {get, "/api/v1/settings", staff_side, {staff}, &show_settings, "Settings"},
    {patch, "/api/v1/settings", staff_side, {settings_edit}, &change_settings, "Change settings"},
    {get, "/api/v1/accounts", staff_side, {accounts_edit}, &list_accounts, "Staff accounts"},
    {post, "/api/v1/accounts", staff_side, {accounts_edit}, &add_account, "Add an account"},
    {patch, "/api/v1/accounts/{account:acc}", staff_side, {accounts_edit}, &change_account, "Change an account or reset its password"},
    {get, "/api/v1/api-keys", staff_side, {operate}, &list_api_keys, "Keys of kiosks and other systems"},
    {post, "/api/v1/api-keys", staff_side, {operate}, &add_api_key, "Make a key, shown once"},
    {del, "/api/v1/api-keys/{key:key}", staff_side, {operate}, &revoke_api_key, "Revoke a key"},
    {get, "/api/v1/audit-entries", staff_side, {audit_read}, &list_audit_entries, "Who did or looked at what"},
    {get, "/api/v1/audit-entries/verification", staff_side, {audit_read}, &verify_audit, "Is the audit log unaltered?"},
    {post, "/api/v1/backups", staff_side, {operate}, &make_backup, "Make and verify a backup"},
    {get, "/api/v1/checks", staff_side, {operate}, &check_store, "Is the file sound, do counters equal rows?"},

    // Only with --demo
    {get, "/api/v1/demo/messages", demo_everywhere, {anyone}, &demo_messages, "The demo's mailbox"},
    {get, "/api/v1/demo/clock", demo_staff_side, {anyone}, &show_demo_clock, "The demo's clock"},
    {post, "/api/v1/demo/clock", demo_staff_side, {anyone}, &turn_demo_clock, "Turn the demo's clock"},
};

}  // namespace

std::span<const Endpoint> endpoints() { return kEndpoints; }

}  // namespace yuyue::api
