/** Slack's limits, as its reference gives them; a text is measured in UTF-16 units, the stricter of the readings. */
const limits = {
  blocks: { modal: 100, home: 100, message: 50 },
  title: 24,
  text: 4000,
  metadata: 3000,
  id: 255,
  header: 150,
  section: 3000,
  alert: 200,
  field: 2000,
  fields: 10,
  label: 2000,
  hint: 2000,
  placeholder: 150,
  button: 75,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  buttonValue: 2000,
  option: 75,
  options: 100,
  radioOptions: 10,
  actions: 25,
  context: 10,
  tableRows: 100,
  tableCells: 20,
  tableText: 10_000,
  input: 3000,
  /** Not in the reference: beyond this Slack refuses a posted message as `msg_blocks_too_long`. */
  message: 12_000,
} as const;

type Surface = 'modal' | 'home' | 'message';
type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** Everything in a view or message that Slack would refuse. */
export function problems(drawn: object): string[] {
  const payload = drawn as Json;
  const surface: Surface = payload['type'] === 'modal' ? 'modal' : payload['type'] === 'home' ? 'home' : 'message';
  const blocks = objects(payload['blocks']);
  return [
    ...between('blocks', blocks.length, [surface === 'home' ? 0 : 1, limits.blocks[surface]]),
    ...(surface === 'message' ? messageProblems(payload, blocks) : viewProblems(payload, blocks)),
    ...blocks.flatMap((block, i) => blockProblems(block, surface).map((problem) => `block ${i} ${problem}`)),
    ...twice('block_id', blocks),
    ...(buttonsOf(blocks).filter((it) => it['style'] === 'primary').length > 1 ? ['more than one primary button'] : []),
  ];
}

function messageProblems(payload: Json, blocks: readonly Json[]): string[] {
  return [
    ...between('text', length(payload['text']), [1, limits.text]),
    ...between('whole text', wholeText(blocks), [1, limits.message]),
    ...markup('text', String(payload['text'] ?? '')),
  ];
}

function viewProblems(payload: Json, blocks: readonly Json[]): string[] {
  const inputs = blocks.some((block) => block['type'] === 'input' && block['dispatch_action'] !== true);
  return [
    ...between('private_metadata', length(payload['private_metadata']), [0, limits.metadata]),
    ...between('callback_id', length(payload['callback_id']), [0, limits.id]),
    ...(payload['type'] === 'modal' ? plain('title', payload['title'], limits.title) : []),
    ...(payload['submit'] ? plain('submit', payload['submit'], limits.title) : []),
    ...(payload['close'] ? plain('close', payload['close'], limits.title) : []),
    ...(inputs && !payload['submit'] ? ['has inputs, but nothing to submit them with'] : []),
  ];
}

const places: Readonly<Record<string, readonly Surface[]>> = {
  header: ['modal', 'home', 'message'],
  section: ['modal', 'home', 'message'],
  divider: ['modal', 'home', 'message'],
  context: ['modal', 'home', 'message'],
  actions: ['modal', 'home', 'message'],
  input: ['modal', 'home', 'message'],
  alert: ['modal'],
  table: ['message'],
};

function blockProblems(block: Json, surface: Surface): string[] {
  const type = String(block['type']);
  const place = places[type]?.includes(surface) ? [] : [`${type} does not belong into a ${surface}`];
  const id = between('block_id', length(block['block_id']), [0, limits.id]);
  return [...place, ...id, ...(checks[type]?.(block) ?? [])].map((problem) => `(${type}) ${problem}`);
}

const checks: Readonly<Record<string, (block: Json) => string[]>> = {
  header: ({ text }) => plain('text', text, limits.header),
  section: ({ text, fields, accessory }) => [
    ...(text === undefined && fields === undefined ? ['has neither text nor fields'] : []),
    ...(text === undefined ? [] : words('text', text, limits.section)),
    ...between('fields', objects(fields).length, [0, limits.fields]),
    ...objects(fields).flatMap((field) => words('field', field, limits.field)),
    ...(isObject(accessory) ? elementProblems(accessory) : []),
  ],
  context: ({ elements }) => [
    ...between('elements', objects(elements).length, [1, limits.context]),
    ...objects(elements).flatMap((it) => words('element', it, limits.section)),
  ],
  alert: ({ text }) => words('text', text, limits.alert),
  table: ({ rows }) => {
    const lines = Array.isArray(rows) ? rows.map(objects) : [];
    return [
      ...between('rows', lines.length, [1, limits.tableRows]),
      ...between('text of all cells', wholeText(rows), [1, limits.tableText]),
      ...lines.flatMap((cells) => between('cells', cells.length, [1, limits.tableCells])),
      ...lines
        .flat()
        .flatMap(({ type, text }) => (type === 'raw_text' && length(text) > 0 ? [] : ['has an empty cell'])),
    ];
  },
  actions: ({ elements }) => [
    ...between('elements', objects(elements).length, [1, limits.actions]),
    ...twice('action_id', objects(elements)),
    ...objects(elements).flatMap(elementProblems),
  ],
  input: ({ label, hint, element }) => [
    ...plain('label', label, limits.label),
    ...(hint === undefined ? [] : plain('hint', hint, limits.hint)),
    ...(isObject(element) ? elementProblems(element) : ['has no element']),
  ],
};

function elementProblems(element: Json): string[] {
  const { type, text, value, options, initial_option, placeholder, initial_value, initial_date } = element;
  const choices = objects(options);
  const most = type === 'radio_buttons' ? limits.radioOptions : limits.options;
  const initial = isObject(initial_option) ? [initial_option] : [];
  return [
    ...between('action_id', length(element['action_id']), [1, limits.id]),
    ...(placeholder === undefined ? [] : plain('placeholder', placeholder, limits.placeholder)),
    ...(type === 'button' ? plain('button', text, limits.button) : []),
    ...(isObject(element['confirm']) ? confirmProblems(element['confirm']) : []),
    ...between('value', length(value), [0, limits.buttonValue]),
    ...(options === undefined ? [] : between('options', choices.length, [1, most])),
    ...[...choices, ...initial].flatMap(optionProblems),
    ...twice('value', choices),
    ...initial
      .filter((it) => !choices.some((choice) => JSON.stringify(choice) === JSON.stringify(it)))
      .map(() => 'the initial option is none of the options'),
    ...between('initial_value', length(initial_value), [0, Number(element['max_length'] ?? limits.input)]),
    ...(initial_date === undefined || /^\d{4}-\d{2}-\d{2}$/.test(String(initial_date))
      ? []
      : ['initial_date is no date']),
  ].map((problem) => `${String(type)}: ${problem}`);
}

export function optionProblems(option: Json): string[] {
  return [
    ...plain('option', option['text'], limits.option),
    ...(option['description'] === undefined ? [] : plain('description', option['description'], limits.option)),
    ...between('option value', length(option['value']), [1, limits.option]),
  ];
}

function plain(what: string, text: unknown, max: number): string[] {
  if (!isObject(text) || text['type'] !== 'plain_text') return [`${what} is not plain text`];
  return between(what, length(text['text']), [1, max]);
}

function words(what: string, text: unknown, max: number): string[] {
  if (!isObject(text)) return [`${what} is no text`];
  return [
    ...between(what, length(text['text']), [1, max]),
    ...(text['type'] === 'mrkdwn' ? markup(what, String(text['text'])) : []),
  ];
}

/** Only mentions of persons and user groups, and date tokens may stand in mrkdwn: whatever people typed is escaped. */
function markup(what: string, text: string): string[] {
  const rest = text.replaceAll(
    /<@[UW][A-Z0-9]+>|<!subteam\^S[A-Z0-9]+>|<#[CG][A-Z0-9]+>|<!date\^\d+\^[^|<>]+\|[^|<>]+>/g,
    '',
  );
  return /[<>]/.test(rest) || /&(?!amp;|lt;|gt;)/.test(rest)
    ? [`${what} has markup that was not escaped: ${rest}`]
    : [];
}

const length = (text: unknown) => (typeof text === 'string' ? text.length : 0);

function between(what: string, found: number, [min, max]: readonly [number, number]): string[] {
  return found >= min && found <= max ? [] : [`${what} is ${found}, not ${min}–${max}`];
}

function twice(key: string, list: readonly Json[]): string[] {
  const values = list.map((it) => it[key]).filter((value) => value !== undefined);
  return values.length === new Set(values).size ? [] : [`${key} stands twice in ${JSON.stringify(values)}`];
}

function confirmProblems({ title, text, confirm, deny }: Json): string[] {
  return [
    ...plain('confirm title', title, limits.confirmTitle),
    ...words('confirm text', text, limits.confirmText),
    ...plain('confirm', confirm, limits.confirmButton),
    ...plain('deny', deny, limits.confirmButton),
  ];
}

function buttonsOf(blocks: readonly Json[]): Json[] {
  return blocks.flatMap((block) => objects(block['elements'])).filter((element) => element['type'] === 'button');
}

function wholeText(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, it) => sum + wholeText(it), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce((sum, [key, it]) => sum + (key === 'text' ? length(it) : 0) + wholeText(it), 0);
}
