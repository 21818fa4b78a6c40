import { describe, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { onlyThisPage } from '../../sandbox/page/server/guard';

const app = express()
  .use(onlyThisPage)
  .use((_request, response) => void response.status(204).end());
const json = { Host: 'localhost:4100', 'Content-Type': 'application/json' };

describe('the server of the sandbox page', () => {
  it('answers its own page', async () => {
    await request(app).get('/').set('Host', 'localhost:4100').expect(204);
    await request(app)
      .post('/')
      .set({ ...json, Origin: 'http://localhost:4100' })
      .send('{}')
      .expect(204);
  });

  it('refuses a name that somebody else lets point at this machine', async () => {
    await request(app).get('/').set('Host', 'rebound.example:4100').expect(403);
  });

  it('refuses another site, and a form that needs no permission to be sent', async () => {
    await request(app)
      .post('/')
      .set({ ...json, Origin: 'http://elsewhere.example' })
      .send('{}')
      .expect(403);
    await request(app).post('/').set('Host', 'localhost:4100').type('form').send('a=1').expect(403);
  });
});
