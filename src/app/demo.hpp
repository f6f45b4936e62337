#pragma once
#include <functional>
#include <string>

#include "app/hospital.hpp"

namespace yuyue::app {

/// Fills an empty file with the demo hospital (sql/demo): timetable, departments, accounts with
/// known passwords, invented people and their bookings. `say` is told what is being done. Throws
/// std::runtime_error when the data do not fit the rules (a bug).
void fill_demo(Hospital& hospital, const std::function<void(const std::string&)>& say);
/// Neither departments nor accounts yet.
bool is_empty_hospital(Hospital& hospital);
/// The same, unless there is anything in the file. Throws store::CannotOpen if that is a demo whose
/// filling was cut short.
void fill_demo_if_empty(Hospital& hospital, const std::function<void(const std::string&)>& say);
/// Whether fill_demo was ever begun on the file.
bool is_demo_hospital(Hospital& hospital);
/// Accounts and phones to try, for a terminal.
std::string demo_accounts_text(const std::string& public_address);

}  // namespace yuyue::app
