import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { appNoticeKinds, kindsWhere, noticeTraits } from '../../../src/notices/kinds.js';

describe('kinds of notices', () => {
  test('every folder is a kind about an app, and the reverse', () => {
    const folders = readdirSync(new URL('../../../src/notices/kinds/', import.meta.url), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect(appNoticeKinds.map(({ id }) => id).sort()).toEqual(folders.sort());
  });

  test('a reply belongs to a message of a kind about changes', () => {
    const parents = kindsWhere((traits) => traits.about === 'change' && traits.threadOf !== undefined).map((id) => {
      const traits = noticeTraits(id);
      return traits?.about === 'change' ? traits.threadOf : undefined;
    });
    expect(parents).toEqual(['approval']);
    for (const parent of parents) expect(noticeTraits(parent ?? '')?.about).toBe('change');
  });

  test('what counts down to an end can be snoozed, and only its nearest threshold is delivered', () => {
    for (const { id, countdown, snoozable, supersedes } of appNoticeKinds)
      if (countdown) expect({ id, snoozable, supersedes }).toEqual({ id, snoozable: true, supersedes: true });
  });

  test('a kind of a later version is unknown', () => expect(noticeTraits('budget')).toBeNull());
});
