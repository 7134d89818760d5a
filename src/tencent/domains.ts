/**
 * Where the vendor answers for the apps of a data center: elsewhere they are not known (60026).
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
