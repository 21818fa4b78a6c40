import { describe, expect, it } from '@jest/globals';
import {
  ApplicationFailure,
  defaultPayloadConverter,
  type Payload,
  type SerializationContext,
} from '@temporalio/common';
import {
  decodeOptionalFailureToOptionalError,
  encodeErrorToFailure,
  loadDataConverter,
} from '@temporalio/common/lib/internal-non-workflow';
import fc from 'fast-check';
import { createDataConverter } from '../../workers/codec/data-converter';
import { createPayloadCodec, workflowIdOf } from '../../workers/codec/payload-codec';

const key = (id: string, fill: number) => ({ id, key: Buffer.alloc(32, fill) });
const codec = createPayloadCodec([key('k1', 1)]);
const context: SerializationContext = { type: 'workflow', namespace: 'default', workflowId: 'payment-link/abc' };

const payloadOf = (value: unknown): Payload => defaultPayloadConverter.toPayload(value);
const valueOf = (payload: Payload): unknown => defaultPayloadConverter.fromPayload(payload);
const one = (payloads: Payload[]): Payload => {
  const [payload, ...rest] = payloads;
  if (payload === undefined || rest.length > 0) throw new Error('expected exactly one payload');
  return payload;
};
const sealed = async (value: unknown) => one(await codec.encode([payloadOf(value)], context));
const field = (payload: Payload, name: string) => Buffer.from(payload.metadata?.[name] ?? []).toString();

describe('what Temporal stores', () => {
  it('comes back as it went in, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue()), async (values) => {
        const back = await codec.decode(await codec.encode(values.map(payloadOf), context), context);
        expect(back.map(valueOf)).toEqual(values.map(payloadOf).map(valueOf));
      }),
    );
  });

  it('is marked as encrypted and names its key and workflow, and shows nothing else', async () => {
    const stored = await sealed({ phone: '37369000001' });
    expect(field(stored, 'encoding')).toBe('binary/encrypted');
    expect(field(stored, 'encryption-key-id')).toBe('k1');
    expect(workflowIdOf(stored)).toBe('payment-link/abc');
    expect(
      Object.values(stored.metadata ?? {})
        .concat(stored.data ?? [])
        .map(String)
        .join(),
    ).not.toContain('json/plain');
    expect(Buffer.from(stored.data ?? []).toString('latin1')).not.toContain('37369000001');
  });

  it('is never the same twice', async () => {
    expect((await sealed('x')).data).not.toEqual((await sealed('x')).data);
  });

  it('passes unchanged where another encoding made it', async () => {
    const plain = payloadOf('before encryption was switched on');
    expect(await codec.decode([plain, {}])).toEqual([plain, {}]);
    expect(workflowIdOf(plain)).toBeUndefined();
  });
});

describe('a payload that was tampered with', () => {
  it('is refused, whichever byte was changed', async () => {
    const stored = await sealed('100.00');
    const data = Buffer.from(stored.data ?? []);
    for (const at of data.keys()) {
      const changed = Buffer.from(data);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      await expect(codec.decode([{ ...stored, data: changed }])).rejects.toThrow(/changed or cut/);
    }
  });

  it.each([0, 1, 12, 27])('is refused when cut to %i bytes', async (length) => {
    const stored = await sealed('100.00');
    await expect(codec.decode([{ ...stored, data: stored.data?.subarray(0, length) ?? null }])).rejects.toThrow(
      /changed or cut/,
    );
  });

  it.each(['workflow-id', 'encryption-key-id'])('is refused when its %s was changed', async (name) => {
    const both = createPayloadCodec([key('k1', 1), key('k2', 1)]);
    const stored = await sealed('100.00');
    const metadata = { ...stored.metadata, [name]: Buffer.from(name === 'workflow-id' ? 'payment-link/other' : 'k2') };
    await expect(both.decode([{ ...stored, metadata }])).rejects.toThrow(/changed or cut/);
  });
});

describe('a change of keys', () => {
  const rotated = createPayloadCodec([key('k2', 2), key('k1', 1)]);

  it('encrypts with the first and reads what the older one wrote', async () => {
    const written = one(await rotated.encode([payloadOf('new')]));
    expect(field(written, 'encryption-key-id')).toBe('k2');
    expect((await rotated.decode([written, await sealed('old')])).map(valueOf)).toEqual(['new', 'old']);
  });

  it('says which key is missing and where it belongs', async () => {
    const written = one(await rotated.encode([payloadOf('new')]));
    await expect(codec.decode([written])).rejects.toThrow(/"k2" is not in PAYLOAD_KEYS/);
  });

  it('tells a wrong key of the right name from a missing one', async () => {
    await expect(createPayloadCodec([key('k1', 9)]).decode([await sealed('x')])).rejects.toThrow(
      /another key of this id/,
    );
  });

  it('needs a key at all', () => {
    expect(() => createPayloadCodec([])).toThrow(/PAYLOAD_KEYS/);
  });
});

describe('the data converter', () => {
  const converter = loadDataConverter(createDataConverter([key('k1', 1)]));

  it('keeps the words of a failure from the history', async () => {
    const failure = await encodeErrorToFailure(converter, ApplicationFailure.create({ message: 'asked 37369000001' }));
    expect(failure.message).toBe('Encoded failure');
    expect(Buffer.from(failure.encodedAttributes?.data ?? []).toString('latin1')).not.toContain('37369000001');
    expect(JSON.stringify(failure)).not.toContain('37369000001');
    const error = await decodeOptionalFailureToOptionalError(converter, failure);
    expect(error?.message).toBe('asked 37369000001');
  });
});
