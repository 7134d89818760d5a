import { homedir } from 'node:os';

// Imported before everything else. Libraries ask for the home directory while they are loaded, and Node.js throws when
// HOME is not set and the user has no entry in passwd, as in a container with a user id of its own.
try {
  homedir();
} catch {
  process.env['HOME'] = '/nonexistent';
}
