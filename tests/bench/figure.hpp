#pragma once
#include <algorithm>
#include <string>
#include <vector>

namespace yuyue::bench {

class Workshop;

/// What a measurement came to.
struct Measured {
  double value = 0;
  bool met = false;
  std::string basis;  ///< the measurements behind the value, for people
};

/// One line of the report.
struct Figure {
  std::string name;
  std::string aim;   ///< as README states it
  std::string what;  ///< for --list
  Measured (*measure)(Workshop&);
};

/// All figures, in the order of README.
std::vector<Figure> figures();

inline Measured at_least(double aim, double value, std::string basis) {
  return {value, value >= aim, std::move(basis)};
}
inline Measured at_most(double aim, double value, std::string basis) {
  return {value, value <= aim, std::move(basis)};
}

inline double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

/// 12345.6 → "12346".
std::string whole(double value);

}  // namespace yuyue::bench
