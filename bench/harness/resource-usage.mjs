// Loaded into a program before its own code (`--import`): tells whoever started it, when asked, what it costs. And ends
// the program when whoever started it is gone.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const tick = 10;
const MiB = 2 ** 20;
const delay = monitorEventLoopDelay({ resolution: tick });
let mostMemory = 0;

const memory = () => process.memoryUsage.rss() / MiB;
const late = (ms) => Math.max(0, ms / 1e6 - tick);

if (process.send) {
  delay.enable();
  setInterval(() => {
    mostMemory = Math.max(mostMemory, memory());
  }, 250).unref();
  process.on('message', () => process.send(read()));
  process.once('disconnect', () => process.exit(1));
  process.channel?.unref();
}

/**
 * CPU time since the start in microseconds, memory in MiB, and by how much the event loop came late, in milliseconds;
 * the highest values are those since it was last asked.
 */
function read() {
  const { user, system } = process.cpuUsage();
  const lag = { p50: late(delay.percentile(50)), p99: late(delay.percentile(99)), max: late(delay.max) };
  const told = { cpu: user + system, memory: memory(), mostMemory: Math.max(mostMemory, memory()), lag };
  delay.reset();
  mostMemory = 0;
  return told;
}
