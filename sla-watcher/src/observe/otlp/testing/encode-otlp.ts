import {
  bytesField,
  doubleField,
  encodeMessage,
  type Field,
  fixed64Field,
  textField,
  varintField,
} from './encode-fields.ts';
import { type EncodingStyle, PLAIN } from './encoding-style.ts';
import type {
  AnyValueJson,
  EventJson,
  KeyValueJson,
  LinkJson,
  LogJson,
  LogsJson,
  ResourceJson,
  ScopeJson,
  SpanJson,
  TracesJson,
} from './otlp-json.ts';

/** Encodes what the JSON says, in the plain style or in an odd one. */
export function encodeTraces(json: TracesJson, style: EncodingStyle = PLAIN): Uint8Array {
  return new Encoder(style).groups(
    json.resourceSpans.map(({ resource, scopeSpans }) => ({
      resource,
      scopes: scopeSpans.map(({ scope, spans }) => ({ scope, items: spans })),
    })),
    (encoder, span) => encoder.span(span),
  );
}

export function encodeLogs(json: LogsJson, style: EncodingStyle = PLAIN): Uint8Array {
  return new Encoder(style).groups(
    json.resourceLogs.map(({ resource, scopeLogs }) => ({
      resource,
      scopes: scopeLogs.map(({ scope, logRecords }) => ({ scope, items: logRecords })),
    })),
    (encoder, log) => encoder.log(log),
  );
}

interface GroupJson<Item> {
  readonly resource: ResourceJson | undefined;
  readonly scopes: readonly { readonly scope: ScopeJson | undefined; readonly items: readonly Item[] }[];
}
type Fields = readonly Field[];

class Encoder {
  readonly #style: EncodingStyle;

  constructor(style: EncodingStyle) {
    this.#style = style;
  }

  groups<Item>(
    groups: readonly GroupJson<Item>[],
    encode: (encoder: this, item: Item) => Fields,
  ): Uint8Array {
    const all = groups.map(({ resource, scopes }) => [
      ...this.#pieces(1, this.#attributes(1, resource?.attributes)),
      ...scopes.map(({ scope, items }) =>
        this.#message(2, [
          ...this.#pieces(1, [...this.#text(1, scope?.name), ...this.#text(2, scope?.version)]),
          ...items.map((item) => this.#message(2, encode(this, item))),
        ]),
      ),
    ]);
    return encodeMessage(
      all.map((fields) => this.#message(1, fields)),
      this.#style,
    );
  }

  span(span: SpanJson): Fields {
    return [
      ...this.#id(1, span.traceId),
      ...this.#id(2, span.spanId),
      ...this.#id(4, span.parentSpanId),
      ...this.#text(5, span.name),
      ...this.#integer(6, span.kind),
      ...this.#instant(7, span.startTimeUnixNano),
      ...this.#instant(8, span.endTimeUnixNano),
      ...this.#attributes(9, span.attributes),
      ...(span.events ?? []).map((event) => this.#message(11, this.#event(event))),
      ...(span.links ?? []).map((link) => this.#message(13, this.#link(link))),
      ...this.#pieces(15, [...this.#text(2, span.status?.message), ...this.#integer(3, span.status?.code)]),
    ];
  }

  log(log: LogJson): Fields {
    return [
      ...this.#instant(1, log.timeUnixNano),
      ...this.#integer(2, log.severityNumber),
      ...(log.body === undefined ? [] : this.#value(5, log.body)),
      ...this.#attributes(6, log.attributes),
      ...this.#id(9, log.traceId),
      ...this.#id(10, log.spanId),
      ...this.#instant(11, log.observedTimeUnixNano),
      ...this.#text(12, log.eventName),
    ];
  }

  #event(event: EventJson): Fields {
    return [
      ...this.#instant(1, event.timeUnixNano),
      ...this.#text(2, event.name),
      ...this.#attributes(3, event.attributes),
    ];
  }

  #link(link: LinkJson): Fields {
    return [
      ...this.#id(1, link.traceId),
      ...this.#id(2, link.spanId),
      ...this.#attributes(4, link.attributes),
    ];
  }

  #attributes(number: number, attributes: readonly KeyValueJson[] = []): Fields {
    return attributes.map(({ key, value }) =>
      this.#message(number, [...this.#text(1, key), ...(value === undefined ? [] : this.#value(2, value))]),
    );
  }

  /** An AnyValue, perhaps after another that it replaces, and a list perhaps in pieces. */
  #value(number: number, value: AnyValueJson): Fields {
    const style = this.#style;
    const decoy = style.odd(0.2) ? [bytesField(1, Buffer.from('decoy'), style)] : [];
    const fields = [...(this.#any(value).length > 0 ? decoy : []), ...this.#any(value)];
    return fields.length > 1 && style.odd(0.5)
      ? fields.map((field) => bytesField(number, field.bytes, style))
      : [bytesField(number, Buffer.concat(fields.map(({ bytes }) => bytes)), style)];
  }

  #any(value: AnyValueJson): Fields {
    const style = this.#style;
    if (value.stringValue !== undefined) return [textField(1, value.stringValue, style)];
    if (value.boolValue !== undefined) return [varintField(2, value.boolValue ? 1n : 0n, style)];
    if (value.intValue !== undefined) return [varintField(3, BigInt(value.intValue), style)];
    if (value.doubleValue !== undefined) return [doubleField(4, value.doubleValue, style)];
    if (value.bytesValue !== undefined)
      return [bytesField(7, Buffer.from(value.bytesValue, 'base64'), style)];
    if (value.kvlistValue !== undefined) {
      return [this.#message(6, this.#attributes(1, value.kvlistValue.values))];
    }
    if (value.arrayValue === undefined) return [];
    const elements = value.arrayValue.values.map((element) => this.#message(1, this.#any(element)));
    if (!style.odd(0.3)) return [this.#message(5, elements)];
    const half = style.pick(elements.length + 1);
    return [this.#message(5, elements.slice(0, half)), this.#message(5, elements.slice(half))];
  }

  /** A message field of which there is one, perhaps in two pieces, which the reader puts together. */
  #pieces(number: number, fields: Fields): Fields {
    if (fields.length === 0) return [];
    if (!this.#style.odd(0.3)) return [this.#message(number, fields)];
    const half = this.#style.pick(fields.length + 1);
    return [this.#message(number, fields.slice(0, half)), this.#message(number, fields.slice(half))];
  }

  #message(number: number, fields: Fields): Field {
    return bytesField(number, encodeMessage(fields, this.#style), this.#style);
  }

  #text(number: number, text: string | undefined): Fields {
    if (text === undefined) return [];
    return this.#last(textField(number, 'decoy', this.#style), textField(number, text, this.#style));
  }

  #integer(number: number, value: number | undefined): Fields {
    if (value === undefined) return [];
    return this.#last(varintField(number, 1n, this.#style), varintField(number, BigInt(value), this.#style));
  }

  #instant(number: number, value: string | number | undefined): Fields {
    if (value === undefined) return [];
    return this.#last(
      fixed64Field(number, 7n, this.#style),
      fixed64Field(number, BigInt(value), this.#style),
    );
  }

  #id(number: number, hex: string | undefined): Fields {
    return hex === undefined ? [] : [bytesField(number, Buffer.from(hex, 'hex'), this.#style)];
  }

  /** Of a field that comes twice the last counts. */
  #last(decoy: Field, field: Field): Fields {
    return this.#style.odd(0.05) ? [decoy, field] : [field];
  }
}
