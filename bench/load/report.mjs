const ms = (value) => value.toFixed(value < 10 ? 1 : 0);
const three = (it) => (it ? `${ms(it.p50)} / ${ms(it.p99)} / ${ms(it.max)}` : '');
const sum = (values) => values.reduce((a, b) => a + b, 0);

/** What is wanted of a level: no errors at any, and up to 80 % nothing later than Slack waits. */
export function goalsOf({ level, rows, errors }) {
  const wrong = sum(Object.values(errors));
  const late = sum(rows.map((row) => row.late));
  return [
    { what: 'errors', value: wrong, goal: '0', met: wrong === 0 },
    { what: 'later than 3 s', value: late, goal: level <= 80 ? '0' : '', met: level <= 80 ? late === 0 : null },
  ];
}

function line(cells) {
  const [kind, count, acknowledged, answered, late] = cells;
  console.log(
    `  ${kind.padEnd(9)}${count.padStart(8)}  ${acknowledged.padEnd(24)}${answered.padEnd(24)}${late.padStart(6)}`,
  );
}

/** One level, for people. Latencies are median / 99th percentile / longest, in milliseconds. */
export function printLevel(measured) {
  const { level, perSecond, seconds, rows, errors, bot, untold } = measured;
  console.log(`\n${level} % of capacity: ${perSecond.toFixed(0)} per s for ${seconds} s\n`);
  line(['', 'count', 'acknowledged, ms', 'answered, ms', '> 3 s']);
  for (const { kind, count, acknowledged, answered, late } of rows) {
    line([kind, String(count), three(acknowledged), three(answered), String(late)]);
  }
  const { memory, lag, cpu } = bot;
  const MiB = `${memory.start.toFixed(0)} → ${memory.end.toFixed(0)} MiB (most ${memory.most.toFixed(0)})`;
  console.log(
    `\n  the bot: CPU ${(cpu * 100).toFixed(0)} % of a core, memory ${MiB}, event loop late ${three(lag)} ms`,
  );
  console.log(`  news in the outbox at the end: ${untold}`);
  for (const [what, count] of Object.entries(errors)) console.log(`  ${count} × ${what}`);
  for (const { what, value, goal, met } of goalsOf(measured)) {
    console.log(`  ${what}: ${value}${goal && ` (goal ${goal}: ${met ? 'met' : 'not met'})`}`);
  }
}
