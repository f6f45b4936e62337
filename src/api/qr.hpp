#pragma once
#include <string>

namespace yuyue::api {

/// A QR code as an SVG image, with its quiet zone. Throws if the text is too long for one.
std::string qr_svg(const std::string& text);

}  // namespace yuyue::api
