import { expectThat } from './story';
import type { Story } from './story';

export const fiveTimes: Story = {
  id: 'fiveTimes',
  phone: '+37369000001',
  scenes: [
    (stage) => stage.write('pay 35 "Limonadă" #terasa', { duplicate: 4 }),
    async (stage) => {
      const before = stage.paymentsOf('Limonadă');
      await stage.getsLink();
      expectThat(stage.paymentsOf('Limonadă') - before <= 1, 'five deliveries make one payment');
    },
    async (stage) => {
      await stage.customer('pay');
      await stage.hears('the news that it is paid', ({ body }) => body.startsWith('✅'));
      expectThat(stage.toldTimes() === 1, 'the seller is told once');
    },
  ],
};
