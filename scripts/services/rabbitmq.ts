import { type NativeRabbitmq, startBroker } from './broker/native-rabbitmq.ts';
import { readBrokerVersion } from './broker/probe.ts';
import { installDebianPackage } from './machine/debian-packages.ts';
import { findRabbitmqPrograms } from './machine/programs.ts';
import { absent, found, takeFirstWay, type Way } from './ways.ts';

export type { NativeRabbitmq } from './broker/native-rabbitmq.ts';

/** A RabbitMQ that a test may do anything with; its names are its own, so that tests do not meet. */
export interface RabbitmqService {
  /** `amqp://user:password@host:port`, of a user who may do everything. */
  url: string;
  /** Which broker this is and which way it was had, for people. */
  how: string;
  stop(): Promise<void>;
}

type Say = (line: string) => void;

const URL_VARIABLE = 'ORDERWATCH_TEST_RABBITMQ_URL';

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

/** A broker that one test has for itself: to stop it, to restart it. */
export function startNativeRabbitmq(say: Say = console.log): Promise<NativeRabbitmq> {
  return takeFirstWay('RabbitMQ for a broker of its own', [fromPrograms(), fromDebian(say)], FIX);
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
      return found({ url, how: `RabbitMQ ${version} of ${URL_VARIABLE}`, stop: async () => {} });
    },
  };
}

function fromPrograms(): Way<NativeRabbitmq> {
  return {
    name: 'local programs',
    async attempt() {
      const programs = findRabbitmqPrograms();
      if (programs === undefined)
        return absent('no folder has rabbitmq-server and rabbitmqctl, with epmd on PATH');
      return found(await startBroker(programs));
    },
  };
}

function fromDebian(say: Say): Way<NativeRabbitmq> {
  return {
    name: 'Debian package',
    async attempt() {
      const installed = await installDebianPackage('rabbitmq-server', say);
      return installed.kind === 'found' ? fromPrograms().attempt() : installed;
    },
  };
}
