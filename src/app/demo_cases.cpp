#include "app/demo_cases.hpp"

#include "app/demo_data.hpp"

namespace yuyue::app {
namespace {

using namespace demo_data;
namespace cases = centre::cases;
using cases::Item;
using cases::Step;

/// A service's code, whose it is, the first paper missing or none, and what has been done with it.
struct Example {
  const char* service;
  const char* person;
  bool missing = false;
  std::vector<Step> steps;
};

const Example kExamples[] = {{"C02", "p01", false, {Step::submit}},
                             {"C01", "p07", true, {Step::ask_for_papers}},
                             {"B01", "p13", false, {Step::submit, Step::accept}},
                             {"B03", "p31", false, {Step::submit, Step::accept, Step::sign}},
                             {"C05", "p20", false, {}}};

ServiceId service_of(store::Snapshot& snapshot, const std::string& code) {
  for (const auto& service : centre::services(snapshot))
    if (service.code == code) return service.id;
  throw std::runtime_error("demo data: no service " + code);
}

/// What is needed always is there; what is needed in some cases only is not needed.
std::vector<Item::State> states_of(const centre::Service& service, bool missing) {
  std::vector<Item::State> states;
  for (const auto& paper : service.papers)
    states.push_back(paper.when.empty() ? Item::State::there : Item::State::not_needed);
  if (missing) states.front() = Item::State::missing;
  return states;
}

}  // namespace

void fill_demo_cases(Hospital& hospital, const std::map<std::string, PersonId>& people,
                     Instant now) {
  const auto& office = hospital.services().cases;
  for (const auto& example : kExamples) {
    hospital.database().write_now(store::Lane::housekeeping, [&](store::Transaction& tx) {
      const auto service = centre::find_service(tx, service_of(tx, example.service)).value();
      auto one = must(office.receive(tx,
                                     {.service = service.id,
                                      .person = people.at(example.person),
                                      .items = states_of(service, example.missing)},
                                     {}, now),
                      service.name);
      for (const auto step : example.steps)
        one = must(office.step(tx, one.id, {.step = step, .version = one.version}, {}, now),
                   service.name);
      return true;
    });
  }
}

}  // namespace yuyue::app
