import type { ConfirmationDialog } from '@slack/types';

/** A question before something is done: a button's `confirm`, or one of the page's own. */
export type Confirmation = Pick<ConfirmationDialog, 'title' | 'text' | 'confirm' | 'deny' | 'style'>;
