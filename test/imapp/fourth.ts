import { readCatalogue } from '../../src/imapp/catalogue/catalogue.js';
import { standardCatalogue } from '../../src/imapp/catalogue/index.js';
import type { CatalogueSource } from '../../src/imapp/catalogue/schema.js';

/** A label that is the same in every language. */
export function named(text: string) {
  return { en: text, ko: text, zh: text };
}

type Plan = CatalogueSource['plans'][string];

const without = Object.fromEntries(Object.keys(standardCatalogue.features).map((feature) => [feature, false]));
const plan = (name: string, limits: Plan['limits'], translation: boolean): Plan => ({
  label: named(name),
  limits,
  features: { ...without, translation },
  messageRetentionDays: 90,
});

/** The vendor's catalogue with a fourth rule set added: its own plans, metric, feature, items and rules, all as data. */
const withFourth: CatalogueSource = {
  ...standardCatalogue,
  prices: {
    ...standardCatalogue.prices,
    plans: { ...standardCatalogue.prices.plans, 'fourth.seed': '0', 'fourth.tree': '10', 'fourth.wood': '99.95' },
    addOns: { ...standardCatalogue.prices.addOns, moreBots: '5', support: '1000' },
  },
  metrics: {
    ...standardCatalogue.metrics,
    bots: {
      label: named('Bots'),
      per: 'app',
      errorCode: 'too_many_bots',
      refusedOn: 'every-plan',
      extendedBy: 'moreBots',
    },
  },
  features: { ...standardCatalogue.features, translation: { label: named('Translation') } },
  addOns: {
    ...standardCatalogue.addOns,
    moreBots: { label: named('More bots'), kind: 'amount', extends: 'bots' },
    support: { label: named('Support'), kind: 'toggle', extends: null },
  },
  plans: {
    ...Object.fromEntries(
      Object.entries(standardCatalogue.plans).map(([id, it]) => [
        id,
        { ...it, features: { ...it.features, translation: false } },
      ]),
    ),
    'fourth.seed': plan('Seed', { bots: 1 }, false),
    'fourth.tree': plan('Tree', { bots: 5 }, false),
    'fourth.wood': plan('Wood', { bots: 20 }, true),
  },
  ruleSets: {
    ...standardCatalogue.ruleSets,
    fourth: {
      label: named('Fourth rules'),
      mode: 'current',
      forNewApps: false,
      freePlan: 'fourth.seed',
      paidPlans: ['fourth.tree', 'fourth.wood'],
      addOns: {
        'fourth.tree': { moreBots: [10, 15], support: [] },
        'fourth.wood': { moreBots: [25, 50] },
      },
      backToFree: true,
      putBackAlwaysAllowed: true,
      freeValidityMonths: 2,
      restoreDays: 10,
    },
  },
};

export const fourthCatalogue = readCatalogue(withFourth);
