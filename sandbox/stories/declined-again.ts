import type { Story } from './story';

export const declinedAgain: Story = {
  id: 'declinedAgain',
  phone: '+37369000006',
  scenes: [
    async (stage) => {
      stage.write('pay 250 "First edition" #shop');
      await stage.getsLink();
    },
    (stage) => stage.customer('decline'),
    async (stage) => {
      await stage.hears('the news that it was declined', ({ body }) => body.startsWith('❌'));
    },
    async (stage) => {
      await stage.tap();
      await stage.getsLink();
    },
    async (stage) => {
      await stage.customer('pay');
      await stage.hears('the news that it is paid', ({ body }) => body.startsWith('✅'));
    },
  ],
};
