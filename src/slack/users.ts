import { LRUCache } from 'lru-cache';
import type { CurrentRoles, RolesNow } from '../changes/authority.js';
import type { Actor } from '../changes/change.js';
import type { Language } from '../i18n/language.js';
import type { Phrase } from '../i18n/phrase.js';
import type { Translator } from '../i18n/translator.js';
import type { Logger } from '../observability/log.js';
import type { SlackClient } from './client.js';
import { type Account, type Sender, type Standing, settingNamesOf, standingOf, type Workspace } from './identity.js';
import { slackPhrases } from './phrases.js';
import { createProfiles, type Profile } from './profiles.js';
import type { MessageTranslator } from './render/translator.js';
import { createRoleResolver, type RoleHolders } from './roles.js';

/** A user, with the roles they have now. */
export interface SlackUser {
  readonly id: string;
  readonly language: Language;
  readonly translator: MessageTranslator;
  readonly actor: Actor;
  /** Why they may not see anything; null: they may look. */
  readonly refusal: Phrase | null;
}

export interface UserDirectory {
  /** The sender of a payload. */
  user(sender: Sender): Promise<SlackUser>;
  /** For direct messages to a user. */
  translatorFor(id: string): Promise<MessageTranslator>;
  /** The roles of a user as of now, asked within the last 5 s. */
  readonly rolesNow: RolesNow;
}

export interface RoleSettings extends RoleHolders {
  readonly defaultLanguage: Language;
}

interface UserDirectoryDeps {
  readonly client: SlackClient;
  readonly translator: Translator;
  readonly settings: RoleSettings;
  /** Null while the bot has not connected yet. */
  workspace(): Workspace | null;
  readonly log: Logger;
  now(): Date;
}

/** Users, cached: profiles for an hour, members of user groups for a minute. */
export function createUserDirectory(deps: UserDirectoryDeps): UserDirectory {
  const profiles = createProfiles(deps);
  const resolver = createRoleResolver(deps);
  const users = new LRUCache<string, SlackUser>({ max: 10_000 });
  const personOf = (sender: Sender, account: Account | null) => {
    const workspace = deps.workspace();
    const standing = standingOf(workspace, sender, account);
    return { id: sender.id, standing, settingNames: settingNamesOf(sender.id, { standing, account, workspace }) };
  };
  return {
    async user(sender) {
      // Both at once: the answer to Slack has to come within three seconds.
      const [asked, members] = [profiles.of(sender.id), resolver.members()];
      const profile = asked instanceof Promise ? await asked : asked;
      const person = personOf(sender, profile.account);
      const roles = resolver.rolesHeld(person, members instanceof Promise ? await members : members);
      return sameIfUnchanged(person, profile, roles);
    },
    translatorFor: async (id) => (await profiles.of(id)).translator,
    async rolesNow(id) {
      const [account, members] = await Promise.all([profiles.accountNow(id), resolver.membersNow()]);
      return resolver.rolesHeld(personOf({ id, teams: [], isOrgInstall: false }, account), members);
    },
  };

  /** The same object while nothing about the user has changed. */
  function sameIfUnchanged(
    { id, standing }: { readonly id: string; readonly standing: Standing },
    { language, translator }: Profile,
    { roles, complete }: CurrentRoles,
  ): SlackUser {
    const refusal = roles.has('viewer') ? null : refusalOf(complete ? standing : 'unknown');
    const previous = users.get(id);
    const isSame = previous?.translator === translator && previous.actor.roles === roles;
    if (isSame && previous.refusal?.key === refusal?.key) return previous;
    const user: SlackUser = { id, language, translator, refusal, actor: { id, source: 'slack', roles } };
    users.set(id, user);
    return user;
  }
}

function refusalOf(standing: Standing): Phrase {
  switch (standing) {
    case 'unknown':
      return slackPhrases.phrase('senderUnknown');
    case 'org-install':
      return slackPhrases.phrase('orgInstall');
    case 'guest':
      return slackPhrases.phrase('guestRefused');
    case 'member':
      return slackPhrases.phrase('viewerRefused');
    default:
      return slackPhrases.phrase('strangerRefused');
  }
}
