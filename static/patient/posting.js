// Sending one thing at a time: { busy, problem, run }.

import { useState } from '../shared/preact.js';
import { asProblem } from '../shared/api.js';

export function usePosting() {
  const [state, setState] = useState({ busy: false, problem: null });
  const run = async (work) => {
    setState({ busy: true, problem: null });
    try {
      const answer = await work();
      setState({ busy: false, problem: null });
      return answer;
    } catch (error) {
      setState({ busy: false, problem: asProblem(error) });
      return undefined;
    }
  };
  return { ...state, run };
}
