import { foldName } from '../domain/app-name.js';
import type { Refusal } from '../operations/change-plan.js';
import { wantsReason } from '../operations/operation.js';
import type { Change } from './change.js';
import { changePhrases } from './phrases.js';

const { phrase } = changePhrases;

/** The longest reason of a request or a decline, in characters. */
export const maxReasonLength = 500;

/** What the author typed to confirm. */
interface Confirmation {
  readonly typedName?: string;
  readonly reason?: string;
}

/** What is missing of the confirmation that the policy asks of the author; null: nothing. */
export function missingConfirmation(
  { policy, before }: Change,
  { typedName, reason = '' }: Confirmation,
): Refusal | null {
  if (policy.confirm === 'app-name' && before && !matchesAppName(typedName ?? '', before.name)) {
    return { field: 'typedName', reason: phrase('nameWrong', { name: before.name }) };
  }
  if (!wantsReason(policy)) return null;
  const length = [...reason].length;
  if (foldName(reason) === '') return { field: 'reason', reason: phrase('reasonMissing') };
  return length > maxReasonLength
    ? { field: 'reason', reason: phrase('reasonTooLong', { max: maxReasonLength, length }) }
    : null;
}

/** The same for the approver, who types the name of the app where the change can never be undone. */
export function missingApproverConfirmation(
  { policy, before }: Change,
  { typedName }: Pick<Confirmation, 'typedName'>,
): Refusal | null {
  if (policy.approverConfirms === 'none' || !before || matchesAppName(typedName ?? '', before.name)) return null;
  return { field: 'typedName', reason: phrase('nameWrong', { name: before.name }) };
}

/** Whether the text that was typed is the app's name, as `foldName` compares it. Case counts. */
export function matchesAppName(typed: string, name: string): boolean {
  return foldName(typed) === foldName(name);
}
