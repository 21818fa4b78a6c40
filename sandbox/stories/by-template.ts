import { expectThat } from './story';
import type { Story } from './story';

export const byTemplate: Story = {
  id: 'byTemplate',
  phone: '+37369000008',
  scenes: [
    async (stage) => {
      stage.write('pay 80 "Reiseführer" #messe');
      await stage.getsLink();
    },
    (stage) => stage.jump('past'),
    (stage) => stage.customer('pay'),
    async (stage) => {
      await stage.hears('the template', ({ template }) => template !== undefined);
      expectThat(stage.toldTimes() === 1, 'the seller is told once');
    },
  ],
};
