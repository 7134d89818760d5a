const atLeast = (goal) => ({ text: `≥ ${goal}`, holds: (value) => value >= goal });
const atMost = (goal) => ({ text: `≤ ${goal}`, holds: (value) => value <= goal });
const noGoal = { text: '', holds: () => null };

/** What a figure is held against. */
export const goals = { atLeast, atMost, noGoal };

/** One measured value, and whether it meets its goal; null where there is none. */
export function row(what, value, goal, detail) {
  return { what, value: Number(value.toFixed(3)), goal: goal.text, met: goal.holds(value), detail };
}

/** `ours / theirs`, with so many digits behind the point. */
export const against = (ours, theirs, digits = 2) => `${ours.toFixed(digits)} / ${theirs.toFixed(digits)}`;
