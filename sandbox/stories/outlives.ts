import { expectThat } from './story';
import type { Story } from './story';

export const outlives: Story = {
  id: 'outlives',
  phone: '+37369000001',
  line: 'piata',
  scenes: [
    async (stage) => {
      stage.write('pay 120 "Miere de salcâm" #piata');
      await stage.getsLink();
    },
    async (stage) => {
      await stage.customer('expire');
      await stage.paymentIsOver();
    },
    async (stage) => {
      await stage.opensAgain();
      expectThat(stage.toldTimes() === 0, 'the seller hears nothing of a payment that ran out on a living link');
    },
    async (stage) => {
      await stage.customer('pay');
      await stage.hears('the news that it is paid', ({ body }) => body.startsWith('✅'));
      expectThat(stage.toldTimes() === 1, 'the seller is told once');
    },
  ],
};
