/** The little that is used of DBOS Transact: the package is installed in this folder only, and only for a run of the bench. */
declare module '@dbos-inc/dbos-sdk' {
  interface Handle<T> {
    getResult(): Promise<T>;
  }
  export const DBOS: {
    setConfig(config: {
      readonly name: string;
      readonly systemDatabaseUrl: string;
      readonly runAdminServer: boolean;
      readonly logLevel: string;
      readonly systemDatabasePoolSize: number;
      readonly serializer?: {
        name(): string;
        stringify(value: unknown): string;
        parse(text: string | null | undefined): unknown;
      };
    }): void;
    launch(): Promise<void>;
    shutdown(): Promise<void>;
    registerWorkflow<A extends unknown[], R>(
      workflow: (...args: A) => Promise<R>,
      config: { readonly name: string },
    ): (...args: A) => Promise<R>;
    startWorkflow<A extends unknown[], R>(
      workflow: (...args: A) => Promise<R>,
      params: { readonly workflowID: string },
    ): (...args: A) => Promise<Handle<R>>;
    runStep<T>(step: () => Promise<T>, config: { readonly name: string }): Promise<T>;
    send(destinationId: string, message: unknown, topic: string, idempotencyKey?: string): Promise<void>;
    recv(topic: string, timeoutSeconds: number): Promise<unknown>;
  };
}
