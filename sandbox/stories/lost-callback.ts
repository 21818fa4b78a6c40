import type { Story } from './story';

export const lostCallback: Story = {
  id: 'lostCallback',
  phone: '+37369000002',
  scenes: [
    async (stage) => {
      stage.write('pay 60 "Чай с лимоном" #зал');
      await stage.getsLink();
    },
    (stage) => stage.goesWrong('callbackLost'),
    (stage) => stage.customer('pay'),
    async (stage) => {
      await stage.hears('the news that it is paid', ({ body }) => body.startsWith('✅'));
    },
  ],
};
