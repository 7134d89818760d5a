/** Where the bot is installed, as Slack says when it connects. */
export interface Workspace {
  readonly teamId: string;
  /** Of the Enterprise Grid organization; null outside of one. */
  readonly enterpriseId: string | null;
  /** Null if Slack does not say. */
  readonly appId: string | null;
  readonly botUserId: string;
}

/** The token is for a whole organization: people of any of its workspaces would reach the bot. */
export class OrgInstallError extends Error {
  override readonly name = 'OrgInstallError';
  constructor() {
    super(
      'SLACK_BOT_TOKEN is of an installation in a whole organization: install the Slack app in one workspace instead.',
    );
    // What is wrong is not in this code.
    this.stack = this.message;
  }
}

/** What Slack says of a user, by `users.info`. */
export interface Account {
  /** Null: Slack knows no such user. */
  readonly teamId: string | null;
  readonly enterpriseId: string | null;
  /** The workspaces of the organization that the user is in. */
  readonly enterpriseTeams: readonly string[];
  readonly isGuest: boolean;
  /** Deactivated, or known only through a shared channel. */
  readonly isOutsider: boolean;
}

/** Who sent a payload. User ids alone do not say: those of two teams may be the same. */
export interface Sender {
  readonly id: string;
  /** The teams that the payload names: of the user and of the installation. They may be the organization's id. */
  readonly teams: readonly string[];
  /** Sent for an installation in a whole organization, which this bot does not support. */
  readonly isOrgInstall: boolean;
}

/**
 * How somebody stands to the workspace of the bot. A colleague is in another workspace of the same organization. Unknown:
 * Slack does not say just now.
 */
export type Standing = 'member' | 'guest' | 'colleague' | 'stranger' | 'unknown' | 'org-install';

interface Body {
  readonly user_id?: string;
  readonly team_id?: string | null;
  readonly user?: { readonly id: string; readonly team_id?: string | null };
  readonly team?: { readonly id: string } | null;
  readonly view?: { readonly app_installed_team_id?: string | null };
  readonly event?: { readonly user?: string };
  readonly api_app_id?: string;
  /** A text in slash commands. */
  readonly is_enterprise_install?: boolean | string | null;
}

/** The sender of a payload, which has been validated by receiver/payload-schema.ts. */
export function senderOf(payload: object): Sender {
  const body = payload as Body;
  const installation = body.view?.app_installed_team_id ?? body.team?.id ?? body.team_id;
  return {
    id: body.user?.id ?? body.user_id ?? body.event?.user ?? '',
    teams: [body.user?.team_id, installation].filter((team) => typeof team === 'string'),
    isOrgInstall: String(body.is_enterprise_install) === 'true',
  };
}

/** Whether a payload names another app than this one. Shortcuts name none. */
export function isForOtherApp(workspace: Workspace | null, payload: object): boolean {
  const { api_app_id: appId } = payload as Body;
  return workspace?.appId != null && appId !== undefined && appId !== workspace.appId;
}

/** `account`: null if Slack did not answer. `workspace`: null while the bot has not connected yet. */
export function standingOf(workspace: Workspace | null, sender: Sender, account: Account | null): Standing {
  if (sender.isOrgInstall) return 'org-install';
  if (!workspace) return 'unknown';
  const { teamId, enterpriseId } = workspace;
  const otherTeams = sender.teams.filter((team) => team !== teamId && team !== enterpriseId);
  if (otherTeams.length > 0 && enterpriseId === null) return 'stranger';
  if (!account) return 'unknown';
  const isSameOrg = enterpriseId !== null && account.enterpriseId === enterpriseId;
  const teams = teamsOf(account, isSameOrg);
  if (account.isOutsider || otherTeams.some((team) => !(isSameOrg && teams.includes(team)))) return 'stranger';
  if (teams.includes(teamId)) return account.isGuest ? 'guest' : 'member';
  return isSameOrg ? 'colleague' : 'stranger';
}

function teamsOf({ teamId, enterpriseTeams }: Account, isSameOrg: boolean): readonly string[] {
  return [...(teamId === null ? [] : [teamId]), ...(isSameOrg ? enterpriseTeams : [])];
}

/** The entries of settings that name a user: by id in their own workspace, with the team for a colleague. */
export function settingNamesOf(
  id: string,
  { standing, account, workspace }: { standing: Standing; account: Account | null; workspace: Workspace | null },
): readonly string[] {
  if (standing === 'member' || standing === 'guest') return [id, `${workspace?.teamId ?? ''}:${id}`];
  return standing === 'colleague' && account ? teamsOf(account, true).map((team) => `${team}:${id}`) : [];
}
