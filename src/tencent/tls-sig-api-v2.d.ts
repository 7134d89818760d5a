/** The part that we use of the vendor's package, which has no types. It reads the system clock. */
declare module 'tls-sig-api-v2' {
  export class Api {
    constructor(sdkAppId: number, secretKey: string);
    /** Returns a signature that is valid for `seconds`. */
    genUserSig(userId: string, seconds: number): string;
  }
}
