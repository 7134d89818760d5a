import type { Phrase, Text } from '../i18n/phrase.js';
import { type AddOnOffer, carriedOver, offersOf } from '../imapp/add-ons.js';
import type { AddOns, App } from '../imapp/app.js';
import { featuresOf, limitsOf } from '../imapp/limits.js';
import { addOnLabel, addOnValue, metricLabel, limitText, planLabel, stateLabel } from '../imapp/words.js';
import type { Field, Option } from './field.js';
import type { Answers, Rules } from './operation.js';
import { operationBook } from './text.js';

/** What a plan and its value-added items are asked, read and shown as: shared by all operations that set them. */

const { say } = operationBook;

/** The default of a value-added item, as an answer. */
const standard = 'default';

/** The app as Slack and the audit trail name it. */
export function named(app: Pick<App, 'name' | 'sdkAppId'>): Phrase {
  return say('app', { name: app.name, id: String(app.sdkAppId) });
}

export interface Standing {
  readonly ruleSet: string;
  readonly plan: string;
  readonly addOns: AddOns;
}

/** One field per value-added item that the plan offers. */
export function addOnFields({ catalogue }: Rules, { ruleSet, plan, addOns }: Standing): Field[] {
  return offersOf(catalogue, ruleSet, plan).map((offer) => ({
    kind: 'choice',
    name: offer.item,
    label: offer.label,
    options: optionsOf(offer),
    value: String(addOns[offer.item] ?? standard),
  }));
}
