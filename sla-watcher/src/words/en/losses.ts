import type { LossClass } from '../../domain/diagnosis.ts';
import type { LossWords } from '../words.ts';

export const ENGLISH_LOSSES: Readonly<Record<LossClass, LossWords>> = {
  'not-published': {
    title: 'not published',
    meaning: 'The status is in the database of the sending system, and its message was never sent.',
    step: 'Look in the log of the sending service, at the time of the row, for a crash or an error before the publish. Then have the message sent, and publish through an outbox from now on.',
  },
  'publish-failed': {
    title: 'not taken by the broker',
    meaning:
      'The sender handed the message over, and the broker refused it, returned it or never confirmed it.',
    step: 'Look whether exchange, routing key and binding exist, and whether the broker has an alarm (memory, disk). Mend that, then send the message again.',
  },
  'lost-in-broker': {
    title: 'lost in the broker',
    meaning:
      'The broker took the message, and nobody was given it: it expired, overflowed its queue, or went with a queue or a node.',
    step: "Look at the queue's TTL, maximum length and policies, and whether it was deleted or its node lost. Then send the message again, and give the queue a dead-letter exchange.",
  },
  waiting: {
    title: 'waiting in the queue',
    meaning:
      'The message stands in its queue, or in the hands of its consumer: that is slow or dead. Nothing is lost.',
    step: 'Look whether the queue has a consumer, and how fast it is. Restart it or add others. Do not send again: the message is still there.',
  },
  'dead-lettered': {
    title: 'dead-lettered',
    meaning:
      'The message was put to the dead letters, or goes round between queue and consumer without an end.',
    step: 'Look at the reason of the dead letter and at the error of the handler. Mend the cause, then move the message back from the dead-letter queue to its own.',
  },
  'consumer-failed': {
    title: 'failed in the consumer',
    meaning:
      'The consumer received the message and did not finish it, and the message is gone: its handler threw, or acknowledged too early.',
    step: 'Look at the trace and the log of the handler for the error. Mend it, then send the message again; let the handler acknowledge only once it is done.',
  },
  'not-stored': {
    title: 'handled but not stored',
    meaning: 'The handler was done, and the row was not written: a timeout, a rollback, a forgotten write.',
    step: 'Look in the log of the receiving service and of its database for a timeout, a lock or a rollback at that time. Then send again, or have the service write the row.',
  },
  drift: {
    title: 'in disagreement',
    meaning:
      'Two databases say different things of the order, and no hop explains it: as where a row was written by hand or by a job.',
    step: 'Compare the two rows, and find who wrote last: a person, a job, a migration. Correct the wrong row; if it is a way that orders go, add it to the model.',
  },
  working: {
    title: 'being worked on',
    meaning: 'Nothing is lost: the work takes longer than its limit, or nobody has begun it yet.',
    step: 'Ask those who work in this stage. If so long is usual, try another limit with a backtest.',
  },
  disorder: {
    title: 'out of order',
    meaning: 'A change came twice, in the wrong order, or went back.',
    step: 'Look at the receiver for a redelivery or a repeated request, and whether it tells messages apart by their id. If the order stands in the wrong stage now, correct it.',
  },
  hidden: {
    title: 'not shown in the list',
    meaning: 'The row is in the database, and the list that people work with does not show it.',
    step: 'Open the list as its users do, and look at filter, pages and cache. Refresh or empty the cache; until then tell its users of these orders.',
  },
  vanished: {
    title: 'vanished',
    meaning: 'A row that was there is gone: a failover to a replica that lagged, a restore, a deletion.',
    step: 'Ask whether the database was failed over, restored or cleaned. Bring the row back from the backup or from the other system, and stop the job that deletes, if it was one.',
  },
};
