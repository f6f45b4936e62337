// The papers that a service of the centre asks for.

/// Papers by condition, in the order in which the conditions first appear; what is always needed first.
export function byCondition(papers) {
  const groups = new Map([['', []]]);
  papers.forEach((paper) => groups.set(paper.when, [...(groups.get(paper.when) || []), paper]));
  return [...groups.values()].filter((list) => list.length);
}
