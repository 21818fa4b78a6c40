import type { Story } from './story';

const TEMPLATE = 'miapos_payment_paid_v1';

export const heldAndFlushed: Story = {
  id: 'heldAndFlushed',
  phone: '+37369000007',
  scenes: [
    async (stage) => {
      stage.write('pay 45 "Roman" #salon');
      await stage.getsLink();
    },
    (stage) => {
      stage.template(TEMPLATE, 'fr', 'PAUSED');
      stage.jump('past');
    },
    async (stage) => {
      await stage.customer('pay');
      await stage.shows('the notice that is owed', 'notification', 'Owed');
      await stage.chatOwes();
    },
    async (stage) => {
      stage.write('pay 30 "Carte postale"');
      await stage.hears('the old news', ({ body }) => body.startsWith('✅'));
    },
    (stage) => stage.getsLink(),
  ],
};
