import type { PipelineDeps } from './deps.ts';

/** Whether this store's incidents were last kept under a model that told nobody. */
const SETTING = 'shadow';

/**
 * Remembers shadow mode, and tells what is still open when it ends: those incidents were recorded as
 * told, and nobody heard of them. Returns how many there are. Run at the start, before anything is judged.
 */
export async function unveil(deps: PipelineDeps): Promise<number> {
  const { store, model, clock } = deps;
  return store.transaction(async (tx) => {
    if (model.shadow) {
      await tx.setSetting(SETTING, 'on');
      return 0;
    }
    return (await tx.compareAndSet(SETTING, 'on', 'off')) ? tx.noticeUnresolved(clock.now()) : 0;
  });
}
