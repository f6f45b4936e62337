// Finding a department or a service by what somebody types: its name, pinyin, initials, or what
// people say for it ("报销要盖章", "胸闷"), in characters or in letters ("bxygz", "baoxiao").

/// Whether the characters of `part` stand in `whole` in this order, others between them.
function runsThrough(part, whole) {
  let at = -1;
  return [...part].every((one) => (at = whole.indexOf(one, at + 1)) >= 0);
}

/// English is found from the beginning of a word: "fy" is not about certifying.
const beginsWord = (english, text) => ` ${english || ''}`.toLowerCase().includes(` ${text}`);

/// Where what was typed and what people say meet, and how well; -1: nowhere.
function saidAs(thing, text, joined) {
  const words = (thing.keywords || []).map((word) => word.toLowerCase());
  const initials = thing.keywordInitials || [];
  const pinyin = thing.keywordPinyin || [];
  const at = (test) => words.findIndex((word, n) => test(word, initials[n] || '', pinyin[n] || ''));
  const tries = [
    [3, (word) => word.includes(text)],
    [3, (word) => text.includes(word)],
    [3, (word, letters, whole) => letters.startsWith(joined) || whole.startsWith(joined)],
    // "baoxiaoyaogaizhang" is about "baoxiao", and "骨折了怎么报销" about "骨折报销".
    [2, (word, letters, whole) => joined.length > 4 && whole.length > 4 && (joined.includes(whole) || whole.includes(joined))],
    [1, (word) => word.length > 2 && joined.length > 2 && (runsThrough(word, joined) || runsThrough(joined, word))],
    [1, (word, letters) => letters.length > 2 && joined.length > 2 && (runsThrough(letters, joined) || letters.includes(joined))],
  ];
  for (const [score, test] of tries) {
    const found = at(test);
    if (found >= 0) return { score, word: thing.keywords[found] };
  }
  return { score: 0 };
}

/// How well a thing fits what was typed: 0 not at all, higher is better; and the keyword that fitted.
export function fit(thing, typed) {
  const text = typed.trim().toLowerCase();
  if (!text) return { score: 1 };
  const joined = text.replace(/\s/g, '');
  const name = thing.name.toLowerCase();
  const { initials = '', pinyin = '' } = thing;
  if (name.startsWith(text) || initials === joined) return { score: 6 };
  if (name.includes(text) || beginsWord(thing.nameEn, text)) return { score: 5 };
  if (initials.startsWith(joined) || pinyin.startsWith(joined)) return { score: 4 };
  const said = saidAs(thing, text, joined);
  if (said.score === 3) return said;
  if (joined.length > 1 && (initials.includes(joined) || pinyin.includes(joined))) return { score: 2 };
  if (said.score) return said;
  // What stands in the description counts too, but least.
  const about = joined.length > 1 && (thing.about || '').toLowerCase().includes(text);
  return { score: about || (joined.length > 2 && beginsWord(thing.aboutEn, text)) ? 0.5 : 0 };
}

/// The things that fit, the best first: { thing, score, word }.
export function found(things, typed) {
  return things
    .map((thing) => ({ thing, ...fit(thing, typed) }))
    .filter((hit) => hit.score > 0)
    .sort((a, b) => b.score - a.score);
}
