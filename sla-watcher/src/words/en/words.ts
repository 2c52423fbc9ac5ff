import { ENGLISH_FACTS } from './facts.ts';
import { ENGLISH_LOSSES } from './losses.ts';
import type { Words } from '../words.ts';

export const ENGLISH: Words = {
  loss: ENGLISH_LOSSES,
  fact: ENGLISH_FACTS,
  confidence: { proven: 'proven', likely: 'likely' },
  either: (one, other) => `${one} or ${other}`,
  undetermined: {
    title: 'cannot tell where',
    meaning: 'It is late, and what was seen does not decide where it was lost.',
    step: 'Look where nobody saw, by hand; give the missing eye its sight, or the model that witness. The verdict follows by itself.',
  },
  eye: {
    sending: 'the sending[ by {system}]',
    receiving: 'the receiving[ by {system}]',
    queue: 'the queue',
    'dead-letters': 'the dead letters',
    outbox: 'the outbox[ of {system}]',
    row: 'the row[ in {system}]',
    list: 'the list[ of {system}]',
  },
  missing: {
    'no-witness': { before: 'nobody watches ', after: ': the model has no such witness' },
    blind: { before: '{witness} is blind to ', after: '' },
    behind: { before: '{witness} is behind and has not seen ', after: ' so far' },
    gap: { before: '{witness} may have missed ', after: ': it has a gap there' },
    unknown: { before: 'nobody can know whether {witness} sees ', after: '' },
  },
  replay: {
    advice: {
      safe: 'safe',
      'not-needed': 'not needed',
      'would-repeat': 'would repeat what was done',
      unknown: 'nobody can tell what it would do',
    },
    targetRow: {
      there: 'the row is there already',
      absent: 'the row is not there',
      unknown: 'whether the row is there is not known',
    },
    message: {
      'never-received': 'the receiver never had this message',
      received: 'the receiver had this message in hand',
      handled: 'the receiver handled this message',
      unknown: 'whether the receiver had this message is not known',
    },
    messageId: 'message',
    repeats: 'would go out again',
  },
  runbook: 'docs/losses.md',
};
