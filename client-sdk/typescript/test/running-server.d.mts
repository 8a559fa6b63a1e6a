export declare class Server {
  private constructor();
  static start(data?: string, port?: number): Promise<Server>;
  readonly port: number;
  readonly data: string;
  readonly address: string;
  killAndRestart(): Promise<Server>;
  stop(): Promise<void>;
}
