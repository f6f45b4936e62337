#include "yuyue/http/router.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "yuyue/core/ids.hpp"
#include "yuyue/core/time.hpp"

namespace yuyue::http {

/// One segment's place in the tree. Literals are tried before parameters, and a wrong turn is
/// taken back, so "/people/current" and "/people/{person:per}" may both exist.
struct Router::Node {
  struct Parameter {
    std::string kind;
    std::unique_ptr<Node> child;
  };
  /// Several per leaf: one per verb and set of listeners. Names of parameters are the route's own.
  struct Leaf {
    std::size_t route;
    std::vector<std::string> names;
  };
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::vector<Parameter> parameters;
  std::vector<Leaf> leaves;

  Node& literal(std::string_view segment) {
    auto& child = literals[std::string(segment)];
    if (!child) child = std::make_unique<Node>();
    return *child;
  }
  Node& parameter(std::string_view kind) {
    for (auto& known : parameters) {
      if (known.kind == kind) return *known.child;
    }
    // "text" fits anything, so it is tried last whatever the order of adding.
    const auto place = kind == "text" ? parameters.end() : parameters.begin();
    return *parameters.insert(place, {std::string(kind), std::make_unique<Node>()})->child;
  }
};

namespace {

bool is_id_prefix(std::string_view kind) {
  return kind.size() == 3 &&
         std::all_of(kind.begin(), kind.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

bool is_integer(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.size() <= 18 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_known_kind(std::string_view kind) {
  return kind == "day" || kind == "int" || kind == "text" || is_id_prefix(kind);
}

bool fits(std::string_view kind, std::string_view segment) {
  if (segment.empty()) return false;
  if (kind == "text") return true;
  if (kind == "day") return parse_day(segment).has_value();
  if (kind == "int") return is_integer(segment);
  return decode_id(kind, segment).has_value();
}

/// Of "{name:kind}"; empty if it is not of that form.
std::pair<std::string_view, std::string_view> name_and_kind(std::string_view segment) {
  const auto colon = segment.find(':');
  if (!segment.starts_with('{') || !segment.ends_with('}') || colon == std::string_view::npos) {
    return {};
  }
  return {segment.substr(1, colon - 1), segment.substr(colon + 1, segment.size() - colon - 2)};
}

std::string_view take_segment(std::string_view& rest) {  // `rest` begins with "/"
  const auto end = rest.find('/', 1);
  const auto segment = rest.substr(1, end == std::string_view::npos ? end : end - 1);
  rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end);
  return segment;
}

bool known_on(const Route& route, Listener listener) {
  switch (listener) {
    case Listener::open:
      return route.on_open;
    case Listener::internal:
      return route.on_internal;
    case Listener::control:
      return route.on_control;
  }
  return false;
}

bool share_a_listener(const Route& a, const Route& b) {
  return (a.on_open && b.on_open) || (a.on_internal && b.on_internal) ||
         (a.on_control && b.on_control);
}

[[noreturn]] void bad_route(const Route& route, const char* why) {
  throw std::logic_error("route " + std::string(name_of(route.verb)) + " " + route.pattern + ": " +
                         why);
}

/// Walks the tree for one path and gathers what it finds at each leaf that fits.
template <class Node>
struct Search {
  const std::vector<Route>& routes;
  Verb verb;
  Listener listener;
  Router::Match match{};
  std::vector<std::string_view> values{};

  void at_leaf(const Node& node) {
    for (const auto& leaf : node.leaves) {
      const Route& route = routes[leaf.route];
      if (!known_on(route, listener)) continue;
      if (route.verb == verb || (verb == Verb::head && route.verb == Verb::get)) {
        if (match.route && match.route->verb == verb) continue;
        match.route = &route;
        match.params.clear();
        for (std::size_t i = 0; i < leaf.names.size(); ++i) {
          match.params.emplace(leaf.names[i], values[i]);
        }
        continue;
      }
      match.allowed.push_back(route.verb);
    }
  }

  void descend(const Node& node, std::string_view rest) {
    if (rest.empty()) return at_leaf(node);
    const auto segment = take_segment(rest);
    if (const auto literal = node.literals.find(segment); literal != node.literals.end()) {
      descend(*literal->second, rest);
      if (match.route) return;
    }
    for (const auto& parameter : node.parameters) {
      if (!fits(parameter.kind, segment)) continue;
      values.push_back(segment);
      descend(*parameter.child, rest);
      values.pop_back();
      if (match.route) return;
    }
  }
};

}  // namespace

void Router::add(Route route) {
  if (!route.pattern.starts_with('/')) bad_route(route, "must begin with a slash");
  if (!route.handler) bad_route(route, "has no handler");
  const bool reachable = route.on_open || route.on_internal || route.on_control;
  if (!reachable) bad_route(route, "has no listener");
  if (!root_) root_ = std::make_shared<Node>();
  Node* node = root_.get();
  Node::Leaf leaf{routes_.size(), {}};
  std::string_view rest = route.pattern;
  while (!rest.empty()) {
    const auto segment = take_segment(rest);
    if (segment.empty() && route.pattern != "/") bad_route(route, "has an empty segment");
    if (segment.find_first_of("{}") == std::string_view::npos) {
      node = &node->literal(segment);
      continue;
    }
    const auto [name, kind] = name_and_kind(segment);
    if (name.empty() || !is_known_kind(kind)) bad_route(route, "has a malformed {name:kind}");
    if (std::count(leaf.names.begin(), leaf.names.end(), name) != 0) {
      bad_route(route, "names a parameter twice");
    }
    leaf.names.emplace_back(name);
    node = &node->parameter(kind);
  }
  for (const auto& other : node->leaves) {
    const Route& known = routes_[other.route];
    if (known.verb == route.verb && share_a_listener(known, route)) bad_route(route, "is repeated");
  }
  node->leaves.push_back(std::move(leaf));
  routes_.push_back(std::move(route));
}

Router::Match Router::find(Verb verb, std::string_view path, Listener listener) const {
  if (!root_ || !path.starts_with('/')) return {};
  Search<Node> search{routes_, verb, listener};
  search.descend(*root_, path);
  auto& match = search.match;
  if (match.route) {
    match.allowed.clear();
    return std::move(match);
  }
  const auto knows = [&match](Verb v) {
    return std::find(match.allowed.begin(), match.allowed.end(), v) != match.allowed.end();
  };
  if (knows(Verb::get)) match.allowed.push_back(Verb::head);
  std::sort(match.allowed.begin(), match.allowed.end());
  match.allowed.erase(std::unique(match.allowed.begin(), match.allowed.end()), match.allowed.end());
  return std::move(match);
}

}  // namespace yuyue::http
