/**
 * Why a call failed: `refused` and `wrong-domain` need an admin, `busy` and `unreachable` are transient, `unreadable` means
 * that the response is not as the vendor documents it.
 */
export interface TencentError {
  readonly kind: 'refused' | 'wrong-domain' | 'busy' | 'unreachable' | 'unreadable';
  readonly sdkAppId: number;
  /** The vendor's error code; null if there is none. */
  readonly errorCode: number | null;
  /** For the log, in English. Contains no secret. */
  readonly sentence: string;
}

/** Codes for which the vendor recommends a retry. Source: its public list of error codes. */
const transientCodes: ReadonlySet<number> = new Set([
  10002, 60007, 60008, 60011, 60014, 60018, 60019, 70169, 70202, 70500,
]);

const checkKey = 'check identifier and secretKey of this app in TENCENT_KEYS';

/** What an admin can do, by code. Source: the same. */
const advice: ReadonlyMap<number, string> = new Map([
  [60004, checkKey],
  [60005, checkKey],
  [60006, 'the vendor does not know this SDKAppID, or it is no longer valid'],
  [60010, 'the identifier in TENCENT_KEYS is not an administrator of this app'],
  [60016, 'the app is disabled at the vendor'],
  [60020, 'the plan of the app has expired at the vendor'],
  [60021, "add this machine's address to the addresses that the vendor's console allows for the app"],
  [60026, "the app's data center in its record is not the one that it is in: correct the record"],
  // A signature is made for each call and is valid for minutes: only a wrong clock makes it expired.
  [70001, "the signature has expired as soon as it was made: set this machine's clock right"],
  [70003, checkKey],
  [70009, checkKey],
  [70013, checkKey],
  [70014, checkKey],
  [70016, `${checkKey}, and the app's data center in its record`],
  [70020, `${checkKey}, and the app's data center in its record`],
  [70050, `the vendor has locked the app out for a minute after wrong signatures: ${checkKey}`],
]);

/** Classifies an error code. `vendorMessage` is the vendor's own message, without secrets. */
export function errorOfCode(sdkAppId: number, errorCode: number, vendorMessage: string): TencentError {
  const suggestion = advice.get(errorCode);
  const kind = errorCode === 60026 ? 'wrong-domain' : transientCodes.has(errorCode) ? 'busy' : 'refused';
  const sentence = `The vendor refuses with ${errorCode}${vendorMessage && ` (${vendorMessage})`}${suggestion ? `: ${suggestion}.` : '.'}`;
  return { kind, sdkAppId, errorCode, sentence };
}
