// Departments, clinicians, kinds of clinic; the national list of specialities.
#include "api/answers.hpp"
#include "api/collection.hpp"

namespace yuyue::api {
namespace {

using booking::ClinicKind;
using booking::Department;
using booking::Practitioner;

constexpr std::size_t kIntroduction = 2000;       // characters
constexpr std::int64_t kHighestFee = 100'000'00;  // fen

}  // namespace

template <>
struct Form<Department> {
  static Json json(const Department& department) {
    return {{"id", to_string(department.id)},
            {"code", department.code},
            {"nationalCode", department.national_code},
            {"name", department.name},
            {"nameEn", department.name_en},
            {"pinyin", department.pinyin},
            {"initials", department.initials},
            {"group", department.group},
            {"groupEn", department.group_en},
            {"keywords", department.keywords},
            {"campusId", to_string(department.campus)},
            {"location", department.location},
            {"locationEn", department.location_en},
            {"intro", department.intro},
            {"introEn", department.intro_en},
            {"active", department.active},
            {"version", department.version}};
  }
  static void lay_over(store::Snapshot&, Overlay& in, Department& department) {
    in.needed("code", department.code);
    in.text("nationalCode", department.national_code);
    in.needed("name", department.name);
    in.text("nameEn", department.name_en);
    in.text("group", department.group);
    in.text("groupEn", department.group_en);
    in.texts("keywords", department.keywords);
    in.needed_id("campusId", department.campus);
    in.text("location", department.location);
    in.text("locationEn", department.location_en);
    in.text("intro", department.intro, kIntroduction);
    in.text("introEn", department.intro_en, kIntroduction);
    in.flag("active", department.active);
  }
};

template <>
struct Form<Practitioner> {
  static Json json(const Practitioner& practitioner) {
    return {{"id", to_string(practitioner.id)},
            {"code", practitioner.code},
            {"name", practitioner.name},
            {"nameEn", practitioner.name_en},
            {"title", practitioner.title},
            {"titleEn", practitioner.title_en},
            {"titleRank", practitioner.title_rank},
            {"intro", practitioner.intro},
            {"active", practitioner.active},
            {"version", practitioner.version}};
  }
  static void lay_over(store::Snapshot&, Overlay& in, Practitioner& practitioner) {
    in.needed("code", practitioner.code);
    in.needed("name", practitioner.name);
    in.text("nameEn", practitioner.name_en);
    const auto title_before = practitioner.title;
    in.text("title", practitioner.title);
    // Rank and English follow a new title, unless they are given with it.
    if (practitioner.title != title_before) {
      practitioner.title_rank = 0;
      practitioner.title_en.clear();
    }
    in.text("titleEn", practitioner.title_en);
    in.integer("titleRank", practitioner.title_rank, 0, 99);
    in.text("intro", practitioner.intro, kIntroduction);
    in.flag("active", practitioner.active);
  }
};

template <>
struct Form<ClinicKind> {
  static Json json(const ClinicKind& kind) {
    return {{"id", to_string(kind.id)}, {"code", kind.code},      {"name", kind.name},
            {"nameEn", kind.name_en},   {"fee", kind.fee},        {"position", kind.position},
            {"active", kind.active},    {"version", kind.version}};
  }
  static void lay_over(store::Snapshot&, Overlay& in, ClinicKind& kind) {
    in.needed("code", kind.code);
    in.needed("name", kind.name);
    in.text("nameEn", kind.name_en);
    in.needed("fee", kind.fee, 0, kHighestFee);
    in.integer("position", kind.position, 0, 1000);
    in.flag("active", kind.active);
  }
};

template <>
struct Form<booking::Specialty> {
  static Json json(const booking::Specialty& specialty) {
    return {{"code", specialty.code}, {"name", specialty.name}};
  }
};

Answer list_all_departments(const Services& services, const Call&) {
  return list_things(services, &booking::departments);
}
LaterAnswer add_department(const Services& services, const Call& call) {
  return add_thing<Department>(services, call, services.reference);
}
LaterAnswer change_department(const Services& services, const Call& call) {
  return change_thing(services, call, services.reference, &booking::departments, "department");
}

Answer list_practitioners(const Services& services, const Call&) {
  return list_things(services, &booking::practitioners);
}
LaterAnswer add_practitioner(const Services& services, const Call& call) {
  return add_thing<Practitioner>(services, call, services.reference);
}
LaterAnswer change_practitioner(const Services& services, const Call& call) {
  return change_thing(services, call, services.reference, &booking::practitioners, "practitioner");
}

Answer list_clinic_kinds(const Services& services, const Call&) {
  return list_things(services, &booking::clinic_kinds);
}
LaterAnswer add_clinic_kind(const Services& services, const Call& call) {
  return add_thing<ClinicKind>(services, call, services.reference);
}
LaterAnswer change_clinic_kind(const Services& services, const Call& call) {
  return change_thing(services, call, services.reference, &booking::clinic_kinds, "kind");
}

Answer list_specialties(const Services& services, const Call&) {
  return list_things(services, &booking::specialties);
}

}  // namespace yuyue::api
