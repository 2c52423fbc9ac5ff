import { type AttributeType, readsTable, type Segment } from '../model.ts';
import { suggestName } from '../nearest.ts';
import type { Path } from '../source/places.ts';
import type { CheckContext } from './context.ts';

/** Attributes that limits rest on are ones that orders can have. */
export function checkAttributes(context: CheckContext): void {
  const { draft, limits, model, report } = context;
  // A witness that could not be read may be the one that provides it.
  if (draft.witnesses.entries.size < draft.witnesses.declared.length || !report.isSound(['witnesses']))
    return;
  const provided = providedAttributes(context);
  const witnesses = [...model.witnesses.values()];
  // An event or a span brings any attribute.
  const any = witnesses.length === 0 || witnesses.some((witness) => !readsTable(witness));
  for (const { index, limit } of limits) {
    if (limit.place.kind !== 'promise') continue;
    const path = ['limits', index, 'promise'] as const;
    if (!any && !provided.has(limit.place.attribute)) reportUnprovided(context, limit.place.attribute, path);
    checkPromiseType(context, limit.place.attribute, provided);
  }
  if (any) return;
  for (const { index, limit } of limits)
    checkSegment(context, limit.when, ['limits', index, 'when'], provided);
  for (const { index, entry } of draft.leave_out) {
    checkSegment(context, (entry.when ?? {}) as Segment, ['leave_out', index, 'when'], provided);
  }
}

type Provided = ReadonlyMap<string, readonly { readonly witness: string; readonly type: AttributeType }[]>;

function providedAttributes({ model }: CheckContext): Provided {
  const provided = new Map<string, { witness: string; type: AttributeType }[]>();
  for (const witness of model.witnesses.values()) {
    if (!readsTable(witness)) continue;
    for (const [attribute, { type }] of Object.entries(witness.mapping.attributes)) {
      const known = provided.get(attribute) ?? [];
      provided.set(attribute, [...known, { witness: witness.name, type }]);
    }
  }
  return provided;
}

function reportUnprovided({ report }: CheckContext, attribute: string, path: Path): void {
  report.error(path, {
    code: 'promise-attribute',
    message: `no witness provides ${attribute}, so nothing is promised`,
    fix: `under the attributes of a witness add ${attribute}: { column: …, type: date }`,
  });
}

function checkPromiseType({ report }: CheckContext, attribute: string, provided: Provided): void {
  const given = provided.get(attribute) ?? [];
  const isTime = (type: AttributeType) => type === 'date' || type === 'instant';
  for (const { witness, type } of given.filter((one) => !isTime(one.type))) {
    report.errorAtKey(['witnesses', witness, 'attributes', attribute], {
      code: 'promise-attribute',
      message: `${attribute} is read as a ${type}, and an order is promised by it`,
      fix: 'write { column: …, type: date }, or type: instant',
    });
  }
}

function checkSegment({ report }: CheckContext, when: Segment, path: Path, provided: Provided): void {
  for (const attribute of Object.keys(when)) {
    if (provided.has(attribute)) continue;
    report.warningAtKey([...path, attribute], {
      code: 'unseen-attribute',
      message: `no witness provides ${attribute}, so this matches no order`,
      fix: suggestName(attribute, provided.keys()),
    });
  }
}
