import type { SlackSettings } from './config.js';

type RoleSettings = Pick<SlackSettings, 'admins' | 'operators' | 'approvers'>;

const isGroup = (id: string) => id.startsWith('S');

/** Who is in which role, in words: "no admin, 2 operators and 1 group of operators, 1 approver". */
export function describeRoles({ admins, operators, approvers }: RoleSettings): string {
  return [count(admins, 'admin'), count(operators, 'operator'), count(approvers, 'approver')].join(', ');
}

function count(ids: readonly string[], noun: string): string {
  const groups = ids.filter(isGroup).length;
  const people = ids.length - groups;
  const parts = [
    ...(people > 0 ? [`${people} ${noun}${people === 1 ? '' : 's'}`] : []),
    ...(groups > 0 ? [`${groups} group${groups === 1 ? '' : 's'} of ${noun}s`] : []),
  ];
  return parts.length === 0 ? `no ${noun}` : parts.join(' and ');
}

/** Sentences about roles with which something can never be done. */
export function roleWarnings({ admins, operators, approvers }: RoleSettings): readonly string[] {
  const mayRequest = new Set([...admins, ...operators]);
  const mayApprove = new Set([...admins, ...approvers]);
  if (mayRequest.size === 0) return ['Nobody can change anything: OPERATORS and ADMINS are empty.'];
  if (mayApprove.size === 0) {
    return ['Nobody can approve: APPROVERS and ADMINS are empty. Changes that need an approval can never be applied.'];
  }
  const [only = ''] = mayApprove;
  if (mayApprove.size === 1 && !isGroup(only) && mayRequest.size === 1 && mayRequest.has(only)) {
    return [
      `Nobody can approve: ${only} is the only one who requests changes and the only one who approves them, and nobody approves their own. Add another to APPROVERS.`,
    ];
  }
  return [];
}
