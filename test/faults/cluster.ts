import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterTest } from '../support/databases.js';
import { freePort } from '../support/free-port.js';

/** One of several bot processes, which can be killed and restarted. */
interface ClusterMember {
  readonly port: number;
  process: ChildProcess | null;
  ready: Promise<boolean>;
  serving: boolean;
  /** It received SIGTERM: it is not ready, and gets no new connections. */
  isStopping: boolean;
}

interface Cluster {
  /** The port of the load balancer. */
  readonly port: number;
  /** The errors that the processes logged, oldest first. */
  readonly errors: readonly string[];
  /** Kills a process, even while it starts, and starts the next. */
  kill(member: number): Promise<void>;
  /** Stops a process with SIGTERM, and starts the next. Returns the exit code. */
  restart(member: number): Promise<number | null>;
  /** How many processes are ready. */
  servingCount(): number;
  /** Resolves when every process is ready. */
  untilAllServe(): Promise<void>;
  /** Stops all processes with SIGTERM. Returns their exit codes. */
  stop(): Promise<readonly (number | null)[]>;
}

/** Starts `size` processes of the compiled bot on one database, behind one port. They are killed after the test. */
export async function startCluster(
  size: number,
  program: string,
  env: Readonly<Record<string, string>>,
): Promise<Cluster> {
  const errors: string[] = [];
  const members: ClusterMember[] = [];
  for (let member = 0; member < size; member++) {
    members.push({
      port: await freePort(),
      process: null,
      ready: Promise.resolve(false),
      serving: false,
      isStopping: false,
    });
  }
  const memberAt = (index: number): ClusterMember => {
    const member = members[index];
    if (!member) throw new Error(`no seat ${index}`);
    return member;
  };
  const start = (member: ClusterMember) => {
    const process_ = spawn(process.execPath, [program], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'], ...env, PORT: String(member.port) },
    });
    member.process = process_;
    member.isStopping = false;
    member.serving = false;
    member.ready = readiness(process_, errors).then((is) => {
      if (member.process === process_) member.serving = is;
      return is;
    });
  };
  const stop = async (member: ClusterMember, signal: NodeJS.Signals): Promise<number | null> => {
    const { process: isStopping } = member;
    if (!isStopping || isStopping.exitCode !== null || isStopping.signalCode !== null)
      return isStopping?.exitCode ?? null;
    const gone = once(isStopping, 'exit');
    member.serving = false;
    member.isStopping = signal === 'SIGTERM';
    isStopping.kill(signal);
    const [code] = await gone;
    return code;
  };
  afterTest(async () => void (await Promise.all(members.map((member) => stop(member, 'SIGKILL')))));
  for (const member of members) start(member);
  return {
    port: await startLoadBalancer(members),
    errors,
    async kill(index) {
      const member = memberAt(index);
      await stop(member, 'SIGKILL');
      start(member);
    },
    async restart(index) {
      const member = memberAt(index);
      const code = await stop(member, 'SIGTERM');
      start(member);
      await member.ready;
      return code;
    },
    servingCount: () => members.filter(({ serving }) => serving).length,
    async untilAllServe() {
      for (const member of members)
        if (!(await member.ready)) throw new Error(`a process did not start\n${errors.join('')}`);
    },
    stop: () => Promise.all(members.map((member) => stop(member, 'SIGTERM'))),
  };
}

/** Whether the process became ready before it exited. */
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

/** A load balancer: passes each connection to the next process that accepts it, and retries when none does. */
async function startLoadBalancer(members: readonly ClusterMember[]): Promise<number> {
  let turn = 0;
  const openSockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, async (client) => {
    openSockets.add(client.once('close', () => openSockets.delete(client)));
    client.on('error', () => client.destroy());
    for (let tries = 0; tries < 20 * members.length; tries++) {
      turn += 1;
      const member = members[turn % members.length];
      const upstream = member?.isStopping ? null : await tryConnect(member?.port ?? 0);
      if (upstream) {
        openSockets.add(upstream.once('close', () => openSockets.delete(upstream)));
        upstream.on('error', () => client.destroy());
        upstream.on('close', () => client.destroy());
        client.on('close', () => upstream.destroy());
        client.pipe(upstream).pipe(client);
        return;
      }
      if (tries % members.length === members.length - 1) await pause(100);
    }
    client.destroy();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterTest(async () => {
    for (const socket of openSockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

function tryConnect(port: number): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.once('connect', () => resolve(socket)).once('error', () => resolve(null));
  });
}
