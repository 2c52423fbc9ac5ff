import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installDebianPackage } from '../../../scripts/services/machine/debian-packages.ts';
import { findProgram, isExecutable } from '../../../scripts/services/machine/programs.ts';
import { mustRun } from '../../../scripts/services/machine/run-program.ts';
import { type Attempt, absent, found, takeFirstWay, type Way } from '../../../scripts/services/ways.ts';
import { cachedFolder, sha256Of } from './cache.ts';

/** The Java service, compiled, with the agent that it runs under. */
export interface JavaService {
  readonly java: string;
  readonly agent: string;
  readonly classPath: string;
  /** Which Java and which agent, for people. */
  readonly how: string;
}

type Say = (line: string) => void;

export const AGENT_VERSION = '2.33.1';
const AGENT_SHA256 = 'e43a270df53c6f423e0ab157be9c27ccc01d5dc3232e162fe54777573db2f149';
const OLDEST_JAVA = 17;
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
const SOURCES = join(import.meta.dirname, '../java');
const JDK_FIX = `set JAVA_HOME to a JDK of Java ${OLDEST_JAVA} or newer, or install one (Debian: apt-get install openjdk-17-jdk-headless).`;
const MAVEN_FIX = 'install Maven (Debian: apt-get install maven); it reads ~/.m2/settings.xml for mirrors.';

/** Finds or installs a JDK and Maven, has Maven fetch what the POM names, and compiles the service. */
export async function provideJava(say: Say = console.log): Promise<JavaService> {
  const jdk = await takeFirstWay(
    'A Java development kit',
    [fromHome(), fromPath(), jdkOfDebian(say)],
    JDK_FIX,
  );
  const pom = join(SOURCES, 'pom.xml');
  const jars = await cachedFolder('jars', [readFileSync(pom, 'utf8'), COPY], async (folder) => {
    const maven = await takeFirstWay('Maven', [mavenOnPath(), mavenOfDebian(say)], MAVEN_FIX);
    say('Java: Maven fetches the agent and the libraries of the service');
    await mustRun(maven, ['-B', '-q', '-f', pom, COPY, `-DoutputDirectory=${folder}`]);
  });
  const agent = join(jars, `opentelemetry-javaagent-${AGENT_VERSION}.jar`);
  if (sha256Of(agent) !== AGENT_SHA256)
    throw new Error(`${agent} is not the file that was pinned: remove it`);
  const sources = globSync(join(SOURCES, 'src/*.java')).sort();
  const libraries = globSync(join(jars, '*.jar')).filter((jar) => jar !== agent);
  const texts = sources.map((file) => readFileSync(file, 'utf8'));
  const classes = await cachedFolder('classes', [jdk.version, ...texts], async (folder) => {
    await mustRun(jdk.javac, ['-d', folder, '-cp', libraries.join(':'), ...sources]);
  });
  const how = `OpenTelemetry Java agent ${AGENT_VERSION} on ${jdk.version}, ${jdk.java}`;
  say(how);
  return { java: jdk.java, agent, classPath: [classes, ...libraries].join(':'), how };
}

interface Jdk {
  readonly java: string;
  readonly javac: string;
  readonly version: string;
}

/** A JDK that is named must do: falling back to another would test what nobody asked for. */
function fromHome(home = process.env.JAVA_HOME): Way<Jdk> {
  return {
    name: 'JAVA_HOME',
    async attempt() {
      if (home === undefined || home === '') return absent('is not set');
      const jdk = await readJdk(join(home, 'bin/javac'));
      if (jdk.kind === 'absent') throw new Error(`JAVA_HOME is ${home}, and ${jdk.reason}`);
      return jdk;
    },
  };
}

function fromPath(): Way<Jdk> {
  return {
    name: 'PATH',
    async attempt() {
      const javac = findProgram(['javac']);
      return javac === undefined ? absent('has no javac') : readJdk(javac);
    },
  };
}

function jdkOfDebian(say: Say): Way<Jdk> {
  return {
    name: 'Debian package',
    async attempt() {
      const installed = await installDebianPackage('openjdk-17-jdk-headless', say);
      return installed.kind === 'found' ? fromPath().attempt() : installed;
    },
  };
}

async function readJdk(javac: string): Promise<Attempt<Jdk>> {
  const java = join(javac, '../java');
  if (!isExecutable(javac) || !existsSync(java)) return absent(`there is no java with javac at ${javac}`);
  const version = (await mustRun(javac, ['-version'])).split('\n').at(-1) ?? '';
  const [, major = '0'] = /^javac (\d+)/.exec(version) ?? [];
  if (Number(major) < OLDEST_JAVA) return absent(`${javac} is ${version}, older than ${OLDEST_JAVA}`);
  return found({ java, javac, version: version.replace('javac', 'Java') });
}

function mavenOnPath(): Way<string> {
  return {
    name: 'PATH',
    async attempt() {
      const maven = findProgram(['mvn']);
      return maven === undefined ? absent('has no mvn') : found(maven);
    },
  };
}

function mavenOfDebian(say: Say): Way<string> {
  return {
    name: 'Debian package',
    async attempt() {
      const installed = await installDebianPackage('maven', say);
      return installed.kind === 'found' ? mavenOnPath().attempt() : installed;
    },
  };
}
