import { randomInt } from 'node:crypto';
import type { Story } from './story';

/** Somebody new each time: the product asks before a request goes to a payer whom it does not know. */
const newPayer = (): string => `0695${String(randomInt(10_000, 99_999))}`;

export const rtp: Story = {
  id: 'rtp',
  phone: '+37369000005',
  scenes: [
    (stage) => stage.write(`/rtp 150 ${newPayer()} "Schimb ulei" #service`),
    async (stage) => {
      await stage.hears('the question whether to send it', ({ buttons }) => buttons.length > 0);
      await stage.tap();
      await stage.sendsRequest();
    },
    (stage) => stage.customer('pay'),
    async (stage) => {
      await stage.hears('the news that it is paid', ({ body }) => body.startsWith('✅'));
    },
  ],
};
