/** For tests of other packages: stand-ins for what cannot be had on every machine. */
export { type FakeSlack, type FakeSlackOptions, startFakeSlack } from './slack/fake-slack.ts';
