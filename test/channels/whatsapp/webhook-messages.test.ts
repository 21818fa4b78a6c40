import { describe, expect, it } from '@jest/globals';
import { message, messagesChange, profile, read, readOne, SELLER, webhook } from './payloads';

const contentOf = (over: Record<string, unknown>) => readOne(over).messages[0]?.content;
const senderOf = (over: Record<string, unknown>, contacts?: unknown) => readOne(over, contacts).messages[0]?.sender;

describe('a message', () => {
  it('says who wrote what, when, on which line', () => {
    expect(readOne({})).toEqual({
      counts: [],
      statuses: [],
      templates: [],
      accounts: [],
      messages: [
        {
          channel: 'whatsapp',
          lineId: 'md',
          sender: SELLER,
          senderName: 'Ion',
          messageId: 'wamid.IN',
          sentAt: '2025-06-08T20:59:43.000Z',
          forwarded: false,
          content: { kind: 'text', text: 'pay 100' },
        },
      ],
    });
  });

  it('keeps the message of ours that it answers', () => {
    expect(readOne({ context: { from: '37369002773', id: 'wamid.OUT' } }).messages[0]?.replyTo).toBe('wamid.OUT');
  });

  it.each([{ forwarded: true }, { frequently_forwarded: true }])('is marked as forwarded by %j', (context) => {
    expect(readOne({ context }).messages[0]).toMatchObject({ forwarded: true });
    expect(readOne({ context }).messages[0]).not.toHaveProperty('replyTo');
  });

  it('has its time as a number too', () => {
    expect(readOne({ timestamp: 1749416383 }).messages[0]?.sentAt).toBe('2025-06-08T20:59:43.000Z');
  });
});

describe('a tap', () => {
  it.each([
    [
      {
        type: 'interactive',
        interactive: { type: 'button_reply', button_reply: { id: 'retry:x', title: 'Link nou' } },
      },
    ],
    [{ type: 'interactive', interactive: { type: 'list_reply', list_reply: { id: 'retry:x', title: 'Link nou' } } }],
    [{ type: 'button', button: { payload: 'retry:x', text: 'Link nou' } }],
  ])('comes back with the id that we gave: %j', (over) => {
    expect(contentOf(over)).toEqual({ kind: 'tap', id: 'retry:x', title: 'Link nou' });
  });

  it('on something that has no id of ours is nothing we know', () => {
    expect(contentOf({ type: 'button', button: { text: 'Stop' } })).toEqual({ kind: 'other', type: 'button' });
    expect(contentOf({ type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: {} } })).toEqual({
      kind: 'other',
      type: 'interactive',
    });
  });
});

describe('what nobody answers', () => {
  it.each(['reaction', 'sticker', 'edit', 'revoke'])('%s', (type) => {
    expect(contentOf({ type })).toEqual({ kind: 'silent', type });
  });

  it('an edit that WhatsApp calls unsupported', () => {
    expect(contentOf({ type: 'unsupported', unsupported: { type: 'edit' } })).toEqual({ kind: 'silent', type: 'edit' });
  });
});

describe('what we cannot use', () => {
  it.each(['image', 'video', 'audio', 'document', 'location', 'order'])('%s is passed on and not counted', (type) => {
    const got = readOne({ type });
    expect(got.messages[0]?.content).toEqual({ kind: 'other', type });
    expect(got.counts).toEqual([]);
  });

  it('a poll, with or without the word for it', () => {
    const errors = [{ code: 131051, title: 'Message type unknown' }];
    expect(contentOf({ type: 'unsupported', errors, unsupported: { type: 'poll_creation' } })).toEqual({
      kind: 'other',
      type: 'poll_creation',
    });
    expect(contentOf({ type: 'unsupported', errors })).toEqual({ kind: 'other', type: 'unsupported' });
  });

  it('a type that did not exist when this was written is passed on and counted', () => {
    const got = readOne({ type: 'hologram' });
    expect(got.messages[0]?.content).toEqual({ kind: 'other', type: 'hologram' });
    expect(got.counts).toEqual(['unknown_type']);
  });
});

describe('a contact card', () => {
  const card = (over: Record<string, unknown>) => ({ name: { formatted_name: 'Ion Popa' }, ...over });
  const shared = (cards: unknown[], over: Record<string, unknown> = {}) =>
    contentOf({ type: 'contacts', contacts: cards, ...over });

  it.each([
    ['on the message', {}, { origin: 'contact_request' }],
    ['on the card', { origin: 'contact_request' }, {}],
  ])('answers our request when it says so %s', (_, onCard, onMessage) => {
    expect(shared([card({ phones: [{ phone: '+37369000001' }], ...onCard })], onMessage)).toEqual({
      kind: 'contact',
      phone: '+37369000001',
      name: 'Ion Popa',
      requested: true,
    });
  });

  it('from the address book is nobody in particular', () => {
    expect(shared([card({ phones: [{ phone: '069 000 001', wa_id: '37369000001', type: 'CELL' }] })])).toEqual({
      kind: 'contact',
      phone: '+37369000001',
      name: 'Ion Popa',
      requested: false,
    });
  });

  it('that was forwarded never counts as the answer to our request', () => {
    const phones = [{ phone: '+37369000001' }];
    expect(shared([card({ phones })], { origin: 'contact_request', context: { forwarded: true } })).toMatchObject({
      requested: false,
    });
  });

  it('keeps a number without a country code as it is', () => {
    expect(shared([card({ phones: [{ phone: '(069) 000-001' }] })])).toMatchObject({ phone: '069000001' });
  });

  it.each([
    ['TEL;type=CELL;waid=37369000001:069 000 001', '+37369000001'],
    ['item1.TEL;waid=37369000001:+373 69 000 001', '+37369000001'],
    ['TEL:tel:+37369000001', '+37369000001'],
  ])('may hold its number in the vCard only: %s', (tel, phone) => {
    const vcard = `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ion Popa\r\n${tel}\r\nEND:VCARD`;
    expect(shared([card({ vcard })], { origin: 'contact_request' })).toMatchObject({ phone, requested: true });
  });

  it('with several numbers names none, lest the wrong one be asked to pay', () => {
    const two = [{ phone: '+37369000001' }, { phone: '+37369000002' }];
    expect(shared([card({ phones: two })])).not.toHaveProperty('phone');
    expect(shared([card({ phones: [two[0]] }), card({ phones: [two[1]] })])).toEqual({
      kind: 'contact',
      requested: false,
    });
  });

  it('with the same number twice names it', () => {
    const same = [{ phone: '+373 69 000 001' }, { phone: '+37369000001', wa_id: '37369000001' }];
    expect(shared([card({ phones: same })])).toMatchObject({ phone: '+37369000001' });
  });
});

describe('the sender', () => {
  it('may have no phone', () => {
    expect(senderOf({ from: undefined }, [profile({ wa_id: undefined })])).toEqual({ userId: SELLER.userId });
  });

  it('may have no user id', () => {
    expect(senderOf({ from_user_id: undefined }, [profile({ user_id: undefined })])).toEqual({ phone: SELLER.phone });
  });

  it('may be written where the phone belongs', () => {
    expect(senderOf({ from: SELLER.userId, from_user_id: undefined }, [])).toEqual({ userId: SELLER.userId });
  });

  it('is completed from the own profile', () => {
    expect(senderOf({ from: undefined }, [profile()])).toEqual(SELLER);
    expect(senderOf({ from_user_id: undefined }, [profile()])).toEqual(SELLER);
    expect(senderOf({ from: undefined, from_user_id: undefined }, [profile()])).toEqual(SELLER);
  });

  it('is never completed from the profile of somebody else in the same batch', () => {
    const other = profile({ wa_id: '37369000002', user_id: 'MD.2', profile: { name: 'Ana' } });
    const got = read(
      webhook(
        messagesChange({ contacts: [other], messages: [message({ from_user_id: undefined }), message({ id: 'b' })] }),
      ),
    );
    expect(got.messages[0]).toMatchObject({ sender: { phone: SELLER.phone } });
    expect(got.messages[0]?.sender).not.toHaveProperty('userId');
    expect(got.messages[0]).not.toHaveProperty('senderName');
  });

  it.each([[undefined], [[]], [[null]], ['none'], [[{ profile: null }]]])('needs no profile: %j', (contacts) => {
    expect(senderOf({}, contacts)).toEqual(SELLER);
  });

  it('that cannot be told is counted', () => {
    const got = read(
      webhook(
        messagesChange({
          contacts: [profile()],
          messages: [message(), message({ from: undefined, from_user_id: undefined })],
        }),
      ),
    );
    expect(got.messages).toHaveLength(1);
    expect(got.counts).toEqual(['no_sender']);
  });
});

describe('a number that changed', () => {
  const moved = (system: Record<string, unknown>, over: Record<string, unknown> = {}) =>
    readOne({ type: 'system', text: undefined, from_user_id: undefined, system, ...over }, undefined);

  it.each(['wa_id', 'new_wa_id'])('hands the old one over to the new one (%s)', (field) => {
    const got = moved({ type: 'user_changed_number', body: 'User Ion changed', [field]: '37369000009' });
    expect(got.messages[0]).toMatchObject({
      sender: { phone: '37369000009' },
      content: { kind: 'moved', previous: { phone: SELLER.phone } },
    });
    expect(got.counts).toEqual([]);
  });

  it('hands user ids over, with phones and without', () => {
    const system = { type: 'user_changed_user_id', user_id: 'MD.9', previous_user_id: SELLER.userId };
    expect(moved(system, { from: undefined }).messages[0]).toMatchObject({
      sender: { userId: 'MD.9' },
      content: { kind: 'moved', previous: { userId: SELLER.userId } },
    });
    expect(moved({ ...system, wa_id: '37369000009' }).messages[0]).toMatchObject({
      sender: { userId: 'MD.9', phone: '37369000009' },
      content: { kind: 'moved', previous: SELLER },
    });
  });

  it('never names the new address as the previous one', () => {
    const system = {
      type: 'user_changed_user_id',
      user_id: 'MD.9',
      previous_user_id: SELLER.userId,
      wa_id: SELLER.phone,
    };
    expect(moved(system).messages[0]?.content).toEqual({ kind: 'moved', previous: { userId: SELLER.userId } });
  });

  it('is silent while only one end of it is known', () => {
    expect(moved({ type: 'user_changed_user_id', user_id: 'MD.9' }, { from: undefined }).messages[0]).toMatchObject({
      sender: { userId: 'MD.9' },
      content: { kind: 'silent', type: 'system' },
    });
    expect(moved({ type: 'user_changed_number' }).messages[0]?.content).toEqual({ kind: 'silent', type: 'system' });
    expect(moved({ type: 'user_changed_number' }, { from: undefined }).counts).toEqual(['no_sender']);
  });

  it('is not every system message', () => {
    expect(moved({ type: 'something_new', wa_id: '37369000009' }).messages[0]?.content).toMatchObject({
      kind: 'silent',
    });
  });
});
