// The usual professional titles (职称), with rank and English name.
#include <algorithm>
#include <array>

#include "yuyue/booking/reference.hpp"

namespace yuyue::booking {
namespace {

struct Title {
  std::string_view name;
  std::string_view english;
  int rank;
};

constexpr std::array<Title, 22> kTitles{{
    {"主任医师", "Chief Physician", 4},
    {"副主任医师", "Associate Chief Physician", 3},
    {"主治医师", "Attending Physician", 2},
    {"住院医师", "Resident Physician", 1},
    {"医师", "Physician", 1},
    {"主任中医师", "Chief Physician of Chinese Medicine", 4},
    {"副主任中医师", "Associate Chief Physician of Chinese Medicine", 3},
    {"主治中医师", "Attending Physician of Chinese Medicine", 2},
    {"中医师", "Physician of Chinese Medicine", 1},
    {"主任药师", "Chief Pharmacist", 4},
    {"副主任药师", "Associate Chief Pharmacist", 3},
    {"主管药师", "Pharmacist-in-charge", 2},
    {"药师", "Pharmacist", 1},
    {"主任护师", "Chief Nurse", 4},
    {"副主任护师", "Associate Chief Nurse", 3},
    {"主管护师", "Nurse-in-charge", 2},
    {"护师", "Senior Nurse", 1},
    {"护士", "Nurse", 1},
    {"主任技师", "Chief Technologist", 4},
    {"副主任技师", "Associate Chief Technologist", 3},
    {"主管技师", "Technologist-in-charge", 2},
    {"技师", "Technologist", 1},
}};

const Title* find(std::string_view name) {
  const auto found = std::ranges::find(kTitles, name, &Title::name);
  return found == kTitles.end() ? nullptr : &*found;
}

}  // namespace

int title_rank(std::string_view title) {
  const auto* known = find(title);
  return known ? known->rank : 0;
}

std::string title_english(std::string_view title) {
  const auto* known = find(title);
  return known ? std::string(known->english) : std::string();
}

}  // namespace yuyue::booking
