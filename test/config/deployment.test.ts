import { describe, expect, it } from '@jest/globals';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { readDeploymentVersion } from '../../config/deployment';

const noGit = (): undefined => undefined;

describe('the version to roll out', () => {
  it('is read from the environment, with the checkout as its id where none is set', () => {
    expect(readDeploymentVersion({ DEPLOYMENT_NAME: 'miapos', BUILD_ID: 'two' }, noGit)).toEqual({
      name: 'miapos',
      buildId: 'two',
      taskQueuePrefix: '',
    });
    const prefixed = { DEPLOYMENT_NAME: ' miapos ', BUILD_ID: '', TEMPORAL_TASK_QUEUE_PREFIX: 'blue-' };
    expect(readDeploymentVersion(prefixed, () => 'abc123')).toEqual({
      name: 'miapos',
      buildId: 'abc123',
      taskQueuePrefix: 'blue-',
    });
  });

  it('is refused by name of what is missing', () => {
    expect(() => readDeploymentVersion({}, noGit)).toThrow(/DEPLOYMENT_NAME[\s\S]*BUILD_ID/);
  });
});

/** As every process of ours connects, with only the environment looked at. */
const connectionOf = (overrideEnvVars: Record<string, string>) =>
  loadClientConnectConfig({ disableFile: true, overrideEnvVars });

describe('Temporal Cloud, by environment alone', () => {
  it('takes an API key, which switches TLS on', () => {
    expect(
      connectionOf({
        TEMPORAL_ADDRESS: 'eu-central-1.aws.api.temporal.io:7233',
        TEMPORAL_NAMESPACE: 'payments.a1b2c',
        TEMPORAL_API_KEY: 'key-of-the-service',
      }),
    ).toMatchObject({
      namespace: 'payments.a1b2c',
      connectionOptions: { address: 'eu-central-1.aws.api.temporal.io:7233', apiKey: 'key-of-the-service', tls: true },
    });
  });

  it('takes a client certificate', () => {
    const { namespace, connectionOptions } = connectionOf({
      TEMPORAL_ADDRESS: 'payments.a1b2c.tmprl.cloud:7233',
      TEMPORAL_NAMESPACE: 'payments.a1b2c',
      TEMPORAL_TLS_CLIENT_CERT_DATA: 'a certificate',
      TEMPORAL_TLS_CLIENT_KEY_DATA: 'its key',
      TEMPORAL_TLS_SERVER_CA_CERT_DATA: 'an authority of ours',
    });
    expect(namespace).toBe('payments.a1b2c');
    const text = (data: unknown) => Buffer.from(data as Uint8Array).toString();
    const { clientCertPair, serverRootCACertificate } = connectionOptions.tls as {
      readonly clientCertPair: { readonly crt: Uint8Array; readonly key: Uint8Array };
      readonly serverRootCACertificate: Uint8Array;
    };
    expect([clientCertPair.crt, clientCertPair.key, serverRootCACertificate].map(text)).toEqual([
      'a certificate',
      'its key',
      'an authority of ours',
    ]);
    expect(connectionOptions).not.toHaveProperty('apiKey', expect.anything());
  });

  it('is not meant by a server of one’s own: no TLS unless asked for', () => {
    expect(connectionOf({ TEMPORAL_ADDRESS: 'temporal:7233' }).connectionOptions.tls).toBeUndefined();
  });
});
