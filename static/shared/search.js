// Finding a department or a service by what somebody types: its name, pinyin, initials, or what
// people say for it ("报销要盖章", "胸闷").

/// Whether the characters of `part` stand in `whole` in this order, others between them.
function runsThrough(part, whole) {
  let at = -1;
  return [...part].every((one) => (at = whole.indexOf(one, at + 1)) >= 0);
}

/// How well a thing fits what was typed: 0 not at all, higher is better; and the keyword that fitted.
export function fit(thing, typed) {
  const text = typed.trim().toLowerCase();
  if (!text) return { score: 1 };
  const joined = text.replace(/\s/g, '');
  const name = thing.name.toLowerCase();
  const keywords = (thing.keywords || []).map((word) => word.toLowerCase());
  if (name.startsWith(text)) return { score: 6 };
  if (name.includes(text) || (thing.nameEn || '').toLowerCase().includes(text)) return { score: 5 };
  if ((thing.initials || '').startsWith(joined)) return { score: 4 };
  if ((thing.pinyin || '').startsWith(joined)) return { score: 4 };
  const word = keywords.find((k) => k.includes(text)) || keywords.find((k) => text.includes(k));
  if (word) return { score: 3, word };
  if (joined.length > 1 && ((thing.initials || '').includes(joined) || (thing.pinyin || '').includes(joined))) return { score: 2 };
  // "骨折了怎么报销" is about "骨折报销".
  const loose = keywords.find((k) => k.length > 2 && joined.length > 2 && (runsThrough(k, joined) || runsThrough(joined, k)));
  return loose ? { score: 1, word: loose } : { score: 0 };
}
