import type { Block, KnownBlock, View } from '@slack/types';
import { slackLimits } from '../limits.js';
import { slackPhrases } from '../phrases.js';
import { joinLines, truncateMrkdwn } from './blocks.js';
import type { Message } from './messages.js';
import type { MessageTranslator } from './translator.js';

/**
 * The same message without blocks: all that they say, up to Slack's limit, and how to go on without the buttons. For a
 * message whose blocks Slack refuses.
 */
export function messageAsText({ mrkdwn }: MessageTranslator, { text, blocks }: Message): Message {
  const lines = blocks.flatMap(linesOf);
  const said = lines.some((line) => line.includes(text)) ? lines : [text, ...lines];
  const hasButtons = blocks.some(({ type }) => type === 'actions');
  const hint = hasButtons ? `\n${mrkdwn(slackPhrases.phrase('withoutButtons'))}` : '';
  return { text: truncateMrkdwn(said.join('\n'), slackLimits.messageText - hint.length) + hint, blocks: [] };
}

/** The same view with plain sections only; null if it is there to be filled in or submitted, which text cannot replace. */
export function viewAsText(view: View): View | null {
  if (view.type === 'modal' && view.submit) return null;
  const blocks = joinLines(view.blocks.flatMap(linesOf)).slice(0, slackLimits.modal.maxBlocks);
  if (view.type === 'home') return { type: 'home', blocks };
  if (view.type !== 'modal') return null;
  const { title, close } = view;
  return { type: 'modal', callback_id: 'notice', title, ...(close && { close }), blocks };
}

/** What a block says, in mrkdwn. Buttons and menus say nothing without being there. */
function linesOf(block: Block | KnownBlock): string[] {
  if ('rows' in block && block.type === 'table')
    return block.rows.map((cells) => cells.map((cell) => ('text' in cell ? escaped(cell.text) : '')).join(' · '));
  if (!('text' in block) || typeof block.text !== 'object') return [];
  return [block.text.type === 'mrkdwn' ? block.text.text : escaped(block.text.text)];
}

/** Plain text may contain what mrkdwn reads as a mention. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
