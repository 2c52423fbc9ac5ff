import { afterEach, beforeEach, describe } from 'vitest';
import type { Store } from '../../ports.ts';
import { describeConcurrency } from './concurrency.ts';
import { describeDeliveries } from './deliveries.ts';
import { describeIncidents } from './incidents.ts';
import { describeJourneys } from './journeys.ts';
import { describeLists } from './lists.ts';
import { describeMemory } from './memory.ts';
import { describeObservations } from './observations.ts';
import { describeRetention } from './retention.ts';
import type { FreshDatabase, Subject } from './subject.ts';
import { describeTransactions } from './transactions.ts';
import { describeUnreadable } from './unreadable.ts';

/** What every store owes, whatever it stands on. */
export function describeStore(name: string, openFresh: () => Promise<FreshDatabase>): void {
  describe(name, () => {
    let database: FreshDatabase;
    let stores: Store[];

    beforeEach(async () => {
      database = await openFresh();
      stores = [database.open()];
      await stores[0]!.migrate();
    });
    afterEach(async () => {
      await Promise.all(stores.map((store) => store.close()));
      await database.drop();
    });

    const subject: Subject = {
      store: () => stores[0]!,
      another() {
        const store = database.open();
        stores.push(store);
        return store;
      },
      execute: (sql) => database.execute(sql),
    };
    describeTransactions(subject);
    describeJourneys(subject);
    describeLists(subject);
    describeObservations(subject);
    describeIncidents(subject);
    describeDeliveries(subject);
    describeMemory(subject);
    describeConcurrency(subject);
    describeUnreadable(subject);
    describeRetention(subject);
  });
}
