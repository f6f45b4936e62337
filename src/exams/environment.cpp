#include "yuyue/exams/environment.hpp"
