import { pathToFileURL } from 'node:url';
import { describeFailure } from '../observability/failure.js';

const print = (line: string) => void process.stdout.write(`${line}\n`);

/**
 * Runs `main` if its module was started as a program. The exit code is 0 if it returns true, 1 if it returns false or
 * throws; then the failure is printed.
 */
export function runProgram(moduleUrl: string, main: (out: (line: string) => void) => Promise<boolean>): void {
  if (moduleUrl !== pathToFileURL(process.argv[1] ?? '').href) return;
  main(print).then(
    (ok) => {
      process.exitCode = ok ? 0 : 1;
    },
    (problem: unknown) => {
      process.stderr.write(`${describeFailure(problem)}\n`);
      process.exitCode = 1;
    },
  );
}
