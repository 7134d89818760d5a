/**
 * The API's domain by data center; any other domain answers with 60026 (unknown app).
 * Source: the vendor's "RESTful API Overview", request URL.
 */
export const domains: ReadonlyMap<string, string> = new Map([
  ['china', 'console.tim.qq.com'],
  ['singapore', 'adminapisgp.im.qcloud.com'],
  ['seoul', 'adminapikr.im.qcloud.com'],
  ['frankfurt', 'adminapiger.im.qcloud.com'],
  ['mumbai', 'adminapiind.im.qcloud.com'],
  ['silicon-valley', 'adminapiusa.im.qcloud.com'],
  ['tokyo', 'adminapijpn.im.qcloud.com'],
  ['jakarta', 'adminapiidn.im.qcloud.com'],
]);
