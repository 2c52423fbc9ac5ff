import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { maskText } from './mask.ts';
import { statementShape } from './sql.ts';

/** What becomes of one attribute. */
type Rule = 'keep' | 'drop' | ((text: string) => string);

/** An address as it may be told: what is asked for stays here, and so does who asks. */
export function withoutQuery(url: string): string {
  const at = url.indexOf('?');
  return maskText(at === -1 ? url : url.slice(0, at));
}

/** What OpenTelemetry's conventions name and an instrumentation may record, and where it can hold more. */
const KNOWN: Readonly<Record<string, Rule>> = {
  'url.full': withoutQuery,
  'url.path': withoutQuery,
  'url.query': 'drop',
  'db.query.text': statementShape,
  'db.statement': statementShape,
  'client.address': 'drop',
  'network.peer.address': 'drop',
  'network.peer.port': 'drop',
  'user_agent.original': 'drop',
  'exception.message': maskText,
  'exception.stacktrace': maskText,
};

const ALLOWED_PREFIXES = [
  'order.',
  'orderwatch.',
  'http.',
  'url.',
  'server.',
  'network.',
  'db.',
  'messaging.',
  'error.',
  'exception.',
  'code.',
  'thread.',
];

const DROPPED_PREFIXES = [
  'http.request.header.',
  'http.response.header.',
  'db.query.parameter.',
  'db.postgresql.values',
];

/** Attributes through the rules; both are missing where there are none. */
export interface Copied {
  readonly attributes?: Attributes;
  readonly droppedAttributesCount?: number;
}

export interface AttributeRules {
  /** One value as it may leave, or undefined. */
  take(name: string, value: AttributeValue): AttributeValue | undefined;
  /** All of them as they may leave, up to `limit`; what the rules refuse is not counted as dropped. */
  copy(attributes: Attributes | undefined, limit: number): Copied;
  /** Applies the rules in place, and gives about how many bytes are left. */
  apply(attributes: Attributes): number;
}

const NOTHING: Copied = {};
const BYTES_PER_ATTRIBUTE = 32;
/** More names than this come from data, not from code. */
const MAX_REMEMBERED = 2000;

/** `allowed` are the service's own names, or prefixes like `shop.*`. */
export function createAttributeRules(allowed: readonly string[], valueLimit: number): AttributeRules {
  const remembered = new Map<string, Rule>();
  const own = allowed.map((pattern) => (pattern.endsWith('.*') ? pattern.slice(0, -1) : pattern));

  function decide(name: string): Rule {
    const known = KNOWN[name];
    if (known !== undefined) return known;
    if (DROPPED_PREFIXES.some((prefix) => name.startsWith(prefix))) return 'drop';
    if (ALLOWED_PREFIXES.some((prefix) => name.startsWith(prefix))) return 'keep';
    return own.some((prefix) => name === prefix || (prefix.endsWith('.') && name.startsWith(prefix)))
      ? maskText
      : 'drop';
  }

  function ruleFor(name: string): Rule {
    let rule = remembered.get(name);
    if (rule === undefined) {
      rule = decide(name);
      if (remembered.size < MAX_REMEMBERED) remembered.set(name, rule);
    }
    return rule;
  }

  function take(name: string, value: AttributeValue | undefined): AttributeValue | undefined {
    const rule = ruleFor(name);
    return rule === 'drop' ? undefined : shorten(value, rule, valueLimit);
  }

  return {
    take,
    copy(attributes, limit) {
      if (attributes === undefined) return NOTHING;
      const taken: Attributes = {};
      let count = 0;
      let droppedAttributesCount = 0;
      for (const name of Object.keys(attributes)) {
        const value = take(name, attributes[name]);
        if (value === undefined) continue;
        if (count++ < limit) taken[name] = value;
        else droppedAttributesCount++;
      }
      return { attributes: taken, droppedAttributesCount };
    },
    apply(attributes) {
      let bytes = 0;
      for (const name in attributes) {
        const value = take(name, attributes[name]);
        if (value === undefined) {
          delete attributes[name];
          continue;
        }
        if (value !== attributes[name]) attributes[name] = value;
        bytes += BYTES_PER_ATTRIBUTE + (typeof value === 'string' ? value.length : 8);
      }
      return bytes;
    },
  };
}

function shorten(value: AttributeValue | undefined, rule: Rule, limit: number): AttributeValue | undefined {
  if (typeof value !== 'string') return Array.isArray(value) ? shortenAll(value, rule, limit) : plain(value);
  const text = typeof rule === 'function' ? rule(value) : value;
  return text.length > limit ? text.slice(0, limit) : text;
}

const MAX_ELEMENTS = 32;

function shortenAll(values: readonly unknown[], rule: Rule, limit: number): AttributeValue {
  const short = values
    .slice(0, MAX_ELEMENTS)
    .map((value) => (typeof value === 'string' ? shorten(value, rule, limit) : value));
  return short as AttributeValue;
}

/** Only what has a form on the wire. */
function plain(value: AttributeValue | undefined): AttributeValue | undefined {
  return typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}
