import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** zod's words for types, as a person would say them. */
const typeNames: Readonly<Record<string, string>> = {
  string: 'text in quotes',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'an object {…}',
  record: 'an object {…}',
};

/** A problem in a file of settings as a sentence; it may quote names, never values. `at`: where it is, empty at the top. */
export function issueSentence(issue: Issue): string {
  const at = issue.path.map(String).join('.');
  return at === '' ? predicate(issue) : `${at}: ${predicate(issue)}`;
}

function predicate(issue: Issue): string {
  // Messages of our own schemas are sentences already; those of zod begin with a capital letter.
  if (/^[a-z"]/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return `takes ${typeNames[issue.expected] ?? issue.expected}`;
    case 'unrecognized_keys':
      return `has ${issue.keys.map((key) => `"${key}"`).join(', ')}, which is not known`;
    case 'invalid_key':
      return 'has a name that is not an id: letters, digits, dots and hyphens';
    case 'too_small':
      return `takes a number ${issue.inclusive === false ? 'above' : 'from'} ${issue.minimum}`;
    default:
      return 'has a value that is not possible here';
  }
}
