import type { Address } from '../../replica/address.js';
import type { Body } from '../../replica/message.js';
import type { RequestResult } from '../cluster.js';
import { ClientConnection } from './client-connection.js';

/** The clients of a cluster that is reached over TCP: each has one connection to each node it speaks to. */
export class TcpClients {
  readonly #addressOf: (node: string) => Address;
  readonly #connections = new Map<string, ClientConnection>();
  #messageId = 0;
  #closed = false;

  /** @param addressOf where a node is reached now; throws for a node that does not exist */
  constructor(addressOf: (node: string) => Address) {
    this.#addressOf = addressOf;
  }

  /** See `Cluster.request`. */
  request(
    client: string,
    node: string,
    body: Body,
    timeoutMs: number,
    done: (result: RequestResult) => void,
  ): void {
    if (this.#closed) throw new Error('The cluster has been stopped; it takes no requests any more.');
    const id = ++this.#messageId;
    const line = JSON.stringify({ src: client, dest: node, body: { ...body, msg_id: id } });
    const name = `${client} ${node}`;
    let connection = this.#connections.get(name);
    if (!connection || connection.closed) {
      connection = new ClientConnection(this.#addressOf(node));
      this.#connections.set(name, connection);
    }
    connection.request(id, line, timeoutMs, done);
  }

  /** Ends all connections; requests under way end as `reset`. */
  close(): void {
    this.#closed = true;
    for (const connection of this.#connections.values()) connection.close();
    this.#connections.clear();
  }
}
