import type { Story } from './story';

export const twoMerchants: Story = {
  id: 'twoMerchants',
  phone: '+37369000004',
  scenes: [
    (stage) => stage.write('pay 150 "Trandafiri" #buchet'),
    async (stage) => {
      await stage.hears('the list of merchants', ({ rows }) => rows.length > 1);
    },
    async (stage) => {
      await stage.tap((title) => title.includes('Ciocana'));
      await stage.getsLink();
    },
    async (stage) => {
      await stage.customer('pay');
      await stage.hears('the news that it is paid', ({ body }) => body.startsWith('✅'));
    },
  ],
};
