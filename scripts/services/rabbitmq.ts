import { type BrokerSettings, type NativeRabbitmq, startBroker } from './broker/native-rabbitmq.ts';
import { readBrokerVersion } from './broker/probe.ts';
import { installDebianPackage } from './machine/debian-packages.ts';
import { findRabbitmqPrograms } from './machine/programs.ts';
import { absent, found, takeFirstWay, type Way } from './ways.ts';

export type { NativeRabbitmq } from './broker/native-rabbitmq.ts';

/** A RabbitMQ that a test may do anything with; its names are its own, so that tests do not meet. */
export interface RabbitmqService {
  /** `amqp://user:password@host:port`, of a user who may do everything. */
  url: string;
  /** `http://user:password@host:port` of its management plugin; whether that answers nobody has asked. */
  managementUrl: string;
  /** Of its Prometheus plugin: `http://host:port/metrics`. */
  metricsUrl: string;
  /** Which broker this is and which way it was had, for people. */
  how: string;
  stop(): Promise<void>;
}

type Say = (line: string) => void;

const URL_VARIABLE = 'ORDERWATCH_TEST_RABBITMQ_URL';

const MANAGEMENT_VARIABLE = 'ORDERWATCH_TEST_RABBITMQ_MANAGEMENT_URL';
const METRICS_VARIABLE = 'ORDERWATCH_TEST_RABBITMQ_METRICS_URL';

const FIX = [
  `set ${URL_VARIABLE} to a broker that tests may do anything with,`,
  'or install RabbitMQ (Debian: apt-get install rabbitmq-server; macOS: brew install rabbitmq).',
].join(' ');

/** Finds or starts the RabbitMQ of a test run, and says in one line which way it took. */
export async function provideRabbitmq(say: Say = console.log): Promise<RabbitmqService> {
  const ways: Way<RabbitmqService>[] = [
    fromEnvironment(process.env[URL_VARIABLE]),
    fromPrograms(),
    fromDebian(say),
  ];
  const service = await takeFirstWay('RabbitMQ', ways, FIX);
  say(service.how);
  return service;
}

/** A broker that one test has for itself: to stop it, to restart it, with settings as in rabbitmq.conf. */
export function startNativeRabbitmq(
  say: Say = console.log,
  settings: BrokerSettings = {},
): Promise<NativeRabbitmq> {
  const ways = [fromPrograms(settings), fromDebian(say, settings)];
  return takeFirstWay('RabbitMQ for a broker of its own', ways, FIX);
}

/** A broker that is named must work: falling back to another would test what nobody asked for. */
export function fromEnvironment(url: string | undefined): Way<RabbitmqService> {
  return {
    name: URL_VARIABLE,
    async attempt() {
      if (url === undefined || url === '') return absent('is not set');
      const version = await readBrokerVersion(url).catch((cause) => {
        throw new Error(`the broker of ${URL_VARIABLE} does not answer: ${cause.message}`, { cause });
      });
      const how = `RabbitMQ ${version} of ${URL_VARIABLE}`;
      return found({ url, ...pluginsBeside(url), how, stop: async () => {} });
    },
  };
}

/** At their usual ports, where the environment does not say otherwise. */
function pluginsBeside(url: string): Pick<RabbitmqService, 'managementUrl' | 'metricsUrl'> {
  const { hostname, username, password } = new URL(url);
  const user = username === '' ? 'guest:guest' : `${username}:${password}`;
  return {
    managementUrl: process.env[MANAGEMENT_VARIABLE] || `http://${user}@${hostname}:15672`,
    metricsUrl: process.env[METRICS_VARIABLE] || `http://${hostname}:15692/metrics`,
  };
}

function fromPrograms(settings?: BrokerSettings): Way<NativeRabbitmq> {
  return {
    name: 'local programs',
    async attempt() {
      const programs = findRabbitmqPrograms();
      if (programs === undefined)
        return absent('no folder has rabbitmq-server and rabbitmqctl, with epmd on PATH');
      return found(await startBroker(programs, settings));
    },
  };
}

function fromDebian(say: Say, settings?: BrokerSettings): Way<NativeRabbitmq> {
  return {
    name: 'Debian package',
    async attempt() {
      const installed = await installDebianPackage('rabbitmq-server', say);
      return installed.kind === 'found' ? fromPrograms(settings).attempt() : installed;
    },
  };
}
