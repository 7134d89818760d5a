/**
 * Why the vendor gave no answer: `refused` and `wrong-domain` want a person, `busy` and `unreachable` pass by themselves,
 * `unreadable` means that the vendor answers otherwise than it documents.
 */
export interface TencentError {
  readonly kind: 'refused' | 'wrong-domain' | 'busy' | 'unreachable' | 'unreadable';
  readonly sdkAppId: number;
  /** The vendor's error code, where it gave one. */
  readonly errorCode: number | null;
  /** For the log and for who runs the bot, in English. Holds no secret. */
  readonly sentence: string;
}

/** The vendor's codes for what passes when asked again. Source: its public list of error codes. */
const passing: ReadonlySet<number> = new Set([10002, 60007, 60008, 60011, 60014, 60018, 60019, 70169, 70202, 70500]);

const key = 'check identifier and secretKey of this app in TENCENT_KEYS';

/** What to do about the codes that a person can do something about. Source: the same. */
const advice: ReadonlyMap<number, string> = new Map([
  [60004, key],
  [60005, key],
  [60006, 'the vendor does not know this SDKAppID, or it is no longer valid'],
  [60010, 'the identifier in TENCENT_KEYS is not an administrator of this app'],
  [60016, 'the app is disabled at the vendor'],
  [60020, 'the plan of the app has expired at the vendor'],
  [60021, "add this machine's address to the addresses that the vendor's console allows for the app"],
  [60026, "the app's data center in its record is not the one that it is in: correct the record"],
  [70001, key],
  [70003, key],
  [70009, key],
  [70013, key],
  [70014, key],
  [70016, `${key}, and the app's data center in its record`],
  [70020, `${key}, and the app's data center in its record`],
  [70050, `the vendor has locked the app out for a minute after wrong signatures: ${key}`],
]);

/** What an error code of the vendor means for us. `said` is the vendor's own sentence, free of secrets. */
export function errorOfCode(sdkAppId: number, errorCode: number, said: string): TencentError {
  const then = advice.get(errorCode);
  const kind = errorCode === 60026 ? 'wrong-domain' : passing.has(errorCode) ? 'busy' : 'refused';
  const sentence = `The vendor refuses with ${errorCode}${said && ` (${said})`}${then ? `: ${then}.` : '.'}`;
  return { kind, sdkAppId, errorCode, sentence };
}
