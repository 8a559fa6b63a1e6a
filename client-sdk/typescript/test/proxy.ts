import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

/** Larger than what a server says before its first answer. */
const ANSWER_BYTES = 120;

/** Stands between a client and a server and can lose an answer after the server has given it. */
export class LossyProxy {
  private readonly server: Server;
  private lost: (() => void | Promise<void>) | undefined;

  private constructor(port: number) {
    this.server = createServer((client) => this.join(client, connect(port, "127.0.0.1")));
  }

  static listen(port: number): Promise<LossyProxy> {
    const proxy = new LossyProxy(port);
    return new Promise((listens) => proxy.server.listen(0, "127.0.0.1", () => listens(proxy)));
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Cuts the connection in place of the next answer, once `before` is done. */
  loseNextAnswer(before: () => void | Promise<void> = () => {}): void {
    this.lost = before;
  }

  close(): void {
    this.server.close();
  }

  private join(client: Socket, server: Socket): void {
    for (const [one, other] of [[client, server], [server, client]] as const) {
      one.on("error", () => other.destroy()).on("close", () => other.destroy());
    }
    client.pipe(server);
    server.on("data", (chunk) => {
      const before = this.lost;
      if (before === undefined || chunk.length < ANSWER_BYTES) {
        client.write(chunk);
        return;
      }
      this.lost = undefined;
      server.pause();
      void Promise.resolve(before()).then(() => client.destroy());
    });
  }
}
