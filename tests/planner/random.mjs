// A seeded source of chance (mulberry32): the same seed, the same instances, on every machine.
export function chance(seed) {
  let state = (seed * 2654435761 + 0x9e3779b9) >>> 0;
  const unit = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const between = (least, most) => least + Math.floor(unit() * (most - least + 1));
  const pick = (list) => list[between(0, list.length - 1)];
  const some = (list, count) => {
    const rest = [...list];
    const taken = [];
    while (taken.length < count && rest.length > 0) taken.push(...rest.splice(between(0, rest.length - 1), 1));
    return taken;
  };
  return { unit, between, pick, some, happens: (share) => unit() < share };
}
