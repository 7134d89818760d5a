import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { later } from '../support/databases.js';
import { freePort } from '../support/free-port.js';

/** One of several processes of the bot side by side, which may be killed and started again. */
interface Seat {
  readonly port: number;
  process: ChildProcess | null;
  ready: Promise<boolean>;
  serving: boolean;
  /** It was told to end: it says that it is not ready, and is given no new connections. */
  leaving: boolean;
}

interface Cluster {
  /** Where requests go: to any process that takes the connection. */
  readonly port: number;
  /** What the processes logged as errors, the newest last. */
  readonly errors: readonly string[];
  /** Kills the process in this seat, wherever it is, even if it is still starting, and starts the next. */
  kills(seat: number): Promise<void>;
  /** Ends the process in this seat as a deployment does, and starts the next. Answers its exit code. */
  rolls(seat: number): Promise<number | null>;
  /** How many processes serve at this moment. */
  serving(): number;
  /** Resolves when every process serves. */
  serves(): Promise<void>;
  /** Ends all as a deployment does. Answers their exit codes. */
  ends(): Promise<readonly (number | null)[]>;
}

/** So many processes of the compiled bot on one database, behind one port. They end with the test. */
export async function clusterOf(
  many: number,
  program: string,
  env: Readonly<Record<string, string>>,
): Promise<Cluster> {
  const errors: string[] = [];
  const seats: Seat[] = [];
  for (let seat = 0; seat < many; seat++) {
    seats.push({
      port: await freePort(),
      process: null,
      ready: Promise.resolve(false),
      serving: false,
      leaving: false,
    });
  }
  const seatAt = (index: number): Seat => {
    const seat = seats[index];
    if (!seat) throw new Error(`no seat ${index}`);
    return seat;
  };
  const start = (seat: Seat) => {
    const process_ = spawn(process.execPath, [program], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'], ...env, PORT: String(seat.port) },
    });
    seat.process = process_;
    seat.leaving = false;
    seat.serving = false;
    seat.ready = readiness(process_, errors).then((is) => {
      if (seat.process === process_) seat.serving = is;
      return is;
    });
  };
  const stop = async (seat: Seat, signal: NodeJS.Signals): Promise<number | null> => {
    const { process: leaving } = seat;
    if (!leaving || leaving.exitCode !== null || leaving.signalCode !== null) return leaving?.exitCode ?? null;
    const gone = once(leaving, 'exit');
    seat.serving = false;
    seat.leaving = signal === 'SIGTERM';
    leaving.kill(signal);
    const [code] = await gone;
    return code;
  };
  later(async () => void (await Promise.all(seats.map((seat) => stop(seat, 'SIGKILL')))));
  for (const seat of seats) start(seat);
  return {
    port: await front(seats),
    errors,
    async kills(index) {
      const seat = seatAt(index);
      await stop(seat, 'SIGKILL');
      start(seat);
    },
    async rolls(index) {
      const seat = seatAt(index);
      const code = await stop(seat, 'SIGTERM');
      start(seat);
      await seat.ready;
      return code;
    },
    serving: () => seats.filter(({ serving }) => serving).length,
    async serves() {
      for (const seat of seats) if (!(await seat.ready)) throw new Error(`a process did not start\n${errors.join('')}`);
    },
    ends: () => Promise.all(seats.map((seat) => stop(seat, 'SIGTERM'))),
  };
}

/** Whether it came to serve before it ended. */
function readiness(bot: ChildProcess, errors: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    bot.stdout?.on('data', (lines) => {
      if (String(lines).includes('"ready"')) resolve(true);
      for (const line of String(lines).split('\n'))
        if (/"level":(50|60|"error"|"fatal")/.test(line)) errors.push(`${line}\n`);
    });
    bot.stderr?.on('data', (lines) => void errors.push(String(lines)));
    bot.once('exit', () => resolve(false));
  });
}

/** A balancer: hands each connection to a process that takes it, one after the other; nobody there, it waits a little. */
async function front(seats: readonly Seat[]): Promise<number> {
  let turn = 0;
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, async (client) => {
    open.add(client.once('close', () => open.delete(client)));
    client.on('error', () => client.destroy());
    for (let tries = 0; tries < 20 * seats.length; tries++) {
      turn += 1;
      const seat = seats[turn % seats.length];
      const behind = seat?.leaving ? null : await reached(seat?.port ?? 0);
      if (behind) {
        open.add(behind.once('close', () => open.delete(behind)));
        behind.on('error', () => client.destroy());
        behind.on('close', () => client.destroy());
        client.on('close', () => behind.destroy());
        client.pipe(behind).pipe(client);
        return;
      }
      if (tries % seats.length === seats.length - 1) await pause(100);
    }
    client.destroy();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  later(async () => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

function reached(port: number): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.once('connect', () => resolve(socket)).once('error', () => resolve(null));
  });
}
