import { z } from 'zod';
import type { InboundContent } from '../../../domain/inbound';
import { maybe, type Message, text } from './schema';

const cardSchema = z.looseObject({
  name: z.looseObject({ formatted_name: text }).optional().catch(undefined),
  phones: z.array(z.looseObject({ phone: text, wa_id: text })).catch([]),
  /** May carry a portrait. */
  vcard: maybe(z.string().min(1)),
  origin: text,
});
type Card = z.infer<typeof cardSchema>;

/**
 * A shared contact card. `requested` holds only for the answer to our own request, which carries the sender's own number;
 * a card from the address book may be anybody's. With several numbers none is taken: guessing could ask the wrong payer.
 */
export function contactCard(message: Message, forwarded: boolean): InboundContent {
  const cards = z.array(cardSchema).min(1).parse(message['contacts']);
  const phones = new Set(cards.flatMap(phonesOf));
  const [phone] = phones.size === 1 ? phones : [];
  const name = cards.length === 1 ? cards[0]?.name?.formatted_name : undefined;
  const origins = [message.origin, ...cards.map((card) => card.origin)];
  return {
    kind: 'contact',
    ...(phone !== undefined && { phone }),
    ...(name !== undefined && { name }),
    requested: !forwarded && cards.length === 1 && origins.includes('contact_request'),
  };
}

function phonesOf(card: Card): readonly string[] {
  const listed = card.phones.map(({ phone, wa_id }) =>
    phone?.trim().startsWith('+') === true ? phone : wa_id === undefined ? (phone ?? '') : `+${wa_id}`,
  );
  const phones = listed.length > 0 ? listed : vcardPhones(card.vcard ?? '');
  return phones.map((phone) => phone.replace(/(?!^\+)\D/g, '')).filter((phone) => /^\+?\d{5,20}$/.test(phone));
}

/** `TEL;type=CELL;waid=37369000001:+373 69 000 001`, the lines that WhatsApp's own cards have. */
function vcardPhones(vcard: string): string[] {
  return [...vcard.matchAll(/^(?:item\d+\.)?TEL([^:\r\n]*):([^\r\n]+)/gim)].map(([, parameters = '', value = '']) => {
    const waid = /waid=(\d+)/i.exec(parameters)?.[1];
    return waid === undefined || value.trim().startsWith('+') ? value.trim().replace(/^tel:/i, '') : `+${waid}`;
  });
}
