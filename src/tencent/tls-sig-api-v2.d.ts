/** What is used of the vendor's package, which comes without types. It reads the clock on the wall by itself. */
declare module 'tls-sig-api-v2' {
  export class Api {
    constructor(sdkAppId: number, secretKey: string);
    /** A signature that lasts for so many seconds. */
    genUserSig(userId: string, seconds: number): string;
  }
}
