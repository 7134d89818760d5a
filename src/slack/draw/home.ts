import type { HomeView } from '@slack/types';
import type { Operation } from '../../operations/operation.js';
import { slackBook } from '../text.js';
import { header, nextSteps, section } from './blocks.js';
import type { Voice } from './medium.js';

const { say } = slackBook;

/** The Home tab: where to begin. */
export function homeView(voice: Voice, operations: readonly Operation[]): HomeView {
  const asks = operations.map(({ name }) => ({ operation: name }));
  return {
    type: 'home',
    blocks: [header(voice, say('homeTitle')), section(voice, say('homeHint')), ...nextSteps(voice, asks, operations)],
  };
}
