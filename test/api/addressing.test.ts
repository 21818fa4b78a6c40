import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createAddressing } from '../../addressing/addressing';
import type { InboundMessage } from '../../domain/inbound';

const key = (id: string, fill: number) => ({ id, key: Buffer.alloc(32, fill) });
const addressing = createAddressing([key('k1', 1)]);

const said = (change: Partial<InboundMessage> = {}): InboundMessage => ({
  channel: 'whatsapp',
  lineId: 'md',
  sender: { phone: '37369000001' },
  messageId: 'wamid.A',
  sentAt: '2026-11-23T10:00:00.000Z',
  forwarded: false,
  content: { kind: 'text', text: 'pay 100' },
  ...change,
});

describe('the id of a payment', () => {
  it('is 26 characters that show neither sender nor message', () => {
    expect(addressing.linkIds(said())[0]).toMatch(/^[a-z2-7]{26}$/);
  });

  it('is the same however often the message is delivered, and whatever else the delivery says', () => {
    const again = said({ sentAt: '2026-11-24T10:00:00.000Z', senderName: 'Ana', content: { kind: 'text', text: 'x' } });
    expect(addressing.linkIds(again)).toEqual(addressing.linkIds(said()));
  });

  it.each([
    ['line', said({ lineId: 'ro' })],
    ['sender', said({ sender: { phone: '37369000002' } })],
    ['message', said({ messageId: 'wamid.B' })],
  ])('differs by %s', (_, other) => {
    expect(addressing.linkIds(other)).not.toEqual(addressing.linkIds(said()));
  });

  it('goes by the button for a tap, so that one button makes one payment', () => {
    const tap = (messageId: string, id: string) => said({ messageId, content: { kind: 'tap', id, title: 'Again' } });
    expect(addressing.linkIds(tap('wamid.1', 'again:x'))).toEqual(addressing.linkIds(tap('wamid.2', 'again:x')));
    expect(addressing.linkIds(tap('wamid.1', 'again:x'))).not.toEqual(addressing.linkIds(tap('wamid.1', 'again:y')));
    expect(addressing.linkIds(tap('wamid.1', 'wamid.A'))).not.toEqual(addressing.linkIds(said()));
  });

  it('is another under another key', () => {
    expect(createAddressing([key('k2', 2)]).linkIds(said())).not.toEqual(addressing.linkIds(said()));
  });

  it('never runs two fields together', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (lineA, idA, lineB, idB) => {
        const one = addressing.linkIds(said({ lineId: lineA, messageId: idA }))[0];
        const other = addressing.linkIds(said({ lineId: lineB, messageId: idB }))[0];
        return (one === other) === (lineA === lineB && idA === idB);
      }),
    );
    expect(addressing.linkIds(said({ lineId: 'a1', messageId: 'b' }))).not.toEqual(
      addressing.linkIds(said({ lineId: 'a', messageId: '1b' })),
    );
  });
});

describe("a person's pseudonym", () => {
  it("goes by the channel's own id where there is one, so that a hidden phone changes nothing", () => {
    const hidden = addressing.pseudonyms('md', { userId: 'MD.123' });
    expect(addressing.pseudonyms('md', { userId: 'MD.123', phone: '37369000001' })).toEqual(hidden);
    expect(addressing.pseudonyms('md', { phone: '37369000001' })).not.toEqual(hidden);
  });

  it('differs by line: two businesses must not recognise a person by it', () => {
    expect(addressing.pseudonyms('md', { phone: '1' })).not.toEqual(addressing.pseudonyms('ro', { phone: '1' }));
  });

  it('does not mix a phone with an id of the same characters', () => {
    expect(addressing.pseudonyms('md', { phone: '1' })).not.toEqual(addressing.pseudonyms('md', { userId: '1' }));
  });

  it('refuses a person of whom nothing is known', () => {
    expect(() => addressing.pseudonyms('md', {})).toThrow(/neither a user id nor a phone/);
  });
});

describe("a payer's pseudonym", () => {
  it('shows no phone, and is the same whoever asks on whatever line', () => {
    const [name] = addressing.payers('+37369123456');
    expect(name).toMatch(/^[a-z2-7]{26}$/);
    expect(addressing.payers('+37369123456')[0]).toBe(name);
    expect(addressing.payers('+37369123457')[0]).not.toBe(name);
  });

  it('is not that of the same person as a seller', () => {
    expect(addressing.payers('37369000001')[0]).not.toBe(addressing.pseudonyms('md', { phone: '37369000001' })[0]);
  });
});

describe('after a change of keys', () => {
  const rotated = createAddressing([key('k2', 2), key('k1', 1)]);

  it('names by the first and still knows what the older one named', () => {
    const [current, ...older] = rotated.linkIds(said());
    expect(current).toBe(createAddressing([key('k2', 2)]).linkIds(said())[0]);
    expect(older).toEqual(addressing.linkIds(said()));
    expect(rotated.pseudonyms('md', { phone: '1' }).slice(1)).toEqual(addressing.pseudonyms('md', { phone: '1' }));
  });

  it('needs a key at all', () => {
    expect(() => createAddressing([])).toThrow(/ADDRESS_KEY/);
  });
});
