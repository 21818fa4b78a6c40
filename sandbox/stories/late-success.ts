import type { Story } from './story';

export const lateSuccess: Story = {
  id: 'lateSuccess',
  phone: '+37369000006',
  scenes: [
    async (stage) => {
      stage.write('pay 90 "Old atlas" #shop');
      await stage.getsLink();
    },
    async (stage) => {
      await stage.customer('expire');
      await stage.hears('the news that it expired', ({ body }) => body.startsWith('⌛'));
    },
    (stage) => stage.customer('succeed'),
    async (stage) => {
      await stage.hears('the correction', ({ body }) => body.startsWith('✅'));
    },
  ],
};
