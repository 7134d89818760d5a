import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { createWorkerHealth } from '../../../src/jobs/worker-health.js';

const minuteMs = 60_000;

function worker({ concurrency = 2 } = {}) {
  let at = 0;
  const health = createWorkerHealth({ concurrency, tasks: ['sweep', 'close-months'], elapsedMs: () => at });
  const events = new EventEmitter();
  health.observe(events);
  const start = (task: string) => events.emit('job:start', { job: { task_identifier: task } });
  const complete = (task: string, error?: Error) =>
    events.emit('job:complete', { job: { task_identifier: task }, error });
  return {
    health,
    start,
    look: () => events.emit('worker:getJob:empty', {}),
    run(task: string, error?: Error) {
      start(task);
      complete(task, error);
    },
    pass(ms: number) {
      at += ms;
    },
  };
}

test('a worker that looks for jobs does its work; one that does not look for a minute does not', () => {
  const { health, look, pass } = worker();
  expect(health.problem()).toBeNull();
  pass(minuteMs);
  look();
  pass(minuteMs);
  expect(health.problem()).toBeNull();
  pass(1);
  expect(health.problem()).toBe('the job worker has stopped looking for jobs');
  look();
  expect(health.problem()).toBeNull();
});

test('a worker whose jobs all wait for Slack has no reason to look for more', () => {
  const { health, start, pass } = worker();
  start('deliver-messages');
  start('deliver-messages');
  pass(10 * minuteMs);
  expect(health.problem()).toBeNull();
});

test('a task that fails three times in a row is a problem until it succeeds', () => {
  const { health, run } = worker();
  const failed = new Error('no such table');
  run('sweep', failed);
  run('sweep', failed);
  run('close-months');
  expect(health.problem()).toBeNull();
  run('sweep', failed);
  run('close-months');
  expect(health.problem()).toBe('jobs fail again and again: sweep');
  run('sweep');
  expect(health.problem()).toBeNull();
});

test('a task that calls Slack or the vendor may fail as often as it likes', () => {
  const { health, run, pass, look } = worker();
  for (let count = 0; count < 5; count++) run('change-updated', new Error('Slack is away'));
  pass(minuteMs);
  look();
  expect(health.problem()).toBeNull();
});

test('a worker that ends three times within two minutes does not get anywhere', () => {
  const { health, pass, look } = worker();
  health.ended();
  health.ended();
  pass(2 * minuteMs - 1);
  look();
  expect(health.problem()).toBeNull();
  health.ended();
  expect(health.problem()).toBe('the job worker ends again and again');
  pass(1);
  expect(health.problem()).toBeNull();
});
