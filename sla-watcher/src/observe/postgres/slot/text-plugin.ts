import { type LogicalReplicationService, type Pgoutput, PgoutputPlugin } from 'pg-logical-replication';

/** What stands in the log, or that it could not be read. */
export type LogMessage = Pgoutput.Message | { readonly tag: 'unreadable'; readonly error: unknown };

type Plugin = Parameters<LogicalReplicationService['subscribe']>[0];
type Client = Parameters<Plugin['start']>[0];

/**
 * pgoutput with values as the text that the server wrote, in the settings of every other read: decoded,
 * a time would lose its microseconds and be taken for one of our own zone.
 */
export class TextPlugin implements Plugin {
  /** The library asks for it and looks at nothing in it. */
  readonly options = null;
  readonly #pgoutput: PgoutputPlugin;
  readonly #receive: (message: LogMessage) => void;
  #client: Client | null = null;

  /** `receive` is called in the order in which the server sent. */
  constructor(publication: string, receive: (message: LogMessage) => void) {
    this.#pgoutput = new PgoutputPlugin({ protoVersion: 1, publicationNames: [publication] });
    this.#receive = receive;
  }

  get name(): string {
    return this.#pgoutput.name;
  }

  parse(buffer: Buffer): LogMessage {
    const message = this.#read(buffer);
    this.#receive(message);
    return message;
  }

  async start(client: Client, slot: string, from: string): Promise<unknown> {
    await client.query(
      "SET timezone = 'UTC'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'iso_8601'; SET bytea_output = 'hex'",
    );
    this.#client = client;
    return this.#pgoutput.start(client, slot, from);
  }

  /** Asks the server to end: what was acknowledged before is read, and the slot is free, when it has. */
  finish(): void {
    // Not in the driver's types; the library has no word for it, and cuts the connection instead.
    const connection = this.#client?.connection as unknown as { endCopyFrom(): void } | undefined;
    connection?.endCopyFrom();
  }

  /** Thrown from here, an error would end the process: nobody stands above but the socket. */
  #read(buffer: Buffer): LogMessage {
    try {
      const message = this.#pgoutput.parse(buffer);
      // Columns of the relation that all later rows of it refer to.
      if (message.tag === 'relation') for (const column of message.columns) column.parser = asWritten;
      return message;
    } catch (error) {
      return { tag: 'unreadable', error };
    }
  }
}

function asWritten(text: string): string {
  return text;
}
