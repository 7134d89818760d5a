/** Whether calls to Slack and to the vendor go through the proxy of the environment, in words for the log. */
interface ProxyState {
  readonly level: 'info' | 'warn';
  readonly text: string;
}

interface Runtime {
  /** Of Node.js. */
  readonly version: string;
  /** Whether Node.js was told, when it started, to use the proxy of its environment. */
  readonly usesEnvProxy: boolean;
}

/** Read before `.env` is loaded: Node.js looks only when it starts. */
const thisRuntime: Runtime = {
  version: process.versions.node,
  usesEnvProxy:
    process.env['NODE_USE_ENV_PROXY'] === '1' ||
    [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''].some((option) => option.includes('--use-env-proxy')),
};

const variables = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];

/**
 * What is to be said at start about the proxy of the environment; null: there is none. Node.js can use it from 24 on,
 * and in 22.21. The WebSocket of Socket Mode never does.
 */
export function proxyState(
  environment: Readonly<Record<string, string | undefined>>,
  socketMode: boolean,
  { version, usesEnvProxy }: Runtime = thisRuntime,
): ProxyState | null {
  const variable = variables.find((name) => environment[name]?.trim());
  if (variable === undefined) return null;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const warn = (text: string): ProxyState => ({ level: 'warn', text: `${variable} is set, but ${text}` });
  if (major < 22 || (major === 22 && minor < 21) || major === 23)
    return warn(`not used: Node.js ${version} cannot; 24 can`);
  if (!usesEnvProxy)
    return warn('not used: put NODE_USE_ENV_PROXY=1 into the environment of the process, not into .env');
  if (socketMode) return warn('the WebSocket of Socket Mode does not use it; other calls do');
  return { level: 'info', text: `calls to Slack and to the vendor go through ${variable}` };
}
