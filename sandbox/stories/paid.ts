import type { Story } from './story';

export const paid: Story = {
  id: 'paid',
  phone: '+37369000001',
  scenes: [
    (stage) => stage.write('pay 100 "Cafea + croissant" #cafea'),
    (stage) => stage.getsLink(),
    (stage) => stage.customer('pay'),
    async (stage) => {
      await stage.hears('the news that it is paid', ({ body }) => body.startsWith('✅'));
    },
  ],
};
