import type { StoreTx } from '../ports.ts';
import type { PipelineDeps } from './deps.ts';

/** Whether this store's incidents were last kept under a model that told nobody. */
const SETTING = 'shadow';
/** When incidents are told, by the model under which that was last decided. */
const POLICIES = 'notify-policies';

/**
 * Remembers shadow mode, and tells what is still open when it ends: those incidents were recorded as
 * told, and nobody heard of them. Returns how many there are. Where the model tells otherwise than before,
 * it is decided anew when each is due. Run at the start, before anything is judged.
 */
export async function unveil(deps: PipelineDeps): Promise<number> {
  const { store, model, clock } = deps;
  const known = await store.setting(POLICIES);
  return store.transaction(async (tx) => {
    await noteChange(tx, known, deps);
    if (model.shadow) {
      await tx.setSetting(SETTING, 'on');
      return 0;
    }
    return (await tx.compareAndSet(SETTING, 'on', 'off')) ? tx.noticeUnresolved(clock.now(), 'forgotten') : 0;
  });
}

async function noteChange(tx: StoreTx, known: string | null, { model, clock }: PipelineDeps): Promise<void> {
  const policies = JSON.stringify([...model.notify.values()]);
  if (policies === known) return;
  // Another replica may have been first: twice decided is decided once.
  await tx.compareAndSet(POLICIES, known, policies);
  await tx.noticeUnresolved(clock.now(), 'kept');
}
