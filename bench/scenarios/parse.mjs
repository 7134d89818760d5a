import { performance } from 'node:perf_hooks';
import { parseCommand } from '../../dist/slack/listeners/command-parser.js';
import { against, goals, row } from './row.mjs';

/** Parts of words that can make an expression backtrack, in a text as long as a request may be. */
const parts = ['<@', '<http://', '<https://a', '<@a|', '"', 'a="', '=', '<', 'x=1 '];
const characters = 800_000;

/** Milliseconds that `parse` takes: the fastest of seven. */
function fastest(parse) {
  const rounds = Array.from({ length: 7 }, () => {
    const began = performance.now();
    parse();
    return performance.now() - began;
  });
  return Math.min(...rounds);
}

/** The worst of all parts, against what any parser must do: fold the characters and split them at spaces. */
function worst() {
  const measured = parts.map((part) => {
    const text = part.repeat(characters / part.length);
    const ours = fastest(() => parseCommand('/imapp', text));
    const bare = fastest(() => text.normalize('NFKC').split(/\s+/).length);
    return { ratio: ours / bare, detail: `${JSON.stringify(part)}: ${against(ours, bare)} ms` };
  });
  return measured.reduce((most, it) => (it.ratio > most.ratio ? it : most));
}

/** What a hostile command costs. An expression that backtracks makes it thousands of times as much. */
export const parsing = {
  name: 'parse',
  async measure() {
    const { ratio, detail } = worst();
    return [row('parsing a command of 800,000 characters', ratio, goals.atMost(200), detail)];
  },
};
